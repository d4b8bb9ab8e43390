"""manage.py runbroker: replaces this process by the embedded broker."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from web_project.runner.broker import server_command


class Command(BaseCommand):
    """Becomes the Valkey server on 127.0.0.1:BROKER_PORT, its file in the data folder."""

    help = "Run the embedded broker (Valkey) on BROKER_PORT."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by the server; it ends on SIGTERM or Ctrl-C."""
        folder = Path(settings.DATA_DIR) / "broker"
        folder.mkdir(exist_ok=True)
        command = server_command(port=settings.BROKER_PORT, folder=folder, durable=True)
        os.execv(command[0], command)
