"""A forecast's day has bounds in every interface; rows beyond them stop the migration."""

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
from forecasts.db.days import EARLIEST, LATEST
from forecasts.forms.bulk_change import BulkChangeForm
from forecasts.forms.page_forms import ForecastForm, VersionForm
from forecasts.models import Forecast
from tests.accounts import make_writer
from tests.forecasts.rows import make_forecast
from tests.state import state
from tests.weather.journal.sabotage import run

pytestmark = pytest.mark.django_db

BEYOND = [dt.date.min, EARLIEST - dt.timedelta(1), LATEST + dt.timedelta(1), dt.date.max]
TABLE = Forecast._meta.db_table


@pytest.mark.parametrize("date", [EARLIEST, LATEST, dt.date(2024, 2, 29)])
def test_any_day_within_the_bounds_is_accepted(date: dt.date) -> None:
    services.create_forecast(date=date, temperature_c=Decimal(1))

    assert Forecast.objects.get().date == date


@pytest.mark.parametrize("date", BEYOND)
def test_a_day_beyond_the_bounds_is_refused_by_each_service(date: dt.date) -> None:
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
def test_the_database_refuses_a_day_beyond_the_bounds(date: dt.date) -> None:
    make_forecast()

    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {TABLE} SET date = %s", date.isoformat())


@pytest.mark.parametrize(
    "typed", ["1799-12-31", "2201-01-01", "2025-1-5", "２０２５-10-25", "20251025", "10/25/2025"]
)
def test_the_form_refuses_a_day_beyond_the_bounds_or_in_another_notation(
    client: Client, typed: str
) -> None:
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


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "typed", ["1799-12-31", "2201-01-01", "2025-1-5", "２０２５-10-25", "20251025", "10/25/2025"]
)
def test_the_admin_refuses_a_day_beyond_the_bounds_or_in_another_notation(
    client: Client, typed: str, language: str
) -> None:
    client.force_login(make_writer())
    client.cookies["desk_language"] = language
    given = {"date": typed, "temperature_c": "1", "summary": "", "location": ""}

    answer = client.post("/admin/forecasts/forecast/add/", given)

    assert list(answer.context["adminform"].form.errors) == ["date"]
    assert not Forecast.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_admin_accepts_the_day_that_it_shows(client: Client, language: str) -> None:
    client.force_login(make_writer())
    client.cookies["desk_language"] = language
    forecast = make_forecast()
    path = f"/admin/forecasts/forecast/{forecast.pk}/change/"

    shown = client.get(path).context["adminform"].form
    data = {name: shown[name].value() for name in shown.fields}
    data["date"] = str(shown["date"]).partition('value="')[2].partition('"')[0]
    answer = client.post(path, {**data, "summary": "Other"})

    assert answer.status_code == 302
    assert Forecast.objects.get().summary == "Other"
    assert Forecast.objects.get().date == forecast.date


@pytest.mark.parametrize("version", ["1_0", "１", "٣", "+", "1.0", "1e0"])
def test_a_form_s_version_must_be_plain_digits(version: str) -> None:
    assert list(VersionForm({"version": version}).errors) == ["version"]
    assert VersionForm({"version": "1"}).is_valid()


@pytest.mark.parametrize(("typed", "days"), [("3", 3), ("-3", -3), ("−3", -3), (" +3 ", 3)])
def test_days_to_move_by_are_read_with_any_sign(typed: str, days: int) -> None:
    form = BulkChangeForm({"later_by": typed})

    assert form.is_valid()
    assert form.change()["later_by"] == days


def test_an_import_names_the_cell(tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "days.csv"
    file.write_text("date,tempC\n1799-12-31,1\n1800-01-01,2\n2201-01-01,3\n")

    call_command("import_forecasts", str(file))

    out = "".join(capsys.readouterr())
    assert "line 2: date" in out
    assert "line 4: date" in out
    assert [forecast.date for forecast in Forecast.objects.all()] == [EARLIEST]


@pytest.mark.django_db(transaction=True)
def test_the_migration_names_twenty_and_counts_the_rest() -> None:
    before, after = [("forecasts", "0003_searching")], [("forecasts", "0004_bounded_days")]
    for number in range(1, 24):
        make_forecast(number)
    MigrationExecutor(connection).migrate(before)
    try:
        run(f"UPDATE {TABLE} SET date = %s", "9999-12-31")
        with pytest.raises(Exception, match="23 forecasts are for days") as stopped:
            MigrationExecutor(connection).migrate(after)
        assert str(stopped.value).count("(9999-12-31)") == 20
        assert "(9999-12-31) and 3 more. Nothing was changed." in str(stopped.value)
    finally:
        run(f"UPDATE {TABLE} SET date = %s", "2025-01-01")
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_rows_beyond_the_bounds_stop_the_migration_and_are_named() -> None:
    before, after = [("forecasts", "0003_searching")], [("forecasts", "0004_bounded_days")]
    kept, old = make_forecast(1), make_forecast(2)
    MigrationExecutor(connection).migrate(before)
    try:
        run(f"UPDATE {TABLE} SET date = %s WHERE id = %s", "0001-01-01", old.pk)
        with pytest.raises(
            Exception, match=rf"^1 forecast is for a day .* {old.pk} \(0001-01-01\)"
        ):
            MigrationExecutor(connection).migrate(after)
        assert run(f"SELECT count(*) FROM {TABLE}") == [(2,)]

        run(f"DELETE FROM {TABLE} WHERE id = %s", old.pk)
    finally:
        run(f"UPDATE {TABLE} SET date = %s WHERE date < %s", "2025-01-01", "1800-01-01")
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert [forecast.pk for forecast in Forecast.objects.all()] == [kept.pk]
