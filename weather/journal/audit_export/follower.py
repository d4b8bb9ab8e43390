"""The follower that writes one JSON line for each entry (FOLLOWERS: "audit-export").

AUDIT_EXPORT says where: a file, or syslog. No line is lost; one is repeated if the process is
killed between writing it and saving its position.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings

from weather.journal.followers.registry import NotNow
from weather.journal.models import JournalEntry, JournalHead

from . import file, syslog
from .lines import Line


def export(entries: Sequence[JournalEntry]) -> None:
    """Write the next entries. Raises NotNow while the disk or the server does not take them."""
    target: str = settings.AUDIT_EXPORT
    lines = _lines(entries)
    try:
        if target.startswith("syslog+"):
            syslog.send(urlsplit(target), lines)
        else:
            file.append(target, lines)
    except OSError as error:
        raise NotNow(f"AUDIT_EXPORT {target}: {error.strerror or error}") from error


def _lines(entries: Sequence[JournalEntry]) -> list[Line]:
    first = entries[0].position
    before = JournalEntry.objects.filter(position=first - 1).values_list("digest", flat=True)
    previous = before.first() or JournalHead.objects.get(pk=1).pruned_digest
    lines = []
    for entry in entries:
        lines.append(Line.of(entry, previous=previous))
        previous = entry.digest
    return lines
