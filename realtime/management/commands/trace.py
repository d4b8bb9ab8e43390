"""`manage.py trace`: shows which processes an event has reached."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from realtime.processes.trace import NotFound, Trace, trace


class Command(BaseCommand):
    """Prints one line for each step: time, name and process."""

    help = "Show where an event is: committed, published, relayed, released, sent, or waiting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the event."""
        parser.add_argument("event", metavar="POSITION|CORRELATION_ID")
        parser.add_argument("--json", action="store_true", help="print a JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Trace. Raises CommandError when there is no such event."""
        try:
            found = trace(options["event"])
        except NotFound as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            document = [
                each._asdict() | {"steps": [step._asdict() for step in each.steps]}
                for each in found
            ]
            self.stdout.write(json.dumps(document, indent=2, default=str))
            return
        for each in found:
            self._write(each)

    def _write(self, each: Trace) -> None:
        by = f"by {each.actor}, {each.correlation_id}"
        self.stdout.write(f"{each.position} {each.type} {each.subject} {by}, {each.time:%FT%TZ}")
        for step in each.steps:
            when = "" if step.milliseconds is None else f"{step.milliseconds:+.1f} ms"
            line = f"  {when:>12}  {step.step:10} {step.process}  {step.detail}"
            self.stdout.write(line.rstrip())
        self.stdout.write(f"  waits: {each.waits}" if each.waits else "  nothing waits")
