"""The tokens in the admin: staff may view and revoke them; owners create them."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from .models import ApiToken

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[ApiToken]
else:  # only the stubs know the model of an admin
    _ModelAdmin = admin.ModelAdmin


@admin.register(ApiToken)
class ApiTokenAdmin(_ModelAdmin):
    """Lists all tokens; deleting one revokes it."""

    list_display = ("name", "user", "scope", "created", "expiry", "last_used")
    list_filter = ("scope",)
    search_fields = ("name", "user__username")
    list_select_related = ("user",)
    # Not the digest, nor the first characters of the token.
    fields = readonly_fields = ("name", "user", "scope", "created", "expiry", "last_used")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: a token's text is for its owner only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """Return False: tokens never change."""
        return False
