"""Reads an account's permissions in one statement.

Django's ModelBackend asks twice, for the account's own and for its groups', and builds both
statements each time, which took a third of a POST (docs/performance.md). Here the ORM writes one
statement, once.
"""

from functools import cache
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection


class PermissionReader:
    """An authentication backend that reads for ModelBackend, which follows it and decides.

    It fills the cache that ModelBackend keeps on the user for the length of a request.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Recognise no account."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Read, and leave the answer to ModelBackend."""
        _read(user_obj)
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Read, and leave the answer to ModelBackend."""
        _read(user_obj)
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Read, and leave the answer to ModelBackend."""
        _read(user_obj)
        return set()


def _read(user: Any) -> None:
    if user.is_anonymous or not user.is_active or user.is_superuser or hasattr(user, "_perm_cache"):
        return
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [user.pk, user.pk])
        user._perm_cache = {f"{app}.{codename}" for app, codename in cursor.fetchall()}


@cache
def _statement() -> str:
    """Return the SQL; its two parameters are the account's key."""
    of_an_account = Permission.objects.order_by().values_list("content_type__app_label", "codename")
    own, of_groups = of_an_account.filter(user=0), of_an_account.filter(group__user=0)
    sql, _keys = own.union(of_groups).query.sql_with_params()
    return str(sql)
