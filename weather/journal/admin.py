"""The journal in the Django admin, read-only."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import JournalEntry

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[JournalEntry]
else:  # only the stubs know the model's type
    _Admin = admin.ModelAdmin

NOTHING = "–"


@admin.register(JournalEntry)
class JournalEntryAdmin(_Admin):
    """Lists the entries, the latest first.

    An entry's subject "weatherforecast/123" links to the page of the model whose admin has
    `journal_subject = "weatherforecast"`; the journal itself knows no model but its own.
    """

    list_display = ["position", "time", "type", "subject_link", "actor", "source"]
    list_filter = ["type", "source", "actor"]
    list_per_page = 50
    search_fields = ["=subject", "=correlation_id", "=actor"]
    search_help_text = gettext_lazy("A whole subject, correlation id or actor")
    date_hierarchy = "time"
    ordering = ["-position"]
    show_full_result_count = False
    readonly_fields = [
        *["position", "time", "type", "subject_link", "actor", "source"],
        *["changes", "same_request", "connection", "event_id", "epoch", "digest", "event"],
    ]
    fields = [*readonly_fields]

    @admin.display(description=gettext_lazy("subject"), ordering="subject")
    def subject_link(self, entry: JournalEntry) -> str:
        """Link to what the entry is about, or say that it has been deleted since."""
        url = self._page_of(entry.subject)
        if _is_deleted(entry):
            # Of a deleted row only its entries are left.
            url = f"{reverse('admin:journal_journalentry_changelist')}?{_query(entry.subject)}"
            return format_html(
                '<a class="desk-link" href="{}">{}</a> ({})', url, entry.subject, _("deleted")
            )
        return (
            format_html('<a class="desk-link" href="{}">{}</a>', url, entry.subject)
            if url
            else entry.subject
        )

    @admin.display(description=gettext_lazy("changes"))
    def changes(self, entry: JournalEntry) -> str:
        """Show each field that changed, before and after."""
        changed = json.loads(entry.text).get("changed") or {}
        rows = ((name, _shown(old), _shown(new)) for name, (old, new) in changed.items())
        return format_html_join("", "<div>{}: <del>{}</del> → <ins>{}</ins></div>", rows) or NOTHING

    @admin.display(description=gettext_lazy("correlation id"))
    def same_request(self, entry: JournalEntry) -> str:
        """Link to all entries of the same request."""
        url = reverse("admin:journal_journalentry_changelist")
        query = urlencode({"correlation_id": entry.correlation_id})
        return format_html(
            '<a class="desk-link" href="{}?{}">{}</a>', url, query, entry.correlation_id
        )

    @admin.display(description=gettext_lazy("event"))
    def event(self, entry: JournalEntry) -> str:
        """Show the event's text, indented."""
        laid_out = json.dumps(json.loads(entry.text), indent=2, ensure_ascii=False)
        return format_html('<pre class="desk-event">{}</pre>', laid_out)

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalEntry]:
        """Return the entries, each with the type of the last entry of its subject."""
        last = JournalEntry.objects.filter(subject=OuterRef("subject")).order_by("-position")
        return super().get_queryset(request).annotate(last_type=Subquery(last.values("type")[:1]))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let pages link to the entries of one subject or of one request."""
        if lookup in {"subject", "correlation_id"}:
            return True
        return super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: entries are read-only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: entries are read-only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: entries are read-only."""
        return False

    def _page_of(self, subject: str) -> str | None:
        kind, _slash, key = subject.partition("/")
        for model in apps.get_models():
            if not self.admin_site.is_registered(model):
                continue
            if getattr(self.admin_site.get_model_admin(model), "journal_subject", None) == kind:
                meta = model._meta
                return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[key])
        return None


def _is_deleted(entry: JournalEntry) -> bool:
    return str(getattr(entry, "last_type", entry.type)).endswith(".deleted")


def _query(subject: str) -> str:
    return urlencode({"subject": subject})


def _shown(value: Any) -> str:
    return NOTHING if value in (None, "") else str(value)
