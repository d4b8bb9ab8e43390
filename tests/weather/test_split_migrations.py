"""Migrations leave the database usable by the previous version: the rule of CONTRIBUTING.md.

The migrations of the first release are exempt: no older version can run beside them.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.once

OURS = {"forecasts": "0006_groups", "journal": "0003_one_index_by_subject"}
# Operations allowed only if no running version uses the column or table any more; the migration
# names the version that stopped using it.
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def faults(migration: Any) -> Iterator[str]:
    """Yield the reasons why the previous version could not run after a migration."""
    for operation in migration.operations:
        if isinstance(operation, migrations.AddField):
            field = operation.field
            if not field.null and not field.has_db_default() and not field.many_to_many:
                yield f"{operation.name}: give it db_default or null, as the older version has none"
        if isinstance(operation, TAKES_AWAY) and not getattr(migration, "unused_since", ""):
            yield f"{operation.describe()}: name the version that stopped using it: unused_since"


def test_every_newer_migration_is_compatible_with_the_previous_version() -> None:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    found = {
        f"{app}.{name}": list(faults(migration))
        for (app, name), migration in disk.items()
        if app in OURS and name > OURS[app]
    }

    assert {name: why for name, why in found.items() if why} == {}
    assert set(OURS.items()) <= set(disk)


def migration(*operations: Any, **attributes: str) -> Any:
    made = type("Migration", (migrations.Migration,), {"operations": operations, **attributes})
    return made("0007_made_up", "forecasts")


@pytest.mark.parametrize(
    ("operation", "count"),
    [
        (migrations.AddField("forecast", "remark", models.TextField(default="")), 1),
        (migrations.AddField("forecast", "remark", models.TextField(db_default="")), 0),
        (migrations.AddField("forecast", "remark", models.TextField(null=True)), 0),
        (migrations.RemoveField("forecast", "summary"), 1),
        (migrations.RenameField("forecast", "summary", "words"), 1),
    ],
)
def test_a_migration_that_would_stop_the_older_version_is_refused(
    operation: Any, count: int
) -> None:
    assert len(list(faults(migration(operation)))) == count


def test_a_field_that_no_version_uses_any_more_may_be_removed() -> None:
    removal = migration(migrations.RemoveField("forecast", "summary"), unused_since="0.3.0")

    assert list(faults(removal)) == []
