"""Accounts for tests: one that may write forecasts, and one that may only read."""

import base64

from django.contrib.auth.models import Permission, User

PASSWORD = "kept-only-by-tests"

# The production hasher takes a quarter of a second a password, and is not what is tested.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_reader(name: str = "rob") -> User:
    """Make an account without any permission."""
    return User.objects.create_user(name, password=PASSWORD)


def make_writer(name: str = "ada") -> User:
    """Make an account that may add, change and delete forecasts, here and in the admin."""
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="forecasts"))
    return user


def basic(name: str, password: str = PASSWORD) -> str:
    """Return the value of the Authorization header for HTTP Basic."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
