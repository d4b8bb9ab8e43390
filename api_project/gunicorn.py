"""gunicorn's configuration for the api process; the port comes from Django's settings."""

import logging.config
import os
import signal
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api_project.settings")

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from gunicorn.glogging import Logger

from weather.parent_death import die_with_parent

try:
    _host = f"[{settings.API_HOST}]" if ":" in settings.API_HOST else settings.API_HOST
    bind = f"{_host}:{settings.API_PORT}"
except ImproperlyConfigured as error:
    sys.exit(str(error))  # it names the setting to mend, which a traceback would hide
# Loaded before it listens: the first request does not wait for the imports.
preload_app = True
# Whose X-Forwarded-… are believed is TRUSTED_PROXIES (weather.http.proxies), not gunicorn's list.
forwarded_allow_ips = ""
worker_class = "gthread"
workers = 1
threads = 8
# Under the runner's 10 s: a request in flight is let finish, a stuck one is not waited for.
graceful_timeout = 5
control_socket_disable = True  # it would lie in the home folder, outside everything we keep
accesslog = None  # the audit line says who changed what; reads are not worth a line each


class logger_class(Logger):  # noqa: N801 - the name of gunicorn's setting
    """Writes gunicorn's own lines in the form of all others."""

    def setup(self, cfg: Any) -> None:
        """Let the lines go the way that LOGGING says."""
        super().setup(cfg)
        logging.config.dictConfig(settings.LOGGING)


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """End a worker immediately when its arbiter is killed."""
    die_with_parent(signal.SIGKILL)
