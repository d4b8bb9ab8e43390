"""Catching up over HTTP: a subscriber that was away reads the journal from its cursor."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from weather.journal import selectors
from weather.problems import problem

MOST_EVENTS = 1000
LARGEST_POSITION = 2**63 - 1


class BadCursor(ValueError):
    """A parameter is not what it must be; the message names it."""


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Answer the events after ?after=, oldest first, at most ?limit=, with head and epoch.

    400 names a bad parameter. 409 means that the cursor is of another history (?epoch=, or
    ahead of the head) or that what follows it is pruned: read the forecasts again and go on from
    the position given.
    """
    try:
        after = _number(request, "after", default=0, lowest=0, highest=LARGEST_POSITION)
        limit = _number(request, "limit", default=100, lowest=1, highest=MOST_EVENTS)
    except BadCursor as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    # The head first: an entry committed in between must not lie beyond the position we name.
    head = selectors.head()
    if request.GET.get("epoch", head.epoch) != head.epoch:
        return _resync("other_epoch", head)
    if after > head.position:
        return _resync("ahead_of_head", head)
    texts: list[str] = []
    for position, text in selectors.texts_after(after, limit=limit):
        if position > head.position or position > after + len(texts) + 1:
            break
        texts.append(text)
    # Judged by what was read, not by the head: somebody may have pruned in between.
    if not texts and after < head.position:
        return _resync("history_gone", head)
    # The events' texts go out as they were sealed; only the frame around them is ours.
    body = f'{{"epoch":"{head.epoch}","position":{head.position},"events":[{",".join(texts)}]}}'
    return HttpResponse(body, content_type="application/json")


def _number(request: HttpRequest, name: str, *, default: int, lowest: int, highest: int) -> int:
    given = request.GET.get(name, str(default))
    if given.isascii() and given.isdecimal() and len(given) <= 19:
        number = int(given)
        if lowest <= number <= highest:
            return number
    raise BadCursor(f"{name}: send a whole number, {lowest} … {highest}.")


def _resync(reason: str, head: selectors.Head) -> HttpResponse:
    detail = (
        f"resync ({reason}): read the forecasts again, then go on from position {head.position} "
        f"of epoch {head.epoch}."
    )
    cursor = {"epoch": head.epoch, "position": head.position}
    return problem(HTTPStatus.CONFLICT, detail, reason=reason, **cursor)
