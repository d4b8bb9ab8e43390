"""`manage.py runapi`: the api process."""

from argparse import ArgumentParser
from socket import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application

from api_project.server.serve import serve
from api_project.server.tls_front import start_tls_front
from realtime.broker.publisher import prepare
from realtime.processes import this_process
from weather.http.database_errors import log_unusable_database
from weather.http.local_tls import local_certificate
from weather.http.warm_up import warm_up
from weather.metrics.ended_workers import worker_has_ended
from weather.workers.listening import bound_socket
from weather.workers.workers import run_workers


class Command(BaseCommand):
    """Serves WSGI_APPLICATION with waitress."""

    help = "Run the API process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address and the port."""
        parser.add_argument(
            "--host", default=settings.API_HOST, help="address to listen on (API_HOST)"
        )
        parser.add_argument("--port", type=int, default=settings.API_PORT, help="port (API_PORT)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Run until SIGINT or SIGTERM."""
        application = get_internal_wsgi_application()

        def work(listening: socket) -> None:
            log_unusable_database()
            warm_up(settings.WARM_UP_PATHS, posts=settings.WARM_UP_POSTS)
            prepare()
            this_process.start()
            if settings.TLS:
                inner = bound_socket("127.0.0.1", 0, settings="")
                inner.listen()
                certificate = local_certificate(settings.DATA_DIR)
                start_tls_front(listening, certificate.server, behind=inner.getsockname())
                serve(application, inner, threads=settings.API_THREADS, scheme="https")
            else:
                serve(application, listening, threads=settings.API_THREADS)

        listening = bound_socket(host, port, settings="API_HOST, API_PORT")
        run_workers(settings.API_WORKERS, work, listening, on_end=worker_has_ended)
