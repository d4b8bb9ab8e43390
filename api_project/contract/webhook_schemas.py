"""JSON Schemas of the bodies of webhooks, and examples."""

from typing import Final

from forecasts.webhooks.services import MOST_LOCATIONS
from weather.journal.events import public_event_types

from .building import Schema, object_of, text, whole

LARGEST = 2**63 - 1
_URL: Final = {
    "type": "string",
    "maxLength": 500,
    "pattern": "^https://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::(?:[1-9][0-9]{0,3}"
    "|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
    "(?:[/?][!-\\u0022$-~]*)?$",
    "description": "Where events are sent to.",
}
_WRITTEN: Final[Schema] = {
    "url": _URL,
    "eventTypes": {
        "type": "array",
        "maxItems": 50,
        "items": {"enum": public_event_types()},
        "description": "Only these; all of them if there is none.",
    },
    "locations": {
        "type": "array",
        "maxItems": MOST_LOCATIONS,
        "items": text(100, 'A location, or "".'),
        "description": "Only of these; of all if there is none.",
    },
    "isActive": {"type": "boolean", "description": "Activating it makes up for failures."},
}
EXAMPLE: Final[Schema] = {
    "url": "https://example.org/hook",
    "eventTypes": ["weatherforecast.created"],
    "locations": ["Oslo"],
}
READ_EXAMPLE: Final[Schema] = {
    "id": 1,
    **EXAMPLE,
    "isActive": True,
    "disabledBecause": "",
    "createdAt": "2026-11-28T10:34:26Z",
}
SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
DELIVERY_EXAMPLE: Final[Schema] = {
    "id": 7,
    "eventId": "01a20c96-db6b-7362-a7d8-0b1ea3e1d7ce",
    "position": 42,
    "type": "weatherforecast.created",
    "state": "delivered",
    "nextAttemptAt": "2026-11-28T10:34:26Z",
    "createdAt": "2026-11-28T10:34:26Z",
    "log": [],
}
_time = {"type": "string", "format": "date-time"}
_string = {"type": "string"}

SCHEMAS: Final[dict[str, Schema]] = {
    "WebhookRequest": object_of(_WRITTEN, ["url"]),
    "WebhookPatch": object_of(_WRITTEN, []),
    "Webhook": object_of(
        {
            "id": whole(1, LARGEST),
            "url": _string,
            "eventTypes": {"type": "array", "items": _string},
            "locations": {"type": "array", "items": _string},
            "isActive": {"type": "boolean"},
            "disabledBecause": _string,
            "createdAt": _time,
            "secret": {"type": "string", "description": "Only in the answer that made it."},
        },
        list(READ_EXAMPLE),
    ),
    "WebhookSecret": object_of(
        {"secret": _string, "oldSecretUntil": _time}, ["secret", "oldSecretUntil"]
    ),
    "WebhookReplay": object_of(
        {"deliveries": {"type": "array", "maxItems": 1000, "items": whole(1, LARGEST)}}, []
    ),
    "WebhookDelivery": object_of(
        {
            **dict.fromkeys(("eventId", "type", "state"), _string),
            **dict.fromkeys(("nextAttemptAt", "createdAt"), _time),
            "id": whole(1, LARGEST),
            "position": {"type": ["integer", "null"]},
            "log": {"type": "array", "items": {"type": "object"}},
        },
        list(DELIVERY_EXAMPLE),
    ),
}
