"""The ASGI application of the web process: pages and sockets."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_project.settings")
pages = get_asgi_application()

# Imported here, because the apps of the sockets must be loaded first.
from django.conf import settings  # noqa: E402 - once they can be read

from realtime.endpoints.routing import with_sockets  # noqa: E402
from weather.http.limits import LimitedASGI  # noqa: E402
from weather.http.path_prefix import asgi_under  # noqa: E402
from weather.http.proxies import asgi_behind_proxies  # noqa: E402

desk = with_sockets(LimitedASGI(pages), stream="weatherforecast")
application = asgi_behind_proxies(asgi_under(desk, settings.PATH_PREFIX), settings.TRUSTED_PROXIES)
