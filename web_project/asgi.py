"""The ASGI application of the web process: pages and sockets."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_project.settings")
pages = get_asgi_application()

# Only now are the apps loaded that the sockets are made of.
from realtime.endpoints.routing import with_sockets  # noqa: E402
from weather.http.limits import LimitedASGI  # noqa: E402

application = with_sockets(LimitedASGI(pages), stream="weatherforecast")
