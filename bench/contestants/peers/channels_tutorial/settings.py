"""The tutorial's settings. CHANNEL_LAYER names the layer: both of channels_redis are measured."""

import os

SECRET_KEY = "measured on this machine only"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
ROOT_URLCONF = "channels_tutorial.urls"
ASGI_APPLICATION = "channels_tutorial.asgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
# As the tutorial has it; redis-py 8 ends a quiet subscription after 5 s unless configured
# otherwise.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": os.environ["CHANNEL_LAYER"],
        "CONFIG": {"hosts": [{"address": os.environ["REDIS_URL"], "socket_timeout": None}]},
    },
}
