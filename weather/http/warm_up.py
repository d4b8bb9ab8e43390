"""Makes some requests before the process listens, so that the first real one is fast.

The first request of a process imports and compiles much on demand: the URLconf, the
views behind it, templates, and a connection to the database.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse

logger = structlog.get_logger(__name__)

# In the form of a key, as others are not looked up.
_NO_SESSION = "0" * 32


def warm_up(paths: Iterable[str], *, posts: Iterable[str] = ()) -> None:
    """Request each path (with its query) once, anonymously; drop the responses.

    posts: paths to POST nothing to, with a session that does not exist. A failure is logged and
    does not stop the process.
    """
    handler = WSGIHandler()
    for method, path in [*(("GET", path) for path in paths), *(("POST", path) for path in posts)]:
        try:
            _ask(handler, method, path)
        except Exception:
            logger.warning("not warmed up", path=path, exc_info=True)
    connections.close_all()


def _ask(handler: WSGIHandler, method: str, path: str) -> None:
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": allowed_host(),
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_ACCEPT": "*/*",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={_NO_SESSION}" if method == "POST" else "",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
    }
    response = handler(environ, lambda *_: bytes)
    assert isinstance(response, HttpResponse)
    response.close()


def allowed_host() -> str:
    """Return a host name that ALLOWED_HOSTS allows."""
    named = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    return str(named[0]).lstrip(".") if named else "localhost"
