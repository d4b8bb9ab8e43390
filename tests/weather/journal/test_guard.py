"""Only the services write rows: every other way raises an error and changes nothing."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.management import call_command
from django.utils import timezone

from forecasts.models import Forecast
from tests.forecasts.rows import make_forecast
from tests.state import state
from tests.weather.journal.recording import record
from weather.journal.guard import WrittenElsewhere, service_write
from weather.journal.models import AppendOnlyError, JournalEntry, JournalHead

pytestmark = pytest.mark.django_db(transaction=True)


def new_entry(position: int = 1) -> JournalEntry:
    return JournalEntry(
        position=position,
        epoch="e",
        event_id=uuid4(),
        type="t",
        subject="s",
        source="x",
        actor="a",
        correlation_id="c",
        time=timezone.now(),
        text="{}",
        digest="0" * 64,
    )


def new_forecast(**fields: Any) -> Forecast:
    return Forecast(date=dt.date(2025, 1, 1), temperature_c=Decimal(1), **fields)


def loaded(row: Any) -> None:
    """Save a row as loaddata does."""
    [made] = serializers.deserialize("json", serializers.serialize("json", [row]))
    made.save()


Write = Callable[[Any, Any], object]

#: Each way that Django has to write rows. The arguments: a model's manager and an unsaved row.
WAYS: dict[str, Write] = {
    "save": lambda _, row: row.save(),
    "asave": lambda _, row: asyncio.run(row.asave()),
    "save_base": lambda _, row: row.save_base(),
    "loaddata": lambda _, row: loaded(row),
    "create": lambda rows, row: rows.create(**values(row)),
    "acreate": lambda rows, row: asyncio.run(rows.acreate(**values(row))),
    "get_or_create": lambda rows, row: rows.get_or_create(pk=10**6, defaults=values(row)),
    "update_or_create": lambda rows, row: rows.update_or_create(pk=10**6, defaults=values(row)),
    "bulk_create": lambda rows, row: rows.bulk_create([row]),
    "abulk_create": lambda rows, row: asyncio.run(rows.abulk_create([row])),
    "bulk_create that ignores": lambda rows, row: rows.bulk_create([row], ignore_conflicts=True),
    "update": lambda rows, _: rows.filter(pk=1).update(**{first_field(rows): "x"}),
    "aupdate": lambda rows, _: asyncio.run(rows.all().aupdate(**{first_field(rows): "x"})),
    "delete": lambda rows, _: rows.all().delete(),
    "adelete": lambda rows, _: asyncio.run(rows.all().adelete()),
    "delete of a row": lambda rows, _: rows.get().delete(),
    "save of a row": lambda rows, _: rows.get().save(),
    "bulk_update": lambda rows, _: rows.bulk_update([rows.get()], [first_field(rows)]),
}


def values(row: Any) -> dict[str, Any]:
    fields = row._meta.concrete_fields
    return {f.attname: getattr(row, f.attname) for f in fields if not f.primary_key}


def first_field(rows: Any) -> str:
    return "summary" if rows.model is Forecast else "epoch"


@pytest.mark.parametrize("way", WAYS)
def test_a_forecast_can_be_written_only_by_the_services(way: str) -> None:
    make_forecast()
    before = state()

    with pytest.raises(WrittenElsewhere, match=r"forecasts\.services .*create_forecast"):
        WAYS[way](Forecast.objects, new_forecast())

    assert state() == before


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", [JournalEntry, JournalHead])
def test_the_journal_can_be_written_only_by_its_own_code(way: str, model: Any) -> None:
    record(1)
    before = list(JournalEntry.objects.values()), list(JournalHead.objects.values())
    row = new_entry() if model is JournalEntry else JournalHead(pk=1, epoch="forged")

    with pytest.raises(AppendOnlyError, match="append-only"):
        WAYS[way](model.objects, row)

    assert (list(JournalEntry.objects.values()), list(JournalHead.objects.values())) == before


def test_bulk_create_that_updates_existing_rows_is_refused() -> None:
    record(2)
    text = JournalEntry.objects.get(position=1).text

    with pytest.raises(AppendOnlyError):
        JournalEntry.objects.bulk_create(
            [new_entry()],
            update_conflicts=True,
            unique_fields=["position"],
            update_fields=["text"],
        )

    assert JournalEntry.objects.get(position=1).text == text


def test_a_fixture_is_refused_and_names_the_services(tmp_path: Path) -> None:
    fields = {"date": "2025-01-01", "temperature_c": "1", "version": 7}
    fixture = tmp_path / "rows.json"
    fixture.write_text(json.dumps([{"model": "forecasts.forecast", "pk": 1, "fields": fields}]))

    with pytest.raises(Exception, match=r"forecasts\.services"):
        call_command("loaddata", str(fixture))

    assert state().forecasts == []


def test_service_write_ends_when_the_service_fails() -> None:
    with pytest.raises(RuntimeError), service_write():
        raise RuntimeError

    with pytest.raises(WrittenElsewhere):
        new_forecast().save()


async def test_service_write_in_one_task_does_not_permit_another() -> None:
    open_now, refused = asyncio.Event(), []

    async def another() -> None:
        await open_now.wait()
        try:
            await Forecast.objects.all().aupdate(summary="x")
        except WrittenElsewhere as error:
            refused.append(error)

    task = asyncio.create_task(another())
    with service_write():
        open_now.set()
        await task

    assert refused
