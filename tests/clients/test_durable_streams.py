"""The official clients follow real processes, also when the web process is killed."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from durable_streams import stream

from tests.clients.readers import Reader, of_npm, of_pypi
from tests.processes.requests import post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

PATIENCE = 40.0


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def url_of(desk: Desk) -> str:
    return f"{desk.web_url}/weatherforecast/stream"


def post(desk: Desk, count: int) -> int:
    """Write events, and return the journal's last position."""
    for number in range(count):
        assert post_forecast(desk, location=f"Place {number}") == 201
    return int(desk.manage("shell", "--no-imports", "--command", _HEAD))


_HEAD = "from weather.journal.selectors import head; print(head().position)"


@pytest.mark.parametrize("live", ["long-poll", "sse"])
@pytest.mark.parametrize("client", [of_pypi, of_npm])
def test_a_client_misses_nothing_and_repeats_nothing_when_the_web_process_is_killed(
    desk: Desk, client: Callable[[], Sequence[str]], live: str
) -> None:
    post(desk, 3)
    with Reader(client, url_of(desk), live) as reader:
        written = post(desk, 2)
        eventually(lambda: len(reader.positions) >= written, seconds=PATIENCE, what="caught up")

        desk.kill("web1")
        written = post(desk, 3)
        desk.start("web1")
        eventually(lambda: len(reader.positions) >= written, seconds=PATIENCE, what="resumed")

        written = post(desk, 3)
        eventually(lambda: len(reader.positions) >= written, seconds=PATIENCE, what="followed")

    assert reader.positions == list(range(1, written + 1))


def test_a_client_reads_the_whole_stream_and_stops(desk: Desk) -> None:
    written = post(desk, 2)

    # Up to the web process's own position: it may receive the last event a moment later.
    def read() -> list[int]:
        with stream(url_of(desk), live=False) as answer:
            return [int(event["sequence"]) for event in answer.read_json()]

    eventually(lambda: len(read()) == written, what="all events")
    assert read() == list(range(1, written + 1))
