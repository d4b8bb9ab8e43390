"""The one door to the journal: emit()."""

from collections.abc import Sequence
from functools import partial

from django.db import connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError

from .events import DomainEvent, Provenance, Sealed
from .models import JournalEntry, JournalHead
from .signals import event_committed, event_recorded


def emit(event: DomainEvent, *, by: Provenance) -> JournalEntry:
    """Append one event to the journal, in the caller's transaction, and announce it.

    Raises TransactionManagementError outside a transaction: an event that could be recorded
    without its change, or the change without it, would make the journal a lie.
    """
    return emit_many([event], by=by)[0]


def emit_many(events: Sequence[DomainEvent], *, by: Provenance) -> tuple[JournalEntry, ...]:
    """Append events at consecutive positions; like emit(), with one lock for all of them."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("emit() must run in the transaction of its change")
    if not events:
        return ()
    head = _advance_head(by=len(events))
    first = head.position - len(events) + 1
    entries = tuple(
        _entry(Sealed(event=event, by=by, epoch=head.epoch, position=position))
        for position, event in enumerate(events, start=first)
    )
    JournalEntry.objects.bulk_create(entries)
    event_recorded.send(JournalEntry, entries=entries)
    transaction.on_commit(partial(event_committed.send_robust, JournalEntry, entries=entries))
    return entries


def _advance_head(*, by: int) -> JournalHead:
    # The update takes the row's lock, held until commit: positions are therefore dense and in
    # commit order. Reading first would leave a moment in which two writers see the same head.
    JournalHead.objects.filter(pk=1).update(position=F("position") + by)
    return JournalHead.objects.get(pk=1)


def _entry(sealed: Sealed) -> JournalEntry:
    return JournalEntry(
        position=sealed.position,
        epoch=sealed.epoch,
        event_id=sealed.id,
        type=sealed.event.type,
        subject=sealed.event.subject,
        source=sealed.by.source,
        actor=sealed.by.actor,
        correlation_id=sealed.by.correlation_id,
        connection=sealed.by.connection,
        time=sealed.time,
        text=sealed.text,
    )
