"""`manage.py doctor`: checks every part of the desk, and names remedies."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from realtime.doctor.checks import CHECKS
from realtime.health import broker, subscriber
from weather.health.checks import database, disk, followers, migrations
from weather.health.readiness import run
from weather.health.results import State, worst

WORDS = {State.OK: "ok", State.DEGRADED: "warning", State.DOWN: "failure"}


class Command(BaseCommand):
    """Prints one line for each part: ok, warning or failure, and the remedy."""

    help = "Check every part of the desk. Exit status: 0 all works, 1 a part fails."
    requires_system_checks = []  # they are part of the report

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print a JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all checks, also after failures."""
        checks = [database, migrations, disk, broker, subscriber, followers, *CHECKS]
        results = [run(check) for check in checks]
        if options["json"]:
            document = [
                {"part": each.name, "is": WORDS[each.state], "detail": str(each.detail)}
                for each in results
            ]
            self.stdout.write(json.dumps(document, indent=2))
        else:
            for each in results:
                self.stdout.write(f"{WORDS[each.state]:8} {each.name:14} {each.detail}")
        if worst(results) == State.DOWN:
            sys.exit(1)
