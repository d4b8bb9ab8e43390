"""Events after a cursor over HTTP, for subscribers that were away."""

from contextlib import suppress
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from realtime.wire.kinds import Kinds, checked_kinds, is_of
from weather.http.problems import problem
from weather.journal import selectors
from weather.journal.anonymous import anonymous_text
from weather.journal.cursors import LARGEST_POSITION, BadCursor, Cursor, cursor_from_text, short
from weather.journal.selectors import Entry, Head, Place, Reading
from weather.whole_numbers import whole_number

from .readings import in_order, why_not

MOST_EVENTS = 1000


def events(request: HttpRequest, *, with_names: bool) -> HttpResponse:
    """Return the events after ?cursor= (or ?after=N, which proves no history), oldest first.

    The answer has the head (epoch, position, digest) and the next cursor. At most ?limit= events
    are read, and those that are not of the ?kinds= are left out. 400 names a bad parameter. 409
    means that the cursor is of another history or ahead of the head, or that the events after it
    are pruned: read the forecasts again and continue from the cursor given. with_names: whether the
    reader may see actors.
    """
    try:
        cursor = _cursor(request)
        limit = _number(request, "limit", default=100, lowest=1, highest=MOST_EVENTS)
        kinds = _kinds(request)
    except BadCursor as error:
        name, _, said = str(error).partition(": ")
        errors = [{"code": "invalid", "detail": f"{said}.", "attr": name, "parameter": name}]
        return problem(HTTPStatus.BAD_REQUEST, f"{error}.", type_="invalid", errors=errors)
    reading = selectors.read_after(cursor.position, limit=limit)
    if reason := why_not(cursor, reading):
        return _resync(reason, reading.head)
    found = in_order(reading, cursor.position)
    wanted = [entry for entry in found if kinds is None or is_of(kinds, entry.text)]
    texts = [entry.text if with_names else anonymous_text(entry.text) for entry in wanted]
    return _answer(reading, found, texts)


def _answer(reading: Reading, entries: list[Entry], texts: list[str]) -> HttpResponse:
    head = reading.head
    last = Place(entries[-1].position, entries[-1].digest) if entries else reading.after
    cursor = Cursor(head.epoch, last.position, short(last.digest))
    # The texts of the events are inserted verbatim.
    body = (
        f'{{"epoch":"{head.epoch}","position":{head.position},'
        f'"digest":"{short(head.digest)}","cursor":"{cursor}","events":[{",".join(texts)}]}}'
    )
    return HttpResponse(body, content_type="application/json")


def _cursor(request: HttpRequest) -> Cursor:
    """Return the requested cursor; without an epoch if only a position was given."""
    if (text := request.GET.get("cursor")) is not None:
        if request.GET.keys() & {"after", "epoch"}:
            raise BadCursor("cursor: send it without after and epoch, which are parts of it")
        return cursor_from_text(text, name="cursor")
    after = _number(request, "after", default=0, lowest=0, highest=LARGEST_POSITION)
    return Cursor(request.GET.get("epoch", ""), after)


def _kinds(request: HttpRequest) -> Kinds:
    given = request.GET.getlist("kinds")
    return checked_kinds(",".join(given)) if given else None


def _number(request: HttpRequest, name: str, *, default: int, lowest: int, highest: int) -> int:
    with suppress(ValueError):
        number = whole_number(request.GET.get(name, str(default)))
        if lowest <= number <= highest:
            return number
    raise BadCursor(f"{name}: send a whole number, {lowest} … {highest}")


def _resync(reason: str, head: Head) -> HttpResponse:
    detail = (
        f"resync ({reason}): read the forecasts again, then go on from position {head.position} "
        f"of epoch {head.epoch}."
    )
    cursor = head.cursor
    return problem(
        HTTPStatus.CONFLICT,
        detail,
        type_="resync",
        reason=reason,
        **cursor._asdict(),
        cursor=str(cursor),
    )
