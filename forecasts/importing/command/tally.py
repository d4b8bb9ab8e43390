"""Counts the outcomes of a file's rows, by reason."""

from collections import Counter
from dataclasses import dataclass, field

from forecasts.importing.rows.row import Refused
from forecasts.texts import files as texts

OF_ONE_REASON = 3  # rows that are listed of each reason
STOP_AFTER = 1_000  # rows that are all refused, for one reason


@dataclass(slots=True)
class Tally:
    """Counts of rows until now; `shown` has the first refused rows, at most `limit`.

    read: all rows; taken: written (in a dry run: would be); skipped: their day and place have a
    forecast already; updated: of those taken, the ones that changed one.
    """

    limit: int
    of_one_reason: int = OF_ONE_REASON
    resume_at: int = 1
    read: int = 0
    taken: int = 0
    updated: int = 0
    skipped: int = 0
    rounded: int = 0
    refused: int = 0
    shown: list[Refused] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def refuse(self, row: Refused) -> None:
        """Count a refused row."""
        self.refused += 1
        reason = texts.at(row.column, row.reason)
        self.reasons[reason] += 1
        if len(self.shown) < self.limit and self.reasons[reason] <= self.of_one_reason:
            self.shown.append(row)

    def hopeless(self) -> str:
        """Return the reason for which the first STOP_AFTER rows were all refused, if they were."""
        if self.read == self.refused == STOP_AFTER and len(self.reasons) == 1:
            return next(iter(self.reasons))
        return ""

    def more(self) -> list[tuple[str, int]]:
        """Return each reason with the number of rows that are not listed, if there are any."""
        listed = Counter(texts.at(row.column, row.reason) for row in self.shown)
        rest = {reason: count - listed[reason] for reason, count in self.reasons.items()}
        return [(reason, count) for reason, count in rest.items() if count]
