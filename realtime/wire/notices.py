"""What frames and server-sent events carry. The AsyncAPI document is made of these types."""

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from weather.journal.cursors import Cursor
from weather.journal.envelope import Digest

#: Why a reader has to read the list again.
Reason = Literal["history_gone", "other_epoch", "other_history", "ahead_of_head", "too_slow"]
#: Why the server closes a connection. `signed_out`: its account may not read by it any more.
ClosingReason = Literal["server_restart", "signed_out"]

_Position = Annotated[int, {"minimum": 0}]


class Welcome(TypedDict):
    """The first thing sent: where the journal stands."""

    epoch: str
    position: _Position
    digest: Digest
    connection: Annotated[str, {"description": "The connection's id, for X-Connection-ID."}]
    heartbeat: Annotated[float, {"description": "Seconds between two signs of life."}]
    signedIn: Annotated[bool, {"description": "Whether an account opened the connection."}]


class Events(TypedDict):
    """The next events in order, without a gap or a repeat; none where all are of other kinds."""

    after: Annotated[int, {"minimum": 0, "description": "The position that the events follow."}]
    position: Annotated[
        int, {"minimum": 0, "description": "The frame has everything up to this position."}
    ]
    digest: Annotated[Digest, {"description": "At `position`."}]
    events: list[Any]


class Heartbeat(TypedDict):
    """A sign of life. Silence for two of them means that the connection is dead."""

    position: Annotated[
        int,
        {
            "minimum": 0,
            "description": "The position up to which events were sent. Above the reader's: events "
            "were lost, read the list again. Below it: reconnect with the cursor.",
        },
    ]


class Resync(TypedDict):
    """Read the list again, then go on from this cursor."""

    reason: Reason
    epoch: str
    position: _Position
    digest: Digest


class Closing(TypedDict):
    """A planned close follows: come back after a random part of the time."""

    reason: ClosingReason
    retry_after_ms: Annotated[int, {"minimum": 0, "description": "Milliseconds."}]


class OnPage(TypedDict):
    """A page that an account has open."""

    name: Annotated[str, {"description": "Of the account."}]
    page: Annotated[str, {"description": "The page's path."}]
    editing: Annotated[int | None, {"description": "The id of what is edited there."}]


class Presence(TypedDict):
    """Who is on which page: to sockets of accounts, where PRESENCE is on. It may be missed."""

    people: list[OnPage]


class Resume(TypedDict):
    """Move the connection's cursor: the only frame that a client sends."""

    epoch: str
    after: _Position
    digest: NotRequired[Digest]


def welcome_at(at: Cursor, *, connection: str, heartbeat: float, signed_in: bool) -> Welcome:
    """Return the welcome of a reader who begins at a cursor. heartbeat: seconds."""
    return Welcome(
        epoch=at.epoch,
        position=at.position,
        digest=at.digest,
        connection=connection,
        heartbeat=heartbeat,
        signedIn=signed_in,
    )


def resync_to(at: Cursor, *, reason: Reason) -> Resync:
    """Return the request to read the list again and go on from a cursor."""
    return Resync(reason=reason, epoch=at.epoch, position=at.position, digest=at.digest)
