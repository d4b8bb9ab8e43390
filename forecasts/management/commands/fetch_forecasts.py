"""manage.py fetch_forecasts: updates the forecasts of places from Open-Meteo."""

import re
import signal
import threading
from argparse import ArgumentTypeError
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from forecasts.importing.fetching.fetch import NotFetched, fetch
from forecasts.importing.fetching.places import BadPlace, place_from

logger = structlog.get_logger(__name__)

_EVERY = re.compile(r"([0-9]{1,5})([smh])")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}


class Command(BaseCommand):
    """Runs once, or at intervals until SIGINT or SIGTERM."""

    help = "Fetch forecasts of places (NAME=LATITUDE,LONGITUDE) from Open-Meteo."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the places and the interval."""
        parser.add_argument("places", nargs="*", metavar="PLACE", help="Oslo=59.91,10.75")
        parser.add_argument(
            "--every", type=_seconds, metavar="TIME", help="repeat at this interval: 90s, 30m, 3h"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch. Raises CommandError for a bad place, and once, for one that was not fetched."""
        try:
            places = [place_from(text) for text in options["places"] or settings.FETCH_PLACES]
        except BadPlace as error:
            raise CommandError(str(error)) from error
        if not places:
            raise CommandError("Name a place, or set FETCH_PLACES: Oslo=59.91,10.75")
        stopping = threading.Event()
        if options["every"]:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stopping.set())
        failed = self._all(places, stopping)
        while options["every"] and not stopping.wait(options["every"]):
            self._all(places, stopping)
        if failed and not options["every"]:
            raise CommandError(f"{failed} of {len(places)} places were not fetched, see above.")

    def _all(self, places: list[Any], stopping: threading.Event) -> int:
        failed = 0
        for place in places:
            if stopping.is_set():
                break
            try:
                fetch(place, say=self.stdout.write, sleep=stopping.wait)
            except NotFetched as error:
                failed += 1
                logger.error("not fetched", place=place.name, reason=str(error))
        return failed


def _seconds(text: str) -> float:
    found = _EVERY.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise ArgumentTypeError(f"{text!r}: write a number and s, m or h, such as 3h")
    return int(found[1]) * _UNITS[found[2]]
