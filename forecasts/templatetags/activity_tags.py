"""Tags of the activity panel, and of the pages of changes."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from forecasts.reads import history
from forecasts.reads.change import CHANGES_KEPT, Change
from forecasts.reads.imports import going_on
from weather.http.readers import is_told_names
from weather.journal.selectors import Head

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_changes(context: Context, head: Head, limit: int, place: str | None) -> list[Change]:
    """Return the last changes, those of a place if there is one, up to the page's cursor."""
    names = is_told_names(signed_in=context["request"].user.is_authenticated)
    window = history.changes(until=head.position, limit=limit, with_names=names, place=place or "")
    return window.changes


@register.simple_tag
def imports_going_on(head: Head, place: str | None) -> str:
    """Return the ids of imports that may go on after the page's cursor, with spaces between.

    place: only those that were seen there.
    """
    return " ".join(going_on(head.position, place=place or ""))


@register.simple_tag
def change_items(changes: Iterable[Change], *, linked: bool) -> SafeString:
    """Return the changes as items of a list. linked: to the forecast's, or the import's, history.

    A rendered item is kept in memory, as a row of the list is.
    """
    look = get_language(), get_script_prefix(), linked
    return mark_safe("".join(_item(change, *look) for change in changes))


@lru_cache(maxsize=CHANGES_KEPT)
def _item(change: Change, _language: str | None, _prefix: str, linked: bool) -> SafeString:
    return render_to_string("forecasts/_change.html", {"change": change, "linked": linked})
