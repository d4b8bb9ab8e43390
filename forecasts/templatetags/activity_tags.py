"""Tags of the activity panel."""

from django import template

from forecasts.reads import history
from weather.journal.selectors import Head

register = template.Library()


@register.simple_tag
def latest_changes(head: Head, limit: int) -> list[history.Change]:
    """Return the last changes up to the page's cursor, latest first."""
    return history.changes(until=head.position, limit=limit).changes
