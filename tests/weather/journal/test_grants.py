"""journalgrants prints SQL in which any role name is quoted correctly."""

import pytest

from tests.weather.journal.sabotage import refusal, said

pytestmark = pytest.mark.once


def test_it_names_the_role_and_the_tables() -> None:
    sql = said("journalgrants", "--role", "desk")

    assert 'GRANT SELECT, INSERT ON "public"."journal_journalentry" TO "desk";' in sql
    assert sql.startswith("BEGIN;\n")
    assert sql.endswith("COMMIT;\n")


def test_quotes_in_a_name_stay_in_the_name() -> None:
    sql = said("journalgrants", "--role", """o"'x; --""", "--schema", 'we"ather')

    assert """TO "o""'x; --";""" in sql
    assert """'o"''x; --'""" in sql
    assert 'ON "we""ather"."journal_journalentry"' in sql


@pytest.mark.parametrize("role", ["", "a\0b", "a$check$b", "a\\b"])
def test_an_invalid_name_is_refused(role: str) -> None:
    refusal("journalgrants", "--role", role)
