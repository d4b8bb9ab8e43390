"""Fetches a place's forecasts and imports them with the importer for Open-Meteo's files."""

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from forecasts.importing.command.arguments import CHUNK_SIZE, SHOWN, Order
from forecasts.importing.command.run import Importer, NotImported
from forecasts.importing.sources.base import Wishes

from .answers import Answer, Unfetched, get
from .places import Place

# Pauses after temporary failures: a random half to whole of these. Seconds.
PAUSES = (2.0, 8.0, 30.0)
ACTOR = "Open-Meteo"

Sleep = Callable[[float], object]


class NotFetched(Exception):
    """The place's forecasts could not be fetched or read; the text is for the user."""


def url_of(place: Place) -> str:
    """Return the address of a place's daily highest temperatures, in its own days."""
    query = {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "daily": "temperature_2m_max,weather_code",
        "timezone": "auto",
    }
    return f"{settings.OPEN_METEO_URL}?{urlencode(query)}"


def fetch(place: Place, *, say: Callable[[str], object], sleep: Sleep) -> None:
    """Update a place's forecasts: existing days are changed, others are created.

    sleep: waits some seconds between two attempts. Raises NotFetched.
    """
    url = url_of(place)
    kept = _Etags(Path(settings.DATA_DIR) / "fetched.json")
    key = f"{place.name} {url}"  # a place by another name has no forecasts yet
    answer = _asked(url, kept.of(key), sleep)
    if answer.body is None:
        say(f"{place.name}: nothing is new.")
        return
    with tempfile.TemporaryDirectory(prefix="weather-desk-") as folder:
        path = Path(folder) / "open-meteo.json"
        path.write_bytes(answer.body)
        try:
            Importer(
                str(path), _order(path, place), lambda line: say(f"{place.name}: {line}")
            ).run()
        except NotImported as error:
            raise NotFetched(f"{place.name}: {error}") from error
    kept.keep(key, answer.etag)  # not before it is imported


def _asked(url: str, etag: str, sleep: Sleep) -> Answer:
    for pause in (*PAUSES, None):
        try:
            return get(url, etag=etag)
        except Unfetched as error:
            if error.is_final or pause is None:
                raise NotFetched(f"{url}: {error}") from error
            sleep(pause * random.uniform(0.5, 1))
    raise AssertionError("unreachable")


def _order(path: Path, place: Place) -> Order:
    return Order(
        paths=(str(path),),
        wishes=Wishes(locations=(place.name,)),
        actor=ACTOR,
        chunk_size=CHUNK_SIZE,
        start_at=1,
        show=SHOWN,
        dry_run=False,
        existing="update",
        in_terminal=False,
        name=f"Open-Meteo, {place.name}",
    )


class _Etags:
    """The ETag of each place's last import, in a file of the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, key: str) -> str:
        return self._read().get(key, "")

    def keep(self, key: str, etag: str) -> None:
        known = self._read() | {key: etag}
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(known), encoding="utf-8")
        draft.replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # everything is fetched again
        return found
