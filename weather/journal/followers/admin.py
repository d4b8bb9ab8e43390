"""The followers in the Django admin: their state, and the operator's actions."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import services
from .models import Follower, ParkedEntry
from .rewind_form import RewindForm
from .selectors import Status, statuses

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Follower]
    _Inline = admin.TabularInline[ParkedEntry, Follower]
else:  # only the stubs know the models' types
    _Admin, _Inline = admin.ModelAdmin, admin.TabularInline


def _status(follower: Follower) -> Status:
    """Return a row's status, which each of its columns shows a part of."""
    if not hasattr(follower, "status"):
        found = {each.name: each for each in statuses()}
        follower.status = found[follower.name]  # type: ignore[attr-defined]
    status: Status = follower.status  # type: ignore[attr-defined]
    return status


class ParkedInline(_Inline):
    """The follower's parked entries, read-only."""

    model = ParkedEntry
    readonly_fields = ["position", "tries", "error", "time", "is_due"]
    fields = [*readonly_fields]
    extra = 0
    can_delete = False

    def has_add_permission(self, *_: Any) -> bool:
        """Return False: only a follower parks entries."""
        return False

    def has_change_permission(self, *_: Any) -> bool:
        """Return False: use the follower's actions."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the follower itself may be seen."""
        return request.user.has_perm("followers.view_follower")


@admin.register(Follower)
class FollowerAdmin(_Admin):
    """Lists the followers; the actions are those of `manage.py followers`."""

    form = RewindForm
    inlines = [ParkedInline]
    list_display = ["name", "state", "position", "lag", "behind", "parked", "process"]
    readonly_fields = [
        *["name", "state", "position", "lag", "behind", "parked", "lost", "process"],
        *["moved_at", "tries", "retry_at", "error"],
    ]
    fields = [*readonly_fields, "rewind_to"]
    actions = ["pause", "resume", "retry", "skip"]

    @admin.display(description=gettext_lazy("state"))
    def state(self, follower: Follower) -> str:
        """Return its state."""
        return {
            "following": _("following"),
            "retrying": _("retrying"),
            "paused": _("paused"),
            "no process": _("no process runs it"),
            "not in FOLLOWERS": _("not in FOLLOWERS"),
        }[_status(follower).state]

    @admin.display(description=gettext_lazy("entries behind"))
    def lag(self, follower: Follower) -> int:
        """Return the number of entries that it has not processed."""
        return _status(follower).lag

    @admin.display(description=gettext_lazy("seconds behind"))
    def behind(self, follower: Follower) -> float:
        """Return the age of the oldest unprocessed entry, in seconds."""
        return round(_status(follower).lag_seconds, 1)

    @admin.display(description=gettext_lazy("parked entries"))
    def parked(self, follower: Follower) -> int:
        """Return the number of its parked entries."""
        return _status(follower).parked

    @admin.display(description=gettext_lazy("process"))
    def process(self, follower: Follower) -> str:
        """Return the host and process id that it runs in."""
        return _status(follower).holder or "–"

    @admin.action(description=gettext_lazy("Pause"), permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Follower]) -> None:
        """Pause the selected followers."""
        self._each(request, queryset, services.pause)

    @admin.action(description=gettext_lazy("Resume"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Follower]) -> None:
        """Resume the selected followers."""
        self._each(request, queryset, services.resume)

    @admin.action(description=gettext_lazy("Try parked entries again"), permissions=["change"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Follower]) -> None:
        """Retry their parked entries."""
        self._each(request, queryset, services.retry)

    @admin.action(description=gettext_lazy("Skip the failing entry"), permissions=["change"])
    def skip(self, request: HttpRequest, queryset: QuerySet[Follower]) -> None:
        """Park the entries that they fail at."""
        self._each(request, queryset, services.skip)

    def save_model(self, request: HttpRequest, obj: Follower, form: Any, change: bool) -> None:
        """Rewind, if a position was given; nothing else of the row is written here."""
        if form.cleaned_data.get("rewind_to") is not None:
            services.rewind(obj.name, form.cleaned_data["rewind_to"])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: FOLLOWERS names them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: use `manage.py followers forget`, which explains the consequences."""
        return False

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Follower], act: Callable[[str], object]
    ) -> None:
        for follower in queryset:
            try:
                act(follower.name)
            except services.Refused as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, _("%(name)s: done.") % {"name": follower.name})
