"""The README's settings."""

import os

SECRET_KEY = "measured on this machine only"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django_eventstream",
]
ROOT_URLCONF = "django_eventstream_site.urls"
ASGI_APPLICATION = "django_eventstream_site.asgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
EVENTSTREAM_REDIS = {"host": "127.0.0.1", "port": int(os.environ["REDIS_PORT"]), "db": 0}
