"""Many rows in one statement: every value arrives as it is."""

import datetime as dt
from decimal import Decimal

import pytest

from forecasts.models import Forecast
from forecasts.storage import inserted, unsaved
from weather.journal.guard import service_write

HOSTILE = [
    *("", " ", "NULL", "null", "{}", "{a,b}", ",", '"', '""', "\\", '\\"', "\\\\", "'", "''"),
    *("%s", "%", "$1", "a\nb", "a\tb", "\r\n", "\x01", "\x1e", "é", "雨", "E'\\x41'", "x" * 200),
]
# The character that the texts are joined with, in some of them.
JOINTS = ["\x1f", "a\x1fb", "\x1f\x1f", "a", "b"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "texts",
    [HOSTILE, JOINTS, ["a", "\x1f"], ["", "a"], ["a", ""], ["", ""], ["one"], ["same"] * 3],
    ids=["hostile", "joints", "two", "empty first", "empty last", "empty", "one", "same"],
)
def test_texts(texts: list[str]) -> None:
    made = [
        unsaved(date=dt.date(2026, 1, 1 + number % 28), temperature_c=Decimal(number),
                summary=text, location="Oslo")
        for number, text in enumerate(texts)
    ]  # fmt: skip

    with service_write():
        assert list(inserted(made)) == made

    stored = list(Forecast.objects.order_by("id"))
    assert [each.summary for each in stored] == texts
    assert [each.pk for each in stored] == [each.pk for each in made]
    for name in ("date", "temperature_c", "created_at", "location", "submission", "version"):
        assert [getattr(a, name) for a in stored] == [getattr(b, name) for b in made]
