"""Writes to the log what the checker compares: the journal, the database and the views of it."""

from typing import TYPE_CHECKING

from chaos.checking import database
from chaos.checking.cursors import Cursor

if TYPE_CHECKING:
    from chaos.run.environment import Stage


class Record:
    """The record of one stage."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage
        self._dumped = 0

    def dump(self, *, from_start: bool = False) -> None:
        """Log the journal's new entries, so that the checker has them in any case."""
        after = 0 if from_start else self._dumped
        for entry in database.entries_after(self._stage.desk.database.url, after):
            self._stage.log.write("entry", **entry)
            self._dumped = entry["position"]

    def dump_again_from(self, position: int) -> None:
        """Dump the journal after `position` again: it was restored from an older copy."""
        self._dumped = position

    def write(self, trial: int) -> None:
        """Log the database and every reader's view of it."""
        self.dump()
        now = self._stage.snapshot()
        assert now is not None
        self._stage.hot.adopt(now.rows)
        self._stage.log.write(
            "database", trial=trial, epoch=now.epoch, position=now.position, rows=now.rows
        )
        self._stage.effects.record(trial)
        for reader in self._stage.readers:
            known = reader.known or Cursor("", 0, "")
            self._stage.log.write(
                "view",
                trial=trial,
                client=reader.name,
                live=reader.live,
                epoch=known.epoch,
                position=known.position,
                rows=reader.view.rows,
            )

        for page in self._stage.pages:  # one shows rows, not positions
            end = {"epoch": now.epoch, "position": now.position, "rows": page.rows}
            self._stage.log.write("view", trial=trial, client=page.name, live=page.live, **end)
