"""Domain events, and their serialisation as signed texts (CloudEvents 1.0, JSON format).

Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md and,
for `sequence`, extensions/sequence.md of the same specification.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from uuid_utils.compat import uuid7

from .cursors import short
from .signature import signed

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
# The events of one transaction share most of their field values.
_quoted = lru_cache(maxsize=64)(_encode)
_event_types: dict[str, type["DomainEvent"]] = {}


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The origin of an event: actor, source and request.

    source: a CloudEvents source such as "/weather/api".
    actor: the account's name, or what acted when no account did.
    correlation_id: follows the request through every process and log line.
    connection: the id of the page's own socket, when a page acts; else "".
    """

    source: str
    actor: str
    correlation_id: str
    connection: str = ""


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """A fact, named in the past tense. A subclass that sets `type` is registered.

    subject: what changed, e.g. "weatherforecast/123".
    data: its state after the change (before it, for a deletion), ready for JSON.
    changed: for each field that changed, the value before and after; None where not applicable.
    is_internal: whether it concerns this desk only; such events are not published to other
    machines.
    """

    type: ClassVar[str]
    is_internal: ClassVar[bool] = False
    subject: str
    data: Mapping[str, Any]
    changed: Mapping[str, tuple[Any, Any]] | None = None
    #: `data` as JSON text, made with the event: all writers wait while emit() goes on.
    data_text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "data_text", _encode(dict(self.data)))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "type" in cls.__dict__:
            _event_types[cls.type] = cls


def kind_of(type_: str) -> str:
    """Return the kind of a type: "weatherforecast" for weatherforecast.created."""
    return type_.rpartition(".")[0]


def event_kinds() -> list[str]:
    """Return every kind of event that the installed apps define."""
    return sorted({kind_of(type_) for type_ in _event_types})


def event_types() -> list[str]:
    """Return the type of every event that the installed apps define: the broker's channels."""
    return sorted(_event_types)


@lru_cache(maxsize=8)
def stamp(time: dt.datetime) -> str:
    """Format a time for events: RFC 3339, in UTC, to the microsecond."""
    # The events of one transaction have one time.
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


def public_event_types() -> list[str]:
    """Return the event types that are published to other machines."""
    return [name for name in event_types() if not _event_types[name].is_internal]


def event_class(type_: str) -> type[DomainEvent]:
    """Return the class of a type of events. Raises KeyError."""
    return _event_types[type_]


def sealed(
    event: DomainEvent,
    *,
    by: Provenance,
    epoch: str,
    position: int,
    previous: str,
    id: UUID | None = None,  # noqa: A002 - as CloudEvents calls it
    time: dt.datetime | None = None,
) -> str:
    """Return the event with its place in the journal, the same text for all readers.

    A CloudEvents envelope as JSON, signed. previous: the chain's digest at the position before, so
    that a reader can check that this event follows the one it has. id, time: new ones
    if not given.
    """
    id_, at = id or uuid7(), time or dt.datetime.now(dt.UTC)
    connection = f',"connection":{_quoted(by.connection)}' if by.connection else ""
    changed = "" if event.changed is None else f',"changed":{_encode(dict(event.changed))}'
    # Concatenated by hand: the JSON encoder takes three times as long.
    return signed(
        f'{{"specversion":"1.0","id":"{id_}","source":{_quoted(by.source)}'
        f',"type":{_quoted(event.type)},"subject":{_encode(event.subject)}'
        f',"time":"{stamp(at)}","datacontenttype":"application/json"'
        f',"sequence":"{position}","epoch":{_quoted(epoch)}'
        f',"previous":"{short(previous)}"'
        f',"correlationid":{_quoted(by.correlation_id)},"actor":{_quoted(by.actor)}'
        f'{connection}{changed},"data":{event.data_text}}}'
    )
