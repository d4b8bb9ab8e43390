"""The web process with its named fault points, and the REST API beside its pages.

The writers of a run use the API here too: its changes are delivered from the web process's own hub,
like those of the forms.
"""

from web_project.settings import *

# The real hasher would spend more CPU on passwords than on weather.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "rest_framework",
    "drf_standardized_errors",
    "chaos.faultpoints",
]
FOLLOWERS = {**FOLLOWERS, "ledger": "chaos.sites.ledger.write_down"}
ROOT_URLCONF = "chaos.sites.urls_web"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api_project.authentication.BasicAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "forecasts.api.errors.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "forecasts.api.errors.ProblemFormatter",
}
