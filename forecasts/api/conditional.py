"""Conditional requests: If-Match and If-None-Match (RFC 9110, section 13)."""

import re
from typing import Final, NamedTuple

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from forecasts.models import Forecast

from .refusals import HeaderRefused, PreconditionFailed

IF_MATCH: Final = "If-Match"
IF_NONE_MATCH: Final = "If-None-Match"

# entity-tag of RFC 9110, section 8.8.3.
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def etag_of(forecast: Forecast) -> str:
    """Return the strong ETag of a forecast: its version."""
    return f'"{forecast.version}"'


class Tags(NamedTuple):
    """The ETags of a header; is_any: it is "*"."""

    is_any: bool
    tags: frozenset[str]

    def match(self, current: str, *, weakly: bool) -> bool:
        """Compare with the current tag (section 8.8.3.2)."""
        if self.is_any:
            return True
        if weakly:
            return current.removeprefix("W/") in {tag.removeprefix("W/") for tag in self.tags}
        return not current.startswith("W/") and current in self.tags


def tags_of(request: Request, header: str) -> Tags | None:
    """Parse the header; None without it. Raises HeaderRefused for invalid ETags."""
    given = request.headers.get(header)
    if given is None:
        return None
    if given.strip() == "*":
        return Tags(True, frozenset())
    # Replace each tag by a sign first, since a tag may contain commas.
    rest = {each.strip(" \t") for each in _TAG.sub("T", given).split(",")}
    if not rest <= {"T", ""} or "T" not in rest:
        raise HeaderRefused({header: 'Send ETags as they were given, e.g. "3", or *.'})
    return Tags(False, frozenset(_TAG.findall(given)))


def is_known_to(request: Request, current: str, forecast: Forecast | None = None) -> bool:
    """Evaluate both headers against the current ETag; True: answer 304.

    In the order of section 13.2.2. Raises PreconditionFailed (412), with the forecast if there is
    one, and HeaderRefused.
    """
    wanted, unwanted = tags_of(request, IF_MATCH), tags_of(request, IF_NONE_MATCH)
    if wanted is not None and not wanted.match(current, weakly=False):
        raise PreconditionFailed(IF_MATCH, forecast)
    if unwanted is None or not unwanted.match(current, weakly=True):
        return False
    if request.method not in SAFE_METHODS:
        raise PreconditionFailed(IF_NONE_MATCH, forecast)
    return True
