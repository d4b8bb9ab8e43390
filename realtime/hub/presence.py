"""Presence: which accounts have which pages open, and what they edit, in all web processes.

A page reports by HTTP every few seconds; a page that stops is forgotten. Reports do not pass
through the journal: they go over a separate group to the other processes, signed, and as a frame to
the sockets of accounts. Nothing is stored, and with PRESENCE=false none of this runs.
"""

import asyncio
import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple

import structlog
from channels.layers import get_channel_layer
from django.core import signing

from realtime.broker.refusals import reason
from realtime.wire import websocket_frames
from realtime.wire.notices import OnPage

from .connection import Connection

logger = structlog.get_logger(__name__)

GROUP: Final = "presence"
#: How long a page counts as open after its last report, in seconds; it reports every 3 s.
HERE_SECONDS: Final = 8.0
#: The most pages of one account, and of all, that are remembered.
MOST_OF_ACCOUNT, MOST = 20, 500
_SALT = "realtime.presence"
# Seconds: for the channel layer, which has no timeout of its own, and between two frames.
SEND_SECONDS, JOIN_AGAIN_SECONDS, BETWEEN_FRAMES = 1.0, 1.0, 0.1
FORGET_SECONDS = 0.5


class Person(NamedTuple):
    """One page of an account; `editing` is the id of what is edited there, or None."""

    name: str
    page: str
    editing: int | None

    def public(self) -> OnPage:
        """Return the JSON form."""
        return {"name": self.name, "page": self.page, "editing": self.editing}


class Note(NamedTuple):
    """A page's report; `person` is None when it is left. `tab`: the page's id."""

    account: int
    tab: str
    person: Person | None


class Presence:
    """The people of this process and the others. Runs on the hub's loop, except report()."""

    def __init__(self, connections: Callable[[], Collection[Connection]]) -> None:
        self._connections = connections
        self._here: dict[tuple[int, str], tuple[Person, float]] = {}
        self._outgoing: asyncio.Queue[Note] = asyncio.Queue(maxsize=MOST)
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        #: The current people: replaced as a whole, so that any thread may read it.
        self.people: tuple[Person, ...] = ()

    def report(self, note: Note) -> None:
        """Accept a report of this process's page, from any thread."""
        self._loop.call_soon_threadsafe(self._said, note)

    def _said(self, note: Note) -> None:
        self.take(note)
        if not self._outgoing.full():  # the page reports again
            self._outgoing.put_nowait(note)

    def take(self, note: Note) -> None:
        """Remember a report from any process."""
        key = note.account, note.tab
        if note.person is None:
            self._here.pop(key, None)
        elif key in self._here or self._has_room_for(note.account):
            self._here[key] = note.person, time.monotonic() + HERE_SECONDS
        self._show()

    def _has_room_for(self, account: int) -> bool:
        pages = Counter(each for each, _tab in self._here)
        return len(self._here) < MOST and pages[account] < MOST_OF_ACCOUNT

    def _show(self) -> None:
        now = time.monotonic()
        self._here = {key: kept for key, kept in self._here.items() if kept[1] > now}
        people = tuple(sorted({person for person, _until in self._here.values()}, key=str))
        if people != self.people:
            self.people = people
            self._changed.set()

    async def send_people(self) -> None:
        """Send the people to every account's socket at each change."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            frame = websocket_frames.presence([each.public() for each in self.people])
            for connection in list(self._connections()):
                if connection.peer.account and connection.format.NAME == websocket_frames.NAME:
                    connection.notify(frame)
            await asyncio.sleep(BETWEEN_FRAMES)

    async def forget(self) -> None:
        """Forget pages that do not report any more."""
        while True:
            await asyncio.sleep(FORGET_SECONDS)
            self._show()

    async def send(self) -> None:
        """Send this process's reports to the other processes."""
        while True:
            note = await self._outgoing.get()
            message = {"type": "presence.note", "signed": signing.dumps(note, salt=_SALT)}
            try:
                layer: Any = get_channel_layer()
                await asyncio.wait_for(layer.group_send(GROUP, message), SEND_SECONDS)
            except Exception as error:
                logger.debug("presence not passed on", reason=reason(error))

    async def receive(self) -> None:
        """Receive the reports of other processes."""
        while True:
            layer: Any = get_channel_layer()
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    self._take_message(await layer.receive(channel))
            except Exception as error:
                logger.debug("not in the group of presence, joining again", reason=reason(error))
                await asyncio.sleep(JOIN_AGAIN_SECONDS)

    def _take_message(self, message: Any) -> None:
        try:
            signed = signing.loads(
                message["signed"], salt=_SALT, max_age=dt.timedelta(seconds=HERE_SECONDS)
            )
            account, tab, person = signed
            self.take(Note(account, tab, person and Person(*person)))
        except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
            logger.warning("presence refused", reason=repr(error))
