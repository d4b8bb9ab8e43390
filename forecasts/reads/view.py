"""Parses the board's query: filters, grouping, sort order and the chart's range."""

from dataclasses import dataclass
from urllib.parse import urlencode

from forecasts.db.sort_order import BY_DATE

from .filters import BoardFilter
from .ranges import DEFAULT_RANGE


@dataclass(frozen=True)
class BoardView:
    """The filter, the grouping (forecasts.db.sort_order.ORDERS), the order (SORTS; "" is the
    grouping's), and the name of the chart's range (forecasts.reads.ranges.RANGES).
    """

    chosen: BoardFilter
    by: str = BY_DATE
    sort: str = ""
    range: str = DEFAULT_RANGE

    @property
    def order(self) -> str:
        """The list's sort order, one of SORTS."""
        return self.sort or self.by

    @property
    def opens_at_today(self) -> bool:
        """Whether page 1 starts today: the list is by date, and the dates are not chosen."""
        has_dates = self.chosen.date_after or self.chosen.date_before
        return self.order == BY_DATE and not has_dates

    @property
    def download(self) -> str:
        """The query string of a download's address."""
        place = {"place": self.chosen.place} if self.chosen.place else {}
        return urlencode(self.chosen.given() | place)

    def query(self, **changes: object) -> str:
        """Return the query string of an address of this view, with changes; None removes a part."""
        parts: dict[str, object] = {**self.chosen.given(), "by": self.by}
        if self.sort:
            parts["sort"] = self.sort
        if self.range != DEFAULT_RANGE:
            parts["range"] = self.range
        return urlencode(
            {name: part for name, part in (parts | changes).items() if part is not None}
        )
