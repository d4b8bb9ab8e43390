"""Tags of the activity panel."""

from django import template
from django.template import Context

from forecasts.reads import history
from forecasts.reads.change import Change
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
