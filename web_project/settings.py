"""Settings of the web process: HTML pages, the admin, and sockets."""

import sys
from pathlib import Path

from weather.base_settings import *
from weather.configuration.broker_url import channel_layer_host
from weather.configuration.environment import env
from weather.configuration.service_urls import origin_of
from weather.metrics.several_processes import count_together

EVENT_ORIGIN = "web"
count_together(DATA_DIR, process=EVENT_ORIGIN, workers=WEB_WORKERS, argv=sys.argv)
# Requested once before the process listens (weather.http.warm_up).
WARM_UP_PATHS = ["/weatherforecast/?q=a", "/accounts/login/"]
WARM_UP_SOCKET = "/ws/weatherforecast"
EVENT_RECEIVERS = [
    "weather.journal.receivers.audit",
    "weather.metrics.receivers.count",
    *TRACING_RECEIVERS,
    "realtime.receivers.broadcast_to_groups",
    # So that other subscribers of the broker receive the web process's changes too.
    "realtime.receivers.publish_to_broker",
]

# The module that authenticates the bearer tokens of sockets and streams.
BEARER_TOKENS = "forecasts.accounts.bearer"

HEALTH_CHECKS = [*SHARED_HEALTH_CHECKS, "realtime.health.hub"]

INSTALLED_APPS = [
    # First: it replaces runserver by one for ASGI. Other processes do not need it, and are 16 MB
    # smaller.
    *(["daphne"] if sys.argv[1:2] == ["runserver"] else []),
    *SHARED_APPS,
    "web_project",  # before the admin, whose templates it extends
    "django.contrib.admin",
    "channels",
    "realtime",
    "realtime.processes",
]
MIDDLEWARE = [*SHARED_MIDDLEWARE]
# After the session (Django's rule), and before middleware that may respond in a language.
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.common.CommonMiddleware"),
    "django.middleware.locale.LocaleMiddleware",
)
MIDDLEWARE.append("web_project.admin_queries.AdminQueryMiddleware")
if not PUBLIC_READ:
    MIDDLEWARE.append("weather.http.readers.ReadersMiddleware")
ROOT_URLCONF = "web_project.urls"
ASGI_APPLICATION = "web_project.asgi.application"

# The languages of the pages, by Accept-Language until the user chooses one. The api process has no
# LocaleMiddleware and uses LANGUAGE_CODE only: its texts are for programs and developers.
LANGUAGES = [("en", "English"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "desk_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60  # seconds
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = "web_project.formats"

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "forecasts:list"
LOGOUT_REDIRECT_URL = "forecasts:list"

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            "hosts": [channel_layer_host(REDIS_URL)],
            # Separates desks that share a broker: pub/sub ignores the database's number.
            "prefix": "weatherdesk",
        },
    },
}

# The events over an HTTP cache, for pages of anonymous readers: the full URL of the stream there.
# With it pages of any origin may read the stream, without cookies, as anonymous readers get it.
STREAM_URL = env.url("STREAM_URL")
if STREAM_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["connect-src"] = ["'self'", origin_of(STREAM_URL)]

# How often the hub polls the journal, in seconds: the longest delay of an event while the broker or
# the subscriber is down.
JOURNAL_LOOK_SECONDS = env.seconds("JOURNAL_LOOK_SECONDS", default=2.0, least=0.01, most=60)
# How often the canary sends a test event (realtime.canary), in seconds; 0 is never.
CANARY_SECONDS = env.seconds("CANARY_SECONDS", default=0.0, least=0.0, most=3600)
# How many events the hub keeps in memory; a cursor further behind gets `resync`.
HUB_WINDOW = env.whole("HUB_WINDOW", default=10_000, least=1, most=10_000_000)
# The port of the subscriber's metrics; 0 for none.
SUBSCRIBER_METRICS_PORT = env.whole("SUBSCRIBER_METRICS_PORT", default=0, least=0, most=65535)
# The same for the followers' process.
FOLLOWERS_METRICS_PORT = env.whole("FOLLOWERS_METRICS_PORT", default=0, least=0, most=65535)
# The longest silence on a socket, in seconds.
HEARTBEAT_SECONDS = env.seconds("HEARTBEAT_SECONDS", default=20.0, least=0.01, most=600)
# Limits of sockets and streams of one process: in total, of one address and of one account. A
# further one is closed with 4429, or answered 429.
SOCKET_LIMIT = env.whole("SOCKET_LIMIT", default=20_000, least=1, most=1_000_000)
SOCKETS_PER_ADDRESS = env.whole("SOCKETS_PER_ADDRESS", default=1000, least=1, most=1_000_000)
SOCKETS_PER_ACCOUNT = env.whole("SOCKETS_PER_ACCOUNT", default=100, least=1, most=1_000_000)
