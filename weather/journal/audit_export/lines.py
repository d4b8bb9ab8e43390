"""An exported line, written and read.

    {"position":7,"epoch":"…","previous":"…","digest":"…","event":{…}}

`event` is the entry's exact text, so that the digest (see chain.py) can be computed from the lines
alone.
"""

import re
from typing import NamedTuple, Self

from weather.journal.chain import digest
from weather.journal.events import stamp
from weather.journal.models import JournalEntry

_FORM = re.compile(
    r'\{"position":(\d{1,19}),"epoch":"([^"\s]{1,64})","previous":"([0-9a-f]{64})",'
    r'"digest":"([0-9a-f]{64})","event":(\{.*\})\}'
)


class BadLine(ValueError):
    """The line is not a line of an export."""


class Line(NamedTuple):
    """An entry with its links. `time` and `type` are only for syslog's header."""

    position: int
    epoch: str
    previous: str
    digest: str
    event: str
    time: str = ""
    type: str = ""

    @classmethod
    def of(cls, entry: JournalEntry, *, previous: str) -> Self:
        """Return an entry's line. previous: the digest at the position before."""
        time = stamp(entry.time)
        return cls(
            entry.position, entry.epoch, previous, entry.digest, entry.text, time, entry.type
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the line of a text without its line end. Raises BadLine."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise BadLine("it is not a line of an export")
        position, epoch, previous, digest_, event = found.groups()
        return cls(int(position), epoch, previous, digest_, event)

    @property
    def is_genuine(self) -> bool:
        """Whether the digest is that of the event, the position and the digest before."""
        return self.digest == digest(self.previous, position=self.position, text=self.event)

    def __str__(self) -> str:
        return (
            f'{{"position":{self.position},"epoch":"{self.epoch}","previous":"{self.previous}",'
            f'"digest":"{self.digest}","event":{self.event}}}'
        )
