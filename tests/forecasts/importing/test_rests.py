"""An import rests between its chunks, so that others get the processors and SQLite's lock."""

from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from forecasts.importing.command import chunks
from forecasts.models import Forecast
from tests.forecasts.importing.accepted import days_of_oslo
from tests.forecasts.importing.test_import_command import imported

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the rests that are taken, in seconds; each chunk takes two seconds."""
    taken: list[float] = []
    seconds = count(100.0, 2.0)
    clock = SimpleNamespace(monotonic=lambda: next(seconds), sleep=taken.append)
    monkeypatch.setattr(chunks, "time", clock)
    return taken


@pytest.mark.parametrize(("days", "chunks_written"), [(9, 5), (8, 4), (2, 1)])
def test_it_rests_between_chunks_for_a_part_of_the_time_that_the_last_one_took(
    days: int, chunks_written: int, tmp_path: Path, rests: list[float]
) -> None:
    imported(days_of_oslo(tmp_path, days), "--chunk-size", "2")

    assert rests == [0, *[pytest.approx(0.3)] * (chunks_written - 1)]
    assert Forecast.objects.count() == days


@pytest.mark.parametrize("option", ["--strict", "--dry-run"])
def test_it_does_not_while_others_could_not_write_or_need_not_wait(
    option: str, tmp_path: Path, rests: list[float]
) -> None:
    imported(days_of_oslo(tmp_path, 9), "--chunk-size", "2", option)

    assert set(rests) == {0}
