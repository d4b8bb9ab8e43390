"""Fetching from Open-Meteo, with a real server that answers, disconnects, refuses and floods."""

import http.server
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from forecasts.importing.fetching import answers, fetch
from forecasts.models import Forecast
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db
OSLO = "Oslo=59.91,10.75"


def document(*degrees: float) -> bytes:
    days = [f"2026-12-{day:02}" for day in range(1, len(degrees) + 1)]
    return json.dumps(
        {
            "latitude": 59.9,
            "longitude": 10.7,
            "utc_offset_seconds": 3600,
            "timezone": "Europe/Oslo",
            "daily_units": {"time": "iso8601", "temperature_2m_max": "°C", "weather_code": "wmo"},
            "daily": {
                "time": days,
                "temperature_2m_max": list(degrees),
                "weather_code": [3] * len(degrees),
            },
        }
    ).encode()


class Service:
    """The received requests, and the answers to the next ones, in order; the last one repeats."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[str, list[str]], str]] = []
        self.answers: list[Callable[[http.server.BaseHTTPRequestHandler], None]] = []


def answer(
    status: int, body: bytes = b"", etag: str = ""
) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def send(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        if etag:
            handler.send_header("ETag", etag)
        handler.end_headers()
        handler.wfile.write(body)

    return send


@pytest.fixture
def service(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Yield a service on this machine; the test has a data folder of its own."""
    it = Service()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            it.asked.append((query, self.headers.get("If-None-Match", "")))
            reply = it.answers.pop(0) if len(it.answers) > 1 else it.answers[0]
            reply(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.OPEN_METEO_URL = f"http://127.0.0.1:{server.server_address[1]}/v1/forecast"
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(fetch, "PAUSES", (0.01, 0.01, 0.01))
    yield it
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(*places: str) -> str:
    out = StringIO()
    call_command("fetch_forecasts", *places, stdout=out)
    return out.getvalue()


def temperatures() -> list[Decimal]:
    found = Forecast.objects.filter(location="Oslo").order_by("date")
    return list(found.values_list("temperature_c", flat=True))


def test_each_day_of_a_place_becomes_a_forecast(service: Service) -> None:
    service.answers = [answer(200, document(1.5, -2))]

    said = fetched(OSLO)

    assert "Oslo: Read as Open-Meteo" in said
    assert temperatures() == [Decimal("1.5"), Decimal(-2)]
    [(query, _)] = service.asked
    assert (query["latitude"], query["longitude"]) == (["59.91"], ["10.75"])
    assert query["timezone"] == ["auto"]
    assert set(JournalEntry.objects.values_list("actor", "source")) == {
        ("Open-Meteo", "/weather/import")
    }


def test_a_later_answer_updates_existing_days_and_adds_the_others(service: Service) -> None:
    service.answers = [answer(200, document(1.5)), answer(200, document(3, 4))]
    fetched(OSLO)
    fetched(OSLO)

    assert temperatures() == [Decimal(3), Decimal(4)]
    types = JournalEntry.objects.order_by("position").values_list("type", flat=True)
    assert [each.rpartition(".")[2] for each in types] == ["created", "updated", "created"] or [
        each.rpartition(".")[2] for each in types
    ] == ["created", "created", "updated"]


def test_an_unchanged_answer_imports_nothing(service: Service) -> None:
    service.answers = [answer(200, document(1.5), '"a"'), answer(304)]
    fetched(OSLO)

    assert fetched(OSLO) == "Oslo: nothing is new.\n"
    assert [etag for _, etag in service.asked] == ["", '"a"']
    assert JournalEntry.objects.count() == 1


def test_two_places_of_the_same_coordinates_have_forecasts_each(service: Service) -> None:
    service.answers = [answer(200, document(1.5), '"a"')]
    fetched(OSLO, OSLO.replace("Oslo", "Christiania"))

    assert [etag for _, etag in service.asked] == ["", ""]
    assert sorted(Forecast.objects.values_list("location", flat=True)) == ["Christiania", "Oslo"]


def test_an_answer_that_drips_or_is_cut_off_is_retried(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = document(1)
    ended = threading.Event()

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        with suppress(OSError):
            while not ended.is_set():
                handler.wfile.write(b" ")
                time.sleep(0.01)

    def cut(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:-9])

    monkeypatch.setattr(answers, "WHOLE_SECONDS", 0.1)
    service.answers = [drip, cut, answer(200, body)]
    try:
        fetched(OSLO)
    finally:
        ended.set()

    assert len(service.asked) == 3
    assert temperatures() == [Decimal(1)]


def test_a_temporary_failure_is_retried(service: Service) -> None:
    def hang_up(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    service.answers = [answer(503), hang_up, answer(429), answer(200, document(1))]
    fetched(OSLO)

    assert len(service.asked) == 4
    assert temperatures() == [Decimal(1)]


@pytest.mark.parametrize(
    ("reply", "requests"),
    [
        (answer(500), 4),
        (answer(400, b'{"error":true,"reason":"Latitude must be in range"}'), 1),
        (answer(200, b"<html>"), 1),
        (answer(200, b'{"error":true,"reason":"no"}'), 1),
    ],
)
def test_a_failed_fetch_is_an_error_and_changes_nothing(
    service: Service, reply: Any, requests: int
) -> None:
    service.answers = [reply]

    with pytest.raises(CommandError, match="1 of 1 places were not fetched"):
        fetched(OSLO)

    assert len(service.asked) == requests
    assert not Forecast.objects.exists()


def test_an_answer_that_is_too_large_is_not_read(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_BYTES", 1000)
    service.answers = [answer(200, b"x" * 2000)]

    with pytest.raises(CommandError):
        fetched(OSLO)
    assert len(service.asked) == 1


def test_one_place_that_fails_does_not_stop_the_others(service: Service) -> None:
    service.answers = [answer(400), answer(200, document(7))]

    with pytest.raises(CommandError, match="1 of 2"):
        fetched("Rome=41.9,12.5", OSLO)
    assert temperatures() == [Decimal(7)]


@pytest.mark.parametrize(
    "place", ["Oslo", "Oslo=", "Oslo=91,0", "Oslo=0,181", "=1,2", "Oslo=1;2", "Oslo=1e1,2"]
)
def test_a_bad_place_is_refused(place: str) -> None:
    with pytest.raises(CommandError, match="NAME=LATITUDE,LONGITUDE"):
        fetched(place)


def test_without_a_place_the_error_names_the_setting(settings: Any) -> None:
    with pytest.raises(CommandError, match="FETCH_PLACES"):
        fetched()


@pytest.fixture
def signals() -> Iterator[None]:
    """Restore the handlers of SIGINT and SIGTERM after the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
def test_with_every_it_fetches_repeatedly_until_it_is_stopped(service: Service) -> None:
    def last(handler: http.server.BaseHTTPRequestHandler) -> None:
        answer(200, document(2.5))(handler)
        os.kill(os.getpid(), signal.SIGTERM)

    service.answers = [answer(200, document(1.5)), last]

    fetched(OSLO, "--every", "1s")

    assert len(service.asked) == 2
    assert temperatures() == [Decimal("2.5")]


@pytest.mark.parametrize("every", ["0s", "3", "h", "-1h", "1d"])
def test_a_bad_interval_is_refused(every: str) -> None:
    with pytest.raises(CommandError, match="write a number and s, m or h"):
        call_command("fetch_forecasts", OSLO, f"--every={every}")
