"""A reader of the stream, with its request."""

import asyncio
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from realtime.hub.connection import Connection
from realtime.hub.hub import Hub
from realtime.hub.seats import Peer
from realtime.wire.cursors import Cursor
from realtime.wire.formats import View
from realtime.wire.transport import Write


@dataclass
class Reader:
    """The reader and its request."""

    hub: Hub
    peer: Peer
    view: View
    scope: dict[str, Any]
    receive: Any
    send: Any
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    abandoned: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_anonymous(self) -> bool:
        """Whether its answers are the same for all readers."""
        return self.peer.account is None

    def connection(self, cursor: Cursor, write: Write) -> Connection:
        """Return its connection to the hub, beginning at a cursor within the window."""
        return Connection(
            name=token_hex(16),
            cursor=cursor.position,
            history=self.hub.tail.window,
            view=self.view,
            write=write,
            abandon=self.abandoned.set,
            end=self.ended.set,
            peer=self.peer,
        )
