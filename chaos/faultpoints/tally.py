"""Counts how often a web process reads events from the journal: a byte each, in reads.PORT."""

from django.conf import settings

from chaos.faultpoints.environment import ARMED_FOLDER
from realtime.tail.journal_reader import JournalReader
from weather.journal.selectors import Reading


def install() -> None:
    """Count from now on, in the run's folder, where chaos.measurements.crowd looks."""
    read = JournalReader.read_after
    file = ARMED_FOLDER.parent / f"reads.{settings.WEB_PORT}"

    async def read_after(self: JournalReader, position: int, *, limit: int) -> Reading:
        with file.open("a") as tally:
            tally.write(".")
        return await read(self, position, limit=limit)

    JournalReader.read_after = read_after  # type: ignore[method-assign]
