"""The journal in the admin: a trail to read, never to write."""

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from .models import JournalEntry

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[JournalEntry]
else:  # only the stubs know the model's type
    _Admin = admin.ModelAdmin


@admin.register(JournalEntry)
class JournalEntryAdmin(_Admin):
    """Lists the entries, the latest first."""

    list_display = ["position", "time", "type", "subject", "actor", "source"]
    list_filter = ["type", "source", "actor"]
    search_fields = ["=subject", "=correlation_id", "=actor"]
    date_hierarchy = "time"
    ordering = ["-position"]
    show_full_result_count = False
    readonly_fields = [
        "position",
        "time",
        "type",
        "subject",
        "actor",
        "source",
        "correlation_id",
        "connection",
        "event_id",
        "epoch",
        "event",
    ]
    fields = [*readonly_fields]

    @admin.display(description="event")
    def event(self, entry: JournalEntry) -> str:
        """Show the event's text, laid out to be read."""
        laid_out = json.dumps(json.loads(entry.text), indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", laid_out)

    def lookup_allowed(self, lookup: str, *args: Any) -> bool:
        """Let a forecast's page link to its own entries."""
        return lookup == "subject" or super().lookup_allowed(lookup, *args)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds an entry by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes an entry."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes an entry."""
        return False
