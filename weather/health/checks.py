"""Checks of what every process needs: the database, its migrations, the disk."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from weather.journal.followers.selectors import statuses
from weather.journal.selectors import head

from .results import Result, State

# Free space on the data folder's disk. Bytes.
LITTLE_ROOM, NO_ROOM = 500_000_000, 20_000_000
# A follower that leaves an event unread for longer is behind. Seconds.
LATE_SECONDS = 60.0


def database() -> Result:
    """Read the journal's head."""
    try:
        found = head()
    except DatabaseError as error:
        return Result("database", State.DOWN, type(error).__name__)  # its text may name hosts
    return Result("database", State.OK, f"{connection.vendor}, journal at {found.position}")


# Set once all migrations were found applied: they stay applied.
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
    """Check the free space on the data folder's disk."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    state = State.DOWN if free < NO_ROOM else State.DEGRADED if free < LITTLE_ROOM else State.OK
    return Result("disk", state, f"{free / 1e9:.1f} GB free in the data folder's file system")


def followers() -> Result:
    """Check how far each follower is behind the journal, and whether it has parked entries."""
    try:
        found = statuses()
    except DatabaseError as error:
        return Result("followers", State.DEGRADED, f"not read: {type(error).__name__}")
    late = [each for each in found if each.state != "paused" and each.lag_seconds > LATE_SECONDS]
    if late:
        said = ", ".join(f"{each.name} {each.lag} entries ({each.state})" for each in late)
        return Result("followers", State.DEGRADED, f"behind: {said}; see manage.py followers")
    if parked := [each.name for each in found if each.parked]:
        said = f"entries parked by {', '.join(parked)}; see manage.py followers"
        return Result("followers", State.DEGRADED, said)
    return Result("followers", State.OK, f"{len(found)}, none behind" if found else "none named")
