"""Settings of the api process: Django REST framework over the shared apps."""

import sys

from weather.base_settings import *
from weather.metrics.several_processes import count_together

EVENT_ORIGIN = "api"
count_together(DATA_DIR, process=EVENT_ORIGIN, workers=API_WORKERS, argv=sys.argv)
# Requested once before the process listens (weather.http.warm_up).
WARM_UP_PATHS = ["/api/weatherforecast?limit=1", "/api/weatherforecast/0"]
WARM_UP_POSTS = ["/api/weatherforecast"]
EVENT_RECEIVERS = [
    "weather.journal.receivers.audit",
    "weather.metrics.receivers.count",
    *TRACING_RECEIVERS,
    "realtime.receivers.publish_to_broker",
]

HEALTH_CHECKS = SHARED_HEALTH_CHECKS

INSTALLED_APPS = [
    "api_project",  # before drf_spectacular, whose page it overrides
    *SHARED_APPS,
    "realtime",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
]
MIDDLEWARE = [
    *SHARED_MIDDLEWARE,
    "api_project.throttling.headers.RateHeadersMiddleware",
    "api_project.refused_methods.RefusedMethodsMiddleware",
]
CSRF_FAILURE_VIEW = "api_project.views.csrf_failure"
ROOT_URLCONF = "api_project.urls"
PROBLEM_PAGES = f"{PATH_PREFIX}/problems/"
# The browsable API's default targets after log-in and log-out.
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "forecasts-api:list"
WSGI_APPLICATION = "api_project.wsgi.application"

# A thread keeps its connection between requests; on PostgreSQL the pool does that instead.
if "pool" not in DATABASES["default"]["OPTIONS"]:
    DATABASES["default"]["CONN_MAX_AGE"] = 60

# REST framework's pages have style attributes; these cannot run code.
CONTENT_SECURITY_POLICY["DIRECTIVES"] |= {"style-src-attr": ["'unsafe-inline'"]}

REST_FRAMEWORK = {
    # Basic first, so that a request without credentials is answered 401 with a challenge.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        *(["api_project.authentication.BasicAuthentication"] if BASIC_AUTH else []),
        "api_project.authentication_by_token.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "api_project.permissions.MayRead",
        "api_project.authentication_by_token.HasScope",
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly",
    ],
    "DEFAULT_THROTTLE_CLASSES": [
        "api_project.throttling.throttles.WriteThrottle",
        "api_project.throttling.throttles.ReadThrottle",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_PARSER_CLASSES": [
        "api_project.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "api_project.parsers.MultiPartParser",
        "api_project.parsers.MergePatchParser",
    ],
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    # The paths are described in api_project.contract, with every status and header.
    "PREPROCESSING_HOOKS": ["api_project.contract.hooks.without_paths"],
    "POSTPROCESSING_HOOKS": ["api_project.contract.hooks.complete"],
    "TITLE": "Weather forecasts",
    "DESCRIPTION": (
        "Read, write and follow weather forecasts. A method that a path does not have is answered "
        "405, with the path's methods in `Allow`."
    ),
    "VERSION": "1.0.0",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "CONTACT": {},
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVERS": [{"url": PATH_PREFIX or "/"}],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "forecasts.api.errors.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "forecasts.api.errors.ProblemFormatter",
}
