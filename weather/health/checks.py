"""Checks of what every process needs: the database, its migrations, the disk."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy, gettext_noop

from weather.journal.followers.selectors import Status, statuses
from weather.journal.selectors import head

from .results import Result, State
from .words import worded

# Free space on the data folder's disk. Bytes.
LITTLE_ROOM, NO_ROOM = 500_000_000, 20_000_000
# A follower that leaves an event unread for longer is behind. Seconds.
LATE_SECONDS = 60.0

DATABASE, MIGRATIONS = gettext_noop("database"), gettext_noop("migrations")
DISK, FOLLOWERS = gettext_noop("disk"), gettext_noop("followers")


def database() -> Result:
    """Read the journal's head."""
    try:
        found = head()
    except DatabaseError as error:
        return Result(DATABASE, State.DOWN, type(error).__name__)  # its text may name hosts
    text = gettext_noop("%(vendor)s, journal at %(position)s")
    said = worded(text, vendor=connection.vendor, position=found.position)
    return Result(DATABASE, State.OK, said)


# Set once all migrations were found applied: they stay applied.
_migrated: list[bool] = []


def migrations() -> Result:
    """Compare the database's migrations with this version's."""
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            return Result(MIGRATIONS, State.DOWN, type(error).__name__)
        if missing:
            names = ", ".join(f"{each.app_label}.{each.name}" for each, _ in missing)
            said = worded(gettext_noop("run manage.py migrate: %(names)s"), names=names)
            return Result(MIGRATIONS, State.DOWN, said)
        _migrated.append(True)
    return Result(MIGRATIONS, State.OK, worded(gettext_noop("all applied")))


def disk() -> Result:
    """Check the free space on the data folder's disk."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    state = State.DOWN if free < NO_ROOM else State.DEGRADED if free < LITTLE_ROOM else State.OK
    text = gettext_noop("%(free)s GB free in the data folder's file system")
    return Result(DISK, state, worded(text, free=free / 1e9))


def followers() -> Result:
    """Check how far each follower is behind the journal, and whether it has parked entries."""
    try:
        found = statuses()
    except DatabaseError as error:
        said = worded(gettext_noop("not read: %(error)s"), error=type(error).__name__)
        return Result(FOLLOWERS, State.DEGRADED, said)
    late = [each for each in found if each.state != "paused" and each.lag_seconds > LATE_SECONDS]
    if late:
        text = gettext_noop("behind: %(names)s; see manage.py followers")
        return Result(FOLLOWERS, State.DEGRADED, worded(text, names=tuple(map(_behind, late))))
    if parked := [each.name for each in found if each.parked]:
        text = gettext_noop("entries parked by %(names)s; see manage.py followers")
        return Result(FOLLOWERS, State.DEGRADED, worded(text, names=", ".join(parked)))
    if not found:
        return Result(FOLLOWERS, State.OK, worded(gettext_noop("none named")))
    said = worded(gettext_noop("%(count)s, none behind"), count=len(found))
    return Result(FOLLOWERS, State.OK, said)


def _behind(each: Status) -> str:
    text = gettext_noop("%(name)s %(lag)s entries (%(state)s)")
    return worded(text, name=each.name, lag=each.lag, state=gettext_lazy(each.state))
