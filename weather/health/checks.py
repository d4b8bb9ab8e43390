"""Checks of what every process needs: the database, its migrations, the disk."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from weather.journal.selectors import head

from .results import Result, State

# Room on the data folder's disk. Bytes.
LITTLE_ROOM, NO_ROOM = 500_000_000, 20_000_000


def database() -> Result:
    """Read the journal's head."""
    try:
        found = head()
    except DatabaseError as error:
        return Result("database", State.DOWN, type(error).__name__)  # its text may tell addresses
    return Result("database", State.OK, f"{connection.vendor}, journal at {found.position}")


# Whether the database was once found to have every migration: it does not lose them.
_migrated: list[bool] = []


def migrations() -> Result:
    """Compare the database's migrations with this version's."""
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            return Result("migrations", State.DOWN, type(error).__name__)
        if missing:
            names = ", ".join(f"{each.app_label}.{each.name}" for each, _ in missing)
            return Result("migrations", State.DOWN, f"run manage.py migrate: {names}")
        _migrated.append(True)
    return Result("migrations", State.OK, "all applied")


def disk() -> Result:
    """Look at the room on the data folder's disk."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    state = State.DOWN if free < NO_ROOM else State.DEGRADED if free < LITTLE_ROOM else State.OK
    return Result("disk", state, f"{free / 1e9:.1f} GB free in the data folder's file system")
