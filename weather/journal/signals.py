"""The two signals of the journal. Receivers are named in EVENT_RECEIVERS."""

from django.dispatch import Signal

#: Sent inside the transaction that changes the data. An exception in a receiver undoes the change.
#: Provides `entries`: the new journal entries, a tuple in order of position.
event_recorded = Signal()

#: Sent after the commit. An exception in a receiver is logged; the others still run.
#: Provides `entries`: the new journal entries, a tuple in order of position.
event_committed = Signal()
