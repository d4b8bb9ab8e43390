"""Settings that the api and the web process share.

Every setting that a deployment may change comes from the environment; docs/settings.md lists them.
One file, so that there is one place to look for a setting.
"""

from datetime import timedelta

from weather.configuration.environment import data_dir, database, env, secret_key
from weather.configuration.production import refuse_unsafe

from .logs.setup import logging_config

DATA_DIR = data_dir()
SECRET_KEY = secret_key(DATA_DIR)
# Previous keys: signatures made with them (sessions, the journal's texts) stay valid.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.switch("DEBUG", default=False)
DEFAULT_EXCEPTION_REPORTER_FILTER = "weather.http.debug_pages.SettingsFilter"
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Whether anyone may read, or only accounts with READ_PERMISSION.
PUBLIC_READ = env.switch("PUBLIC_READ", default=True)
READ_PERMISSION = "forecasts.view_forecast"
# The addresses that the processes listen on, and the proxies whose X-Forwarded-… they believe.
WEB_HOST = env.address("WEB_HOST", default="127.0.0.1")
API_HOST = env.address("API_HOST", default="127.0.0.1")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
API_PORT = env.port("API_PORT", default=7252)
WEB_PORT = env.port("WEB_PORT", default=5001)
# Worker processes on each port, and threads in each api process.
WEB_WORKERS = env.whole("WEB_WORKERS", default=1, least=1, most=64)
API_WORKERS = env.whole("API_WORKERS", default=1, least=1, most=64)
API_THREADS = env.whole("API_THREADS", default=8, least=1, most=256)
# https on both ports, by a certificate for localhost (weather.http.local_tls); `make run TLS=1`.
TLS = env.switch("TLS", default=False)
BROKER_PORT = env.port("BROKER_PORT", default=6390)
REDIS_URL = env.broker_url("REDIS_URL", default=f"redis://127.0.0.1:{BROKER_PORT}/0")

# The public URL of the site, checked by `manage.py doctor`: https://desk.example.org.
SITE_URL = env.origin("SITE_URL")

# The path prefix of the site: "" for none, or "/desk".
PATH_PREFIX = env.path_prefix("PATH_PREFIX")
FORCE_SCRIPT_NAME = PATH_PREFIX or None

# Full origins (scheme://host:port) besides the site's own that may open the socket and post forms.
WEB_ORIGINS = env.origins("WEB_ORIGINS")
CSRF_TRUSTED_ORIGINS = WEB_ORIGINS

SHARED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "corsheaders",
    "knox",
    "forecasts.accounts",
    "weather.journal",
    "weather.journal.followers",
    "weather.health",
    "weather.metrics",
    "forecasts",
    "forecasts.analytics",
    "forecasts.webhooks",
]
# The checks of /readyz (weather.health).
SHARED_HEALTH_CHECKS = [
    "weather.health.checks.database",
    "weather.health.checks.migrations",
    "weather.health.checks.disk",
    "realtime.health.broker",
    "realtime.health.subscriber",
    "weather.health.checks.followers",
]
# The followers of `manage.py runfollowers`: names, and dotted paths to functions that take the next
# journal entries (docs/followers.md).
FOLLOWERS = {
    "analytics": "forecasts.analytics.follower.count",
    "webhooks": "forecasts.webhooks.follower.enqueue",
}
# Whether a webhook may be http, and an address of a private network.
WEBHOOK_PRIVATE_ADDRESSES = env.switch("WEBHOOK_PRIVATE_ADDRESSES", default=False)
# A certificate authority (PEM) that webhooks may use in addition to the public ones.
WEBHOOK_CA_FILE = env.file("WEBHOOK_CA_FILE")
# Pauses between the attempts of a delivery, in seconds; after the last one the webhook is disabled.
WEBHOOK_RETRY_SECONDS = env.pauses(
    "WEBHOOK_RETRY_SECONDS", default="5,30,120,600,1800,3600,7200,14400,28800,86400"
)
# How many webhooks are sent to in parallel, and how long a delivery stays in the log.
WEBHOOK_PARALLEL = env.whole("WEBHOOK_PARALLEL", default=20, least=1, most=200)
WEBHOOK_LOG_DAYS = env.whole("WEBHOOK_LOG_DAYS", default=30, least=1, most=3650)
# Places whose forecasts `make run` fetches from Open-Meteo, NAME=LATITUDE,LONGITUDE; and how often.
FETCH_PLACES = env.places("FETCH_PLACES")
FETCH_EVERY = env.interval("FETCH_EVERY", default="3h")
OPEN_METEO_URL = env.url("OPEN_METEO_URL") or "https://api.open-meteo.com/v1/forecast"
# Where the journal is also exported as lines: a file, or a syslog server (RFC 5424).
AUDIT_EXPORT = env.audit_export("AUDIT_EXPORT")
if AUDIT_EXPORT:
    FOLLOWERS["audit-export"] = "weather.journal.audit_export.follower.export"
# How often a follower retries an entry before it parks it and continues.
FOLLOWER_TRIES = env.whole("FOLLOWER_TRIES", default=8, least=1, most=1000)
# The token with which Prometheus reads /metrics; without one the path does not exist.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# The URL of an OpenTelemetry collector (OTLP over HTTP); without it no spans are made.
TRACES_ENDPOINT = env.collector("OTEL_EXPORTER_OTLP_ENDPOINT")
TRACING_RECEIVERS = ["weather.tracing.receivers.commit"] if TRACES_ENDPOINT else []
# POSTed nothing to before the process listens (weather.http.warm_up).
WARM_UP_POSTS: list[str] = []
SHARED_MIDDLEWARE = [
    "weather.health.middleware.HealthMiddleware",
    *(["weather.metrics.requests.MetricsMiddleware"] if METRICS_TOKEN else []),
    "weather.actor.CorrelationMiddleware",
    *(["weather.tracing.requests.TracingMiddleware"] if TRACES_ENDPOINT else []),
    "weather.http.database_errors.DatabaseErrorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "weather.http.static_files.StaticFilesMiddleware",
    "weather.http.security_policy.PolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "weather.http.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "weather.actor.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Wrong passwords are counted in the database for each pair of account and address, for both
# processes. After this many the pair has to wait; the account can still log in from elsewhere.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "weather.permissions.PermissionReader",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = env.whole("LOGIN_FAILURES", default=10, least=1, most=1000)
AXES_COOLOFF_TIME = timedelta(
    seconds=env.whole("LOGIN_PAUSE_SECONDS", default=900, least=1, most=86_400)
)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Otherwise continued guesses would keep the account's owner out as long as they last.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = False  # web_project.log_ins shows them, and keeps few
AXES_LOCKOUT_CALLABLE = "weather.http.locked_out.locked_out"
AXES_USERNAME_CALLABLE = "weather.http.locked_out.counted_name"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
# Its log lines name the account and the address, for the operator.
AXES_SENSITIVE_PARAMETERS = ["password"]

DATABASES = {"default": database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# With a mail server people can set a forgotten password; without one there are no such pages.
_MAIL_SERVER = env.mail_server("EMAIL_URL")
HAS_MAIL = bool(_MAIL_SERVER)
EMAIL_HOST = _MAIL_SERVER.get("EMAIL_HOST", "")
EMAIL_PORT = _MAIL_SERVER.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _MAIL_SERVER.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _MAIL_SERVER.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _MAIL_SERVER.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL_SERVER.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="weather-desk@localhost")

# Tokens for the API (accounts). Secret scanners recognise the prefix.
KNOX_TOKEN_MODEL = "accounts.ApiToken"
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "wdesk_"}
# Its own model is not used and has no table.
MIGRATION_MODULES = {"knox": None}
# Whether the API and the streams take a name and a password with each request, beside tokens.
BASIC_AUTH = env.switch("BASIC_AUTH", default=True)

# Other origins whose pages may use the API: with tokens, since the browser's credentials are not
# sent.
CORS_ALLOWED_ORIGINS = env.origins("CORS_ORIGINS")
CORS_URLS_REGEX = r"^.*/api/.*$"
CORS_PREFLIGHT_MAX_AGE = 86_400  # seconds
CORS_ALLOW_HEADERS = [
    *("accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match"),
    *("prefer", "traceparent", "x-connection-id", "x-correlation-id"),
]
CORS_EXPOSE_HEADERS = [
    *("Content-Disposition", "ETag", "Link", "Location", "Preference-Applied", "RateLimit"),
    *("RateLimit-Policy", "Retry-After", "X-Correlation-ID", "X-Total-Count"),
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = f"{PATH_PREFIX}/static/"
# Served from the packages that contain them, without `collectstatic`.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "weather.assets.names.HashedNames"},
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")
HSTS_SECONDS = env.whole("HSTS_SECONDS", default=3600, least=0, most=63_072_000)

# Production is https throughout, and starts with no setting that is unsafe on the internet.
IS_PRODUCTION = (
    env.choice("WEATHER_ENV", default="development", of=["development", "production"])
    == "production"
)
# Requests to the API in a minute: writes of an account, reads from an address; 0 is no limit.
WRITES_PER_MINUTE = env.whole(
    "WRITES_PER_MINUTE", default=100 if IS_PRODUCTION else 0, least=0, most=1_000_000
)
READS_PER_MINUTE = env.whole(
    "READS_PER_MINUTE", default=600 if IS_PRODUCTION else 0, least=0, most=1_000_000
)
# Whether a change through the API must name the version that it replaces.
REQUIRE_IF_MATCH = env.switch("REQUIRE_IF_MATCH", default=False)
# The address of the problem types' pages; None in a process without them.
PROBLEM_PAGES = ""
# Whether readers without an account see who made a change.
PUBLIC_ACTORS = env.switch("PUBLIC_ACTORS", default=not IS_PRODUCTION)
# Whether accounts see who else is on a page and what they edit.
PRESENCE = env.switch("PRESENCE", default=False)
if IS_PRODUCTION:
    refuse_unsafe(
        secret_key=env.str("SECRET_KEY", default=""),
        debug=DEBUG,
        hosts=ALLOWED_HOSTS,
        origins=WEB_ORIGINS,
        broker_url=REDIS_URL,
    )
    # Browsers take a cookie of this prefix only over https, for this host and the whole site.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = HSTS_SECONDS
    # Not includeSubDomains or preload: that is the decision of the domain's owner.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# From a request's first byte to the last of its body, in seconds: 1 MiB at 280 kbit/s.
REQUEST_SECONDS = env.seconds("REQUEST_SECONDS", default=30.0, least=0.1, most=3600)
# The largest request body, in bytes; a larger one is refused with 413 before it is read
# (weather.http.limits).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

LOGGING = logging_config(level=env.log_level("LOG_LEVEL", default="INFO"), as_json=IS_PRODUCTION)
LOGGING_CONFIG = "weather.logs.setup.configure"
