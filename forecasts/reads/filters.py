"""The board's filters, from its query."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from forecasts.db.search_text import normalised
from forecasts.models import Forecast


@dataclass(frozen=True)
class BoardFilter:
    """Forecasts with every word of q, at the location, within the dates (inclusive).

    Case and accents do not matter (forecasts.db.search_text). None and "" filter nothing out.
    place: the exact location, that of a place's own page.
    """

    q: str = ""
    location: str = ""
    date_after: dt.date | None = None
    date_before: dt.date | None = None
    place: str = ""

    @classmethod
    def of(cls, cleaned: Mapping[str, Any]) -> "BoardFilter":
        """Return the filter of a valid form's data."""
        names = ("q", "location", "date_after", "date_before")
        return cls(**{name: cleaned[name] for name in names if cleaned.get(name)})

    def apply_to(self, forecasts: QuerySet[Forecast]) -> QuerySet[Forecast]:
        """Return the matches; static/forecasts/board/matches.js decides for a single one."""
        found = forecasts
        for word in normalised(self.q).split():
            found = found.filter(folded__contains=word)
        if self.location:
            found = found.filter(folded__startswith=f"{normalised(self.location)}\n")
        if self.place:
            found = found.filter(location=self.place)
        if self.date_after:
            found = found.filter(date__gte=self.date_after)
        if self.date_before:
            found = found.filter(date__lte=self.date_before)
        return found

    def __bool__(self) -> bool:
        return bool(self.given())

    @property
    def active(self) -> int:
        """The number of active filters."""
        return len(self.given())

    @property
    def json(self) -> str:
        """The filter for the browser."""
        return json.dumps(self.given() | ({"place": self.place} if self.place else {}))

    def given(self) -> dict[str, object]:
        """Return the active filters as query parameters."""
        parts = {name: getattr(self, name) for name in ("q", "location")}
        dates = {name: getattr(self, name) for name in ("date_after", "date_before")}
        isos = {name: day.isoformat() for name, day in dates.items() if day}
        return {name: text for name, text in parts.items() if text} | isos
