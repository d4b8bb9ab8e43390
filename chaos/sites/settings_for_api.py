"""The api process with its named fault points."""

from api_project.settings import *

# The real hasher would spend more CPU on passwords than on weather.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS = [*INSTALLED_APPS, "chaos.faultpoints"]
