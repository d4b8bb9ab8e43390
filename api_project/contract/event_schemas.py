"""JSON Schemas of the events, generated from their classes, with an example of each."""

import datetime as dt
import inspect
import json
from types import NoneType
from typing import Any, Final
from uuid import UUID

from forecasts.rules.fields import ForecastData
from weather.journal.envelope import SignedEnvelope
from weather.journal.events import (
    DomainEvent,
    Provenance,
    event_class,
    public_event_types,
    sealed,
)
from weather.journal.signature import unsigned

from .building import Schema, ref
from .examples import FORECAST_EXAMPLE
from .schemas import SCHEMAS
from .types_as_schemas import alternatives, hints_of, object_schema, schema_of

#: The members of all events.
COMMON: Final = "Event"
_OWN: Final = ("subject", "data", "changed")
_BEFORE_AND_AFTER: Final = "For each field that has changed its value before and after."
# The example's signature: a real one would be accepted by the relay.
_SIGNATURE: Final = "T11-RBEAGbR8st_qjs0D8A"


def schemas() -> dict[str, Schema]:
    """Return the schemas by name: of each type, of what all have, and of a forecast."""
    common = object_schema(SignedEnvelope)
    for name in _OWN:
        del common["properties"][name]
    common["required"] = [name for name in common["required"] if name not in _OWN]
    # Readers ignore unknown members.
    forecast = {**SCHEMAS["Forecast"], "additionalProperties": True}
    found = {name: _schema(event_class(name)) for name in public_event_types()}
    return {"Forecast": forecast, COMMON: common, **found}


def summary_of(type_: str) -> str:
    """Return the summary of an event type, in one line."""
    return inspect.cleandoc(event_class(type_).__doc__ or type_).splitlines()[0]


def _schema(event: type[DomainEvent]) -> Schema:
    hints = hints_of(event)
    is_forecast = hints["data"] is ForecastData
    own = {
        "type": {"const": event.type},
        "subject": schema_of(hints["subject"]),
        "data": ref("Forecast") if is_forecast else schema_of(hints["data"]),
    }
    required = list(own)
    options = alternatives(hints["changed"])
    for changed in (each for each in options if each is not NoneType):
        own["changed"] = {**schema_of(changed), "description": _BEFORE_AND_AFTER}
        required += [] if NoneType in options else ["changed"]
    return {
        "description": inspect.cleandoc(event.__doc__ or ""),
        "allOf": [ref(COMMON), {"type": "object", "properties": own, "required": required}],
    }


def example(type_: str) -> Schema | None:
    """Return an example of an event type; None if its data is unknown here."""
    event = event_class(type_)
    hints = hints_of(event)
    if hints["data"] is not ForecastData:
        return None
    has_changed = hints["changed"] is not NoneType
    data = {**FORECAST_EXAMPLE, "version": 2 if has_changed else 1}
    text = sealed(
        event(
            subject="weatherforecast/7",
            data=data,
            changed={"temperatureC": (20, 21.5)} if has_changed else None,
        ),
        id=UUID("01a20c96-dd0a-719c-a868-f3b8c93ca690"),
        time=dt.datetime(2025, 10, 25, 12, 0, 0, 123456, tzinfo=dt.UTC),
        by=Provenance(
            source="/weather/api",
            actor="demo",
            correlation_id="01a20c96-db6b-7362-a7d8-0b1ea3e1d7ce",
        ),
        epoch="e90b2be64e3e4e28bb9497fbfe6297a5",
        position=43,
        previous="9a41c20e5d7b3f18",
    )
    members: dict[str, Any] = json.loads(unsigned(text))
    return {**members, "signature": _SIGNATURE}
