"""Tags of the activity panel."""

from django import template
from django.template import Context

from forecasts.reads import history
from weather.http.readers import is_told_names
from weather.journal.selectors import Head

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_changes(context: Context, head: Head, limit: int) -> list[history.Change]:
    """Return the last changes up to the page's cursor, latest first."""
    names = is_told_names(signed_in=context["request"].user.is_authenticated)
    return history.changes(until=head.position, limit=limit, with_names=names).changes
