"""The members of an event's text, which is a CloudEvents 1.0 event in the JSON format.

`events.sealed()` writes them. Annotations add what JSON Schema can express and Python's types
cannot. The AsyncAPI document is generated from both, and the tests validate every event against it.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from .chain import CURSOR_DIGITS

Digest = Annotated[str, {"pattern": f"^[0-9a-f]{{{CURSOR_DIGITS}}}$"}]


class Envelope(TypedDict):
    """The members that an event has before it is signed."""

    specversion: Annotated[Literal["1.0"], {"description": "Of CloudEvents."}]
    id: Annotated[str, {"format": "uuid", "description": "UUIDv7, made with the change."}]
    source: Annotated[
        str, {"pattern": "^/weather/[a-z]+$", "description": "Where the change was made."}
    ]
    type: str
    subject: Annotated[str, {"description": "What has changed."}]
    time: Annotated[str, {"format": "date-time", "description": "Of the commit, in UTC."}]
    datacontenttype: Literal["application/json"]
    sequence: Annotated[
        str, {"pattern": "^[1-9][0-9]*$", "description": "The journal position, as a text."}
    ]
    epoch: Annotated[str, {"description": "The history that the position belongs to."}]
    previous: NotRequired[
        Annotated[
            Digest,
            {"description": "The digest at the position before. Events of old versions lack it."},
        ]
    ]
    correlationid: Annotated[str, {"description": "The request that caused the event."}]
    actor: NotRequired[
        Annotated[
            str,
            {
                "description": "The account, or the user of a command. Left out for readers that "
                "are not shown names."
            },
        ]
    ]
    connection: NotRequired[
        Annotated[str, {"description": "The page that caused the event, if a page did."}]
    ]
    changed: NotRequired[Mapping[str, tuple[Any, Any]]]
    data: Mapping[str, Any]


class SignedEnvelope(Envelope):
    """The members that every event has."""

    signature: Annotated[
        str, {"description": "For the relay, which verifies it. Of no use to other readers."}
    ]
