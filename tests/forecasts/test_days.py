"""The days that forecasts are for have bounds, everywhere; rows beyond them stop the migration."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from forecasts import services
from forecasts.days import EARLIEST, LATEST
from forecasts.forms import ForecastForm
from forecasts.models import Forecast
from tests.accounts import make_writer
from tests.forecasts.rows import make_forecast
from tests.state import state
from tests.weather.sabotage import run

pytestmark = pytest.mark.django_db

BEYOND = [dt.date.min, EARLIEST - dt.timedelta(1), LATEST + dt.timedelta(1), dt.date.max]
TABLE = Forecast._meta.db_table


@pytest.mark.parametrize("date", [EARLIEST, LATEST, dt.date(2024, 2, 29)])
def test_any_day_within_the_bounds_is_one(date: dt.date) -> None:
    services.create_forecast(date=date, temperature_c=Decimal(1))

    assert Forecast.objects.get().date == date


@pytest.mark.parametrize("date", BEYOND)
def test_a_day_beyond_them_is_refused_by_each_service(date: dt.date) -> None:
    forecast = make_forecast()
    before = state()
    row: Any = {"date": date, "temperature_c": Decimal(1), "summary": "", "location": ""}

    for attempt in (
        lambda: services.create_forecast(**row),
        lambda: services.update_forecast(forecast_id=forecast.pk, date=date),
        lambda: services.import_forecasts(rows=[row]),
    ):
        with pytest.raises(ValidationError, match="1800-01-01 to 2200-12-31"):
            attempt()

    assert state() == before


@pytest.mark.parametrize("date", BEYOND)
def test_the_database_refuses_it_too(date: dt.date) -> None:
    make_forecast()

    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {TABLE} SET date = %s", date.isoformat())


@pytest.mark.parametrize(
    "typed", ["1799-12-31", "2201-01-01", "2025-1-5", "２０２５-10-25", "20251025"]
)
def test_the_form_refuses_what_is_no_day_of_ours(client: Client, typed: str) -> None:
    client.force_login(make_writer())
    given = {"date": typed, "temperature_c": "1", "summary": "", "location": ""}

    answer = client.post("/weatherforecast/create", given)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["date"]
    assert not Forecast.objects.exists()


def test_the_browser_s_calendar_has_the_bounds() -> None:
    html = str(ForecastForm()["date"])

    assert 'min="1800-01-01"' in html
    assert 'max="2200-12-31"' in html


@pytest.mark.parametrize("typed", ["1799-12-31", "2201-01-01"])
def test_the_admin_refuses_it(client: Client, typed: str) -> None:
    client.force_login(make_writer())
    given = {"date": typed, "temperature_c": "1", "summary": "", "location": ""}

    answer = client.post("/admin/forecasts/forecast/add/", given)

    assert "1800-01-01 to 2200-12-31" in answer.content.decode()
    assert not Forecast.objects.exists()


def test_an_import_names_the_cell(tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "days.csv"
    file.write_text("date,tempC\n1799-12-31,1\n1800-01-01,2\n2201-01-01,3\n")

    call_command("import_forecasts", str(file))

    out = "".join(capsys.readouterr())
    assert "line 2: date" in out
    assert "line 4: date" in out
    assert [forecast.date for forecast in Forecast.objects.all()] == [EARLIEST]


@pytest.mark.django_db(transaction=True)
def test_rows_beyond_the_bounds_stop_the_migration_and_are_named() -> None:
    before, after = [("forecasts", "0003_searching")], [("forecasts", "0004_bounded_days")]
    kept, old = make_forecast(1), make_forecast(2)
    MigrationExecutor(connection).migrate(before)
    try:
        run(f"UPDATE {TABLE} SET date = %s WHERE id = %s", "0001-01-01", old.pk)
        with pytest.raises(Exception, match=rf"1 forecasts .* {old.pk} \(0001-01-01\)"):
            MigrationExecutor(connection).migrate(after)
        assert run(f"SELECT count(*) FROM {TABLE}") == [(2,)]

        run(f"DELETE FROM {TABLE} WHERE id = %s", old.pk)
    finally:
        run(f"UPDATE {TABLE} SET date = %s WHERE date < %s", "2025-01-01", "1800-01-01")
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert [forecast.pk for forecast in Forecast.objects.all()] == [kept.pk]
