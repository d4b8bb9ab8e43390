"""The board: the live list with its filters, grouping and unit."""

from dataclasses import replace
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from forecasts.db.sort_order import BY_DATE, COLUMNS
from forecasts.forms.bulk_change import ChangeSelectedForm
from forecasts.forms.filter_form import CELSIUS, UNITS, FilterForm, grouping
from forecasts.reads.board import Board, read_board
from forecasts.reads.filters import BoardFilter
from forecasts.reads.ranges import DEFAULT_RANGE, RANGES
from forecasts.reads.view import BoardView
from forecasts.texts.page import page_texts
from forecasts.texts.places import place_address

UNIT_COOKIE = "desk_unit"
BY_COOKIE = "desk_by"
_YEAR = 365 * 24 * 60 * 60


class SortLink(NamedTuple):
    """Where a column's head leads, and how the list is sorted by it, as aria-sort says it."""

    query: str
    direction: str


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show a page of forecasts, with the cursor from which the live updates go on.

    What cannot be understood in the address is named on the page (400) and left out.
    """
    return _board(request, here=reverse("forecasts:list"))


@require_safe
def place(request: HttpRequest, name: str) -> HttpResponse:
    """Show the forecasts of one place: 404 while it has none, but the page is live."""
    if "\x00" in name:  # which no text here has, and PostgreSQL refuses to compare
        raise Http404
    return _board(request, here=place_address(name) or request.path, place=name)


def _board(request: HttpRequest, *, here: str, place: str = "") -> HttpResponse:
    form = FilterForm(request.GET)
    form.is_valid()
    if unit := form.cleaned_data.get("unit"):
        return _switch_unit(request, unit, here)
    by = BY_DATE if place else grouping(form, request.COOKIES.get(BY_COOKIE))
    asked = form.cleaned_data
    view = BoardView(
        replace(BoardFilter.of(asked), place=place),
        by,
        asked.get("sort") or "",
        asked.get("range") or DEFAULT_RANGE,
    )
    reading = read_board(view, number=request.GET.get("page"))
    only_board = request.GET.get("fragment") == "board"
    response = render(
        request,
        "forecasts/_board.html" if only_board else "forecasts/list.html",
        {**reading._asdict(), **_context(request, view, reading, form), "here": here},
        status=_status(form, view, reading),
    )
    if form.cleaned_data.get("by") and not place:
        _remember(response, BY_COOKIE, by)
    return response


def _context(
    request: HttpRequest, view: BoardView, reading: Board, form: FilterForm
) -> dict[str, object]:
    return {
        "view": view,
        "board_filter": view.chosen,
        "place": view.chosen.place,
        "form": form,
        "by": view.by,
        "unit": unit_of(request),
        "ranges": list(RANGES),
        "sorts": sort_links(view),
        "first": view.query(),
        "earlier": view.query(page=reading.page.earlier),
        "later": view.query(page=reading.page.later),
        "texts": page_texts(),
        # Looked up once, not by each row.
        "can_change": request.user.has_perm("forecasts.change_forecast"),
        "can_delete": request.user.has_perm("forecasts.delete_forecast"),
        "selected_form": ChangeSelectedForm(),
    }


def _status(form: FilterForm, view: BoardView, reading: Board) -> HTTPStatus:
    if form.errors:
        return HTTPStatus.BAD_REQUEST
    is_unknown = view.chosen.place and not view.chosen.given() and not reading.page.total
    return HTTPStatus.NOT_FOUND if is_unknown else HTTPStatus.OK


def sort_links(view: BoardView) -> dict[str, SortLink]:
    """Return for each column the link in its head, which sorts by it, or turns the order round."""
    return {name: _sort_link(view, name) for name in COLUMNS}


def _sort_link(view: BoardView, column: str) -> SortLink:
    direction = {column: "ascending", f"-{column}": "descending"}.get(view.order, "")
    following = f"-{column}" if direction == "ascending" else column
    return SortLink(view.query(sort=None if following == view.by else following), direction)


def unit_of(request: HttpRequest) -> str:
    """Return the unit that temperatures are shown in, "c" or "f", as it was last chosen."""
    remembered = request.COOKIES.get(UNIT_COOKIE, "")
    return remembered if remembered in UNITS else CELSIUS


def grouping_of(request: HttpRequest) -> str:
    """Return what the list was last grouped by."""
    form = FilterForm({})
    form.is_valid()
    return grouping(form, request.COOKIES.get(BY_COOKIE))


def _switch_unit(request: HttpRequest, unit: str, here: str) -> HttpResponse:
    """Remember the unit and redirect. With JavaScript the page's script does this instead."""
    rest = request.GET.copy()
    del rest["unit"]
    query = f"?{rest.urlencode()}" if rest else ""
    response = HttpResponseRedirect(f"{here}{query}")
    _remember(response, UNIT_COOKIE, unit)
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    # The page's script writes the same cookies.
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=_YEAR, samesite="Lax", secure=secure)
