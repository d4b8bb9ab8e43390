"""PostgreSQL: a role with the journal's grants runs the desk and cannot change past entries."""

import datetime as dt
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import quote

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg import sql

from forecasts import services
from forecasts.models import Forecast
from tests.state import state
from tests.weather.journal import sabotage
from tests.weather.journal.recording import record
from tests.weather.journal.sabotage import refusal, said
from weather.journal.integrity.verification import verify
from weather.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "kept-only-by-tests"
DENIED = "permission denied"


def execute(statement: str) -> None:
    """Run SQL as the owner, the role with which the tests log in."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def grant(role: str) -> None:
    execute(said("journalgrants", "--role", role))


@pytest.fixture
def role() -> Iterator[str]:
    """Yield a role that may log in, without any grant; the journal has 5 entries."""
    record(5)
    # A name that must be quoted.
    name = f"Desk {secrets.token_hex(4)}"
    execute(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{PASSWORD}'")
    yield name
    execute("RESET ROLE")
    execute(f'DROP OWNED BY "{name}"')
    execute(f'DROP ROLE "{name}"')


@pytest.fixture
def session(role: str) -> Iterator[psycopg.Connection]:
    """Yield a session of the role, which has the grants."""
    grant(role)
    login = {**connection.get_connection_params(), "user": role, "password": PASSWORD}
    wanted = {"host", "port", "dbname", "user", "password"}
    given = {name: value for name, value in login.items() if name in wanted}
    with psycopg.connect(**given, autocommit=True) as session:
        yield session


@pytest.fixture
def as_role(role: str) -> str:
    """Make Django act as the role from here on."""
    grant(role)
    execute(f'SET ROLE "{role}"')
    return role


FORBIDDEN = [
    "UPDATE journal_journalentry SET text = '' WHERE position = 3",
    "UPDATE journal_journalentry SET actor = '' WHERE position = 3",
    "UPDATE journal_journalentry SET position = 99 WHERE position = 3",
    "DELETE FROM journal_journalentry WHERE position = 5",
    "DELETE FROM journal_journalentry",
    "TRUNCATE journal_journalentry",
    "SELECT * FROM journal_journalentry FOR UPDATE",
    (
        "MERGE INTO journal_journalentry e USING journal_journalhead h ON e.position = h.position"
        " WHEN MATCHED THEN DELETE"
    ),
    (
        "INSERT INTO journal_journalentry SELECT * FROM journal_journalentry"
        " ON CONFLICT (position) DO UPDATE SET actor = ''"
    ),
    "CREATE RULE r AS ON INSERT TO journal_journalentry DO INSTEAD NOTHING",
    (
        "CREATE TRIGGER t BEFORE INSERT ON journal_journalentry"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    "ALTER TABLE journal_journalentry ALTER COLUMN actor DROP NOT NULL",
    "DROP TABLE journal_journalentry",
    "UPDATE journal_journalhead SET epoch = ''",
    "UPDATE journal_journalhead SET pruned_position = 3, pruned_digest = ''",
    "INSERT INTO journal_journalhead SELECT * FROM journal_journalhead",
    "DELETE FROM journal_journalhead",
    "TRUNCATE journal_journalhead",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_role_cannot_change_the_past(session: psycopg.Connection, statement: str) -> None:
    before = sabotage.rows()

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(sql.SQL(statement))

    assert sabotage.rows() == before
    verify()


def test_the_role_cannot_grant_itself_more(session: psycopg.Connection) -> None:
    # PostgreSQL only warns about such a GRANT.
    session.execute("GRANT UPDATE, DELETE ON journal_journalentry TO CURRENT_USER")

    for statement in FORBIDDEN[:4]:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(sql.SQL(statement))


def test_the_role_can_append_and_read(session: psycopg.Connection) -> None:
    with session.transaction():
        session.execute("SELECT * FROM journal_journalhead WHERE id = 1 FOR UPDATE")
        session.execute("UPDATE journal_journalhead SET position = 5, digest = digest WHERE id = 1")
    count = session.execute("SELECT count(*) FROM journal_journalentry").fetchone()

    assert count == (5,)


def test_the_desk_works_with_the_role(as_role: str) -> None:
    forecast = services.create_forecast(date=dt.date(2026, 1, 1), temperature_c=Decimal(1))
    services.update_forecast(forecast_id=forecast.pk, temperature_c=Decimal(2))
    services.delete_forecast(forecast_id=forecast.pk)
    services.import_forecasts(
        rows=[
            {"date": date, "temperature_c": Decimal(3), "summary": "", "location": ""}
            for date in (dt.date(2026, 1, 1), dt.date(2026, 1, 2), dt.date(2026, 1, 3))
        ]
    )
    services.delete_forecasts(forecast_ids=Forecast.objects.values_list("pk", flat=True))

    assert JournalEntry.objects.count() == 5 + 3 + 3 + 3
    assert said("verifyjournal").startswith("The journal is whole: 14 entries")


def test_pruning_and_a_new_epoch_are_the_owner_s(as_role: str) -> None:
    pruning = refusal("prunejournal", "--keep", "1")
    renaming = refusal("newepoch", "--yes")

    assert DENIED in str(pruning)
    assert DENIED in str(renaming)
    execute("RESET ROLE")
    said("prunejournal", "--keep", "1")
    said("newepoch", "--yes")
    assert verify().pruned == 4


def test_the_grants_can_be_repeated(role: str) -> None:
    grant(role)
    execute(f'GRANT UPDATE (actor), DELETE ON journal_journalentry TO "{role}"')
    execute("GRANT UPDATE ON journal_journalentry TO PUBLIC")
    grant(role)
    execute(f'SET ROLE "{role}"')

    for statement in FORBIDDEN[:4]:
        with pytest.raises(ProgrammingError, match=DENIED), transaction.atomic():
            execute(statement)


HEAD_POWERS = [
    "ALL",
    "DELETE",
    "TRUNCATE",
    "INSERT",
    "UPDATE",
    "UPDATE (epoch)",
    "UPDATE (pruned_digest)",
    "TRIGGER",
]


@pytest.fixture
def group(role: str) -> Iterator[str]:
    """Yield a second role; the first is its member with NOINHERIT."""
    name = f"ops_{secrets.token_hex(4)}"
    execute(f'CREATE ROLE "{name}"')
    execute(f'GRANT "{name}" TO "{role}"')
    execute(f'ALTER ROLE "{role}" NOINHERIT')
    yield name
    execute("RESET ROLE")
    execute(f'DROP OWNED BY "{name}"')
    execute(f'DROP ROLE "{name}"')


@pytest.mark.parametrize("power", HEAD_POWERS)
def test_a_role_that_can_change_the_head_through_a_group_is_refused(
    role: str, group: str, power: str
) -> None:
    execute(f'GRANT {power} ON journal_journalhead TO "{group}"')

    with pytest.raises(DatabaseError, match=f"can still change the journal.*{group}"):
        grant(role)
    execute("ROLLBACK")


@pytest.mark.parametrize("power", ["UPDATE", "DELETE", "UPDATE (text)", "TRUNCATE", "TRIGGER"])
def test_a_role_that_can_change_entries_through_a_group_is_refused(
    role: str, group: str, power: str
) -> None:
    execute(f'GRANT {power} ON journal_journalentry TO "{group}"')

    with pytest.raises(DatabaseError, match=f"can still change the journal.*{group}"):
        grant(role)
    execute("ROLLBACK")


def test_a_group_without_dangerous_powers_is_accepted(role: str, group: str) -> None:
    execute(f'GRANT SELECT, INSERT ON journal_journalentry TO "{group}"')

    grant(role)


WITHOUT_AN_ENTRY = [
    "UPDATE forecasts_forecast SET location = 'Bergen'",
    "UPDATE forecasts_forecast SET location = 'Bergen', version = version + 1",
    "UPDATE forecasts_forecast SET version = version - 1",
    "DELETE FROM forecasts_forecast",
    (
        "INSERT INTO forecasts_forecast (date, temperature_c, summary, location, folded, version,"
        " created_at, updated_at) VALUES ('2025-01-01', 1, '', '', '', 1, now(), now())"
    ),
    "TRUNCATE forecasts_forecast",
    "ALTER TABLE forecasts_forecast DISABLE TRIGGER ALL",
    "DROP TRIGGER journal_row_has_entry ON forecasts_forecast",
]


@pytest.mark.parametrize("statement", WITHOUT_AN_ENTRY)
def test_a_row_is_not_written_without_an_entry(session: psycopg.Connection, statement: str) -> None:
    made = services.create_forecast(date=dt.date(2026, 1, 1), temperature_c=Decimal(1))
    services.update_forecast(forecast_id=made.pk, temperature_c=Decimal(2))
    before = state()

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(sql.SQL(statement))

    assert state() == before


def test_the_services_write_rows_as_the_role_logs_in(session: psycopg.Connection) -> None:
    # In a session of its own, since the trigger checks the session's login role.
    login = session.info
    url = f"postgresql://{quote(login.user)}:{PASSWORD}@{login.host}:{login.port}/{login.dbname}"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", WRITES],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert JournalEntry.objects.count() == 5 + 10


WRITES = """
import datetime as dt
from decimal import Decimal
from forecasts import services
from forecasts.rules.public_form import as_data
fields = dict(date=dt.date(2026, 1, 1), temperature_c=Decimal(1), summary="", location="")
made = services.create_forecast(**fields)
services.update_forecast(forecast_id=made.pk, temperature_c=Decimal(2))
deleted = as_data(services.delete_forecast(forecast_id=made.pk))
services.restore_forecast(deleted=deleted)
many = services.import_forecasts(rows=[fields] * 3)
services.delete_forecasts(forecast_ids=[each.pk for each in many])
"""


@pytest.mark.parametrize("power", ['ALTER ROLE "{role}" SUPERUSER', 'GRANT "{owner}" TO "{role}"'])
def test_a_superuser_or_a_member_of_the_owner_is_refused(role: str, power: str) -> None:
    owner = connection.settings_dict["USER"]
    execute(power.format(role=role, owner=owner))

    # The script has its own BEGIN: its failed transaction must be ended.
    with pytest.raises(DatabaseError, match="can still change the journal"):
        grant(role)
    execute("ROLLBACK")

    execute(f'ALTER ROLE "{role}" NOSUPERUSER')
    execute(f'REVOKE "{owner}" FROM "{role}"')
    execute(f'SET ROLE "{role}"')
    with pytest.raises(ProgrammingError, match=DENIED):
        execute("SELECT * FROM journal_journalentry")
