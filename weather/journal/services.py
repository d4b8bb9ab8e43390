"""Appends to the journal: emit(). Starts a new epoch: begin_epoch()."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from uuid import uuid4

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from uuid_utils.compat import uuid7

from . import storage
from .bulk import instance
from .chain import digest
from .events import DomainEvent, Provenance, sealed
from .guard import service_write
from .inserting import parts_of
from .models import JournalEntry, JournalHead
from .signals import event_committed, event_recorded


def emit(event: DomainEvent, *, by: Provenance) -> JournalEntry:
    """Append one event to the journal, in the caller's transaction, and announce it.

    Raises TransactionManagementError outside a transaction: the entry and the row change must
    commit together.
    """
    return emit_many([event], by=by)[0]


def emit_many(events: Sequence[DomainEvent], *, by: Provenance) -> tuple[JournalEntry, ...]:
    """Append events at consecutive positions; like emit(), with one lock for all of them."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("emit() must run in the transaction of its change")
    if not events:
        return ()
    head = storage.locked_head()
    now = dt.datetime.now(dt.UTC)
    entries = _append(head, events, by, now)
    event_recorded.send(JournalEntry, entries=entries)
    transaction.on_commit(partial(event_committed.send_robust, JournalEntry, entries=entries))
    return entries


@transaction.atomic
def begin_epoch() -> str:
    """Give the journal a new epoch and return it; positions and the chain continue.

    All cursors are then of an older epoch, so that every reader reads everything again.
    """
    head = storage.locked_head()
    head.epoch = uuid4().hex
    with service_write():
        head.save(update_fields=["epoch"])
    return head.epoch


def _append(
    head: JournalHead, events: Sequence[DomainEvent], by: Provenance, now: dt.datetime
) -> tuple[JournalEntry, ...]:
    """Append the entries in parts: PostgreSQL inserts one while the next is made."""
    *parts, last = parts_of(events)
    entries: list[JournalEntry] = []
    with storage.inserter() as insert:
        for part in parts:
            entries += insert([_next_entry(head, event, by, now) for event in part])
        rest = [_next_entry(head, event, by, now) for event in last]
    storage.append(rest, head=head)
    return (*entries, *rest)


def _next_entry(
    head: JournalHead, event: DomainEvent, by: Provenance, now: dt.datetime
) -> JournalEntry:
    head.position += 1
    event_id = uuid7()
    text = sealed(
        event, id=event_id, time=now, by=by, epoch=head.epoch, position=head.position,
        previous=head.digest,
    )  # fmt: skip
    head.digest = digest(head.digest, position=head.position, text=text)
    values = {
        "position": head.position,
        "epoch": head.epoch,
        "event_id": event_id,
        "type": event.type,
        "subject": event.subject,
        "source": by.source,
        "actor": by.actor,
        "correlation_id": by.correlation_id,
        "connection": by.connection,
        "time": now,
        "text": text,
        "digest": head.digest,
    }
    return instance(JournalEntry, values)
