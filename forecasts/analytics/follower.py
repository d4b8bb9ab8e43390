"""The follower that counts events and revisions (FOLLOWERS: "analytics").

Its position moves in the transaction of the counts, so that each event is counted exactly once.
`manage.py followers rewind analytics 0` counts everything again.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from django.db import connection

from forecasts.rules.events import KIND, ForecastUpdated
from weather.journal.events import kind_of
from weather.journal.followers.registry import rewound_by
from weather.journal.followers.services import Refused
from weather.journal.inserting import insert_rows
from weather.journal.models import JournalEntry, JournalHead

from .models import EventCount, Revision

_EVENTS, _REVISIONS = EventCount._meta.db_table, Revision._meta.db_table
_EVENT_FIELDS = [field for field in EventCount._meta.concrete_fields if not field.primary_key]
_REVISION_FIELDS = Revision._meta.concrete_fields
# An upsert in one statement, for PostgreSQL and SQLite.
_ADD_EVENTS = (
    "ON CONFLICT (day, type, origin, location) "
    f"DO UPDATE SET events = {_EVENTS}.events + excluded.events"
)
_ADD_REVISIONS = (
    "ON CONFLICT (lead_days) DO UPDATE SET "
    f"revisions = {_REVISIONS}.revisions + excluded.revisions, "
    f"tenths = {_REVISIONS}.tenths + excluded.tenths"
)


def begin_anew(position: int) -> None:
    """Delete all counts, for counting again. Raises Refused for a position other than 0."""
    first = JournalHead.objects.get(pk=1).pruned_position
    if position > first:
        raise Refused(f"The counts begin with the journal's first entry: rewind to {first}.")
    EventCount.objects.all().delete()
    Revision.objects.all().delete()


@rewound_by(begin_anew)
def count(entries: Sequence[JournalEntry]) -> None:
    """Count the next entries."""
    events: Counter[tuple[str, str, str, str]] = Counter()
    revisions: Counter[int] = Counter()
    tenths: Counter[int] = Counter()
    for entry in entries:
        if kind_of(entry.type) != KIND:
            continue
        event = json.loads(entry.text)
        kind, origin = entry.type.rpartition(".")[2], entry.source.rpartition("/")[2]
        events[str(entry.time.date()), kind, origin, event["data"]["location"]] += 1
        change = (event.get("changed") or {}).get("temperatureC")
        if entry.type == ForecastUpdated.type and change:
            lead = (dt.date.fromisoformat(event["data"]["date"]) - entry.time.date()).days
            revisions[lead] += 1
            tenths[lead] += int(abs(Decimal(str(change[1])) - Decimal(str(change[0]))) * 10)
    with connection.cursor() as cursor:
        counts = [(*key, number) for key, number in sorted(events.items())]
        insert_rows(cursor, EventCount, _EVENT_FIELDS, counts, on_conflict=_ADD_EVENTS)
        sums = [(lead, number, tenths[lead]) for lead, number in sorted(revisions.items())]
        insert_rows(cursor, Revision, _REVISION_FIELDS, sums, on_conflict=_ADD_REVISIONS)
