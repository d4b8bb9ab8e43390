"""Django's own accounts in the admin, in its theme."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

if TYPE_CHECKING:
    _UserAdmin = DjangoUserAdmin[User]

    class _Themed: ...
else:  # only the stubs know the model's type, and the theme brings no types
    from unfold.admin import ModelAdmin as _Themed

    _UserAdmin = DjangoUserAdmin

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(_UserAdmin, _Themed):
    """Accounts, their permissions and their passwords."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, _Themed):
    """Named sets of permissions."""
