"""Verifies digests, signatures and positions of all entries."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Subquery

from weather.journal.models import JournalEntry, JournalHead

from .anchors import Anchor
from .links import Damaged, Link, Missing, links_after

Report = Callable[[int, int], None]

# Entries between two reports of the progress.
REPORT_ENTRIES = 500


class Whole(NamedTuple):
    """The result for an intact journal: the entries after `pruned`, up to `position`."""

    epoch: str
    pruned: int
    position: int
    digest: str

    @property
    def anchor(self) -> Anchor:
        """The anchor at the last position."""
        return Anchor(self.epoch, self.position, self.digest)


class _Bounds(NamedTuple):
    """The head and the entries' first and last position, read consistently in one statement."""

    head: JournalHead
    first: int | None
    last: int | None


def verify(
    *, anchor: Anchor | None = None, signatures_from: int | None = 1, report: Report | None = None
) -> Whole:
    """Check the journal up to where it is now, and that it contains `anchor`.

    signatures_from: the first position whose signature must be valid; None checks no signature.
    report: called regularly with the current and the final position.
    Raises Damaged, naming the first bad row. Writers may append and prune meanwhile.
    """
    while True:
        bounds = _bounds()
        try:
            return _verify(bounds, anchor, signatures_from, report)
        except Missing as missing:
            # If entries were pruned during the read, the rest starts later.
            pruned = _bounds().head.pruned_position
            if missing.position is None or not (
                bounds.head.pruned_position < pruned >= missing.position
            ):
                raise


def _verify(
    bounds: _Bounds, anchor: Anchor | None, signatures_from: int | None, report: Report | None
) -> Whole:
    head = bounds.head
    start = Link(head.pruned_position, head.pruned_digest)
    if bounds.first is not None and bounds.first <= start.position:
        what = f"this entry is there, but the head says that all up to {start.position} are pruned"
        raise Damaged(bounds.first, what)
    end = start
    _hold_against(anchor, start)
    for end in links_after(start, up_to=head.position, signatures_from=signatures_from):
        _hold_against(anchor, end)
        if report and end.position % REPORT_ENTRIES == 0:
            report(end.position, head.position)
    _check_end(bounds, anchor, end)
    if anchor and anchor.position < start.position:
        what = (
            f"the anchor is here, but all up to {start.position} is pruned: nothing can prove it "
            "any more; use a later anchor"
        )
        raise Damaged(anchor.position, what)
    return Whole(head.epoch, start.position, end.position, end.digest)


def _bounds() -> _Bounds:
    entries = JournalEntry.objects.order_by("position").values("position")
    head = (
        JournalHead.objects.filter(pk=1)
        .annotate(first=Subquery(entries[:1]), last=Subquery(entries.reverse()[:1]))
        .first()
    )
    if head is None:
        raise Damaged(None, "its row is missing")
    return _Bounds(head, head.first, head.last)


def _check_end(bounds: _Bounds, anchor: Anchor | None, end: Link) -> None:
    """Raise Damaged if the entries do not end at `end`. A bad row is reported before the head."""
    head = bounds.head
    if bounds.last is not None and bounds.last > max(head.position, head.pruned_position):
        what = f"this entry, or one after it, lies beyond the head, which is at {head.position}"
        raise Damaged(head.position + 1, what)
    if anchor and anchor.position > end.position:
        what = f"missing: the journal ends before the anchor's position {anchor.position}"
        raise Damaged(end.position + 1, what)
    if head.position < head.pruned_position:
        what = f"it says that {head.pruned_position} entries of {head.position} are pruned"
        raise Damaged(None, what)
    if end.digest != head.digest:
        raise Damaged(None, f"its digest is not that of the last entry, {end.position}")


def _hold_against(anchor: Anchor | None, link: Link) -> None:
    if anchor and anchor.position == link.position and anchor.digest != link.digest:
        what = (
            "it has not the digest of the anchor: the journal was rewritten up to here, restored "
            "from before the anchor, or the anchor is another journal's"
        )
        raise Damaged(link.position, what)
