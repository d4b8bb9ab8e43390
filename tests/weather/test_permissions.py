"""An account's permissions are Django's, read in one statement."""

from itertools import chain

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def account(name: str, *, own: list[str], groups: list[list[str]] | None = None) -> User:
    """Create an account with permissions of its own, and of a group for each list."""
    user = User.objects.create_user(name)
    user.user_permissions.set(Permission.objects.filter(codename__in=own))
    for number, codenames in enumerate(groups or []):
        group = Group.objects.create(name=f"{name}{number}")
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
        user.groups.add(group)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("own", "groups"),
    [
        ([], []),
        (["add_forecast"], []),
        ([], [["change_forecast"], ["view_user", "delete_forecast"]]),
        (["add_forecast", "view_user"], [["add_forecast"], ["change_forecast", "add_forecast"]]),
    ],
)
def test_they_are_those_of_the_account_and_of_its_groups(
    own: list[str], groups: list[list[str]], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account("somebody-else", own=["delete_user"], groups=[["add_user"]])
    ada = account("ada", own=own, groups=groups)
    expected = ModelBackend().get_all_permissions(User.objects.get(pk=ada.pk))
    assert {name.partition(".")[2] for name in expected} == {*own, *chain(*groups)}

    with django_assert_num_queries(1):
        assert ada.get_all_permissions() == expected
        assert ada.has_perm("forecasts.add_forecast") == ("forecasts.add_forecast" in expected)
        assert ada.has_module_perms("auth") == ("auth.view_user" in expected)
        assert not ada.has_perm("auth.delete_user")


def test_each_check_reads_once_when_it_is_the_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ada = account("ada", own=["add_forecast"])
    with django_assert_num_queries(1):
        assert ada.has_perm("forecasts.add_forecast")
    with django_assert_num_queries(1):
        assert User(pk=ada.pk).has_module_perms("forecasts")


def test_inactive_anonymous_and_super_users_need_no_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ada = account("ada", own=["add_forecast"])
    ada.is_active = False
    root = User(pk=ada.pk, is_superuser=True)

    with django_assert_num_queries(0):
        assert not ada.has_perm("forecasts.add_forecast")
        assert not AnonymousUser().has_perm("forecasts.add_forecast")
        assert root.has_perm("forecasts.add_forecast")


def test_a_session_is_still_of_the_backend_that_logged_in(client: Client) -> None:
    user = User.objects.create_user("ada", password="ada-writes")

    client.post("/accounts/login/", {"username": "ada", "password": "ada-writes"})

    assert client.session["_auth_user_backend"] == "django.contrib.auth.backends.ModelBackend"
    assert int(client.session["_auth_user_id"]) == user.pk
