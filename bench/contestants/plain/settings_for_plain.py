"""The api process's database and server, with Django's and REST framework's own defaults."""

from api_project.settings import *

EVENT_RECEIVERS = []
WARM_UP_PATHS = []
WARM_UP_POSTS = []
if DATABASES["default"]["ENGINE"] == "weather.sqlite3":
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
ROOT_URLCONF = "bench.contestants.plain.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REST_FRAMEWORK = {
    # The project's own: Django's would measure the hash of a password with every request.
    "DEFAULT_AUTHENTICATION_CLASSES": ["api_project.authentication.BasicAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly",
    ],
}
