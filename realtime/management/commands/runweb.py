"""`manage.py runweb`: the web process, pages and sockets."""

from argparse import ArgumentParser
from socket import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from realtime.processes import this_process
from realtime.server.uvicorn_server import serve
from weather.http.local_tls import local_certificate
from weather.http.warm_up import warm_up
from weather.metrics.ended_workers import worker_has_ended
from weather.workers.listening import bound_socket
from weather.workers.workers import run_workers


class Command(BaseCommand):
    """Serves ASGI_APPLICATION with uvicorn."""

    help = "Run the web process: pages and sockets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address and the port."""
        parser.add_argument(
            "--host", default=settings.WEB_HOST, help="address to listen on (WEB_HOST)"
        )
        parser.add_argument("--port", type=int, default=settings.WEB_PORT, help="port (WEB_PORT)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGINT or SIGTERM."""
        module, _, name = settings.ASGI_APPLICATION.rpartition(".")

        def work(listening: socket) -> None:
            warm_up(settings.WARM_UP_PATHS)
            this_process.start()
            certificate = local_certificate(settings.DATA_DIR).server if settings.TLS else None
            # Where readers must log in it would be refused, which is counted and raises an alert.
            first = settings.PATH_PREFIX + settings.WARM_UP_SOCKET if settings.PUBLIC_READ else ""
            serve(f"{module}:{name}", listening, certificate=certificate, first_socket=first)

        listening = bound_socket(options["host"], options["port"], settings="WEB_HOST, WEB_PORT")
        run_workers(settings.WEB_WORKERS, work, listening, on_end=worker_has_ended)
