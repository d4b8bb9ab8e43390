"""The operations of webhooks, and the schemas of their bodies."""

from typing import Any, Final

from forecasts.api.webhooks.views import DEFAULT_ROWS, LARGEST_OFFSET, MOST_ROWS
from forecasts.webhooks.services import MOST_LOCATIONS
from weather.journal.events import public_event_types

from . import parameters as p
from .building import Schema, json_body, object_of, operation, ref, text, whole
from .responses import empty, json, problems

_LARGEST = 2**63 - 1
_READ: Final = (400, 401, 403, 404, 406, 429, 503, 504)
_WRITE: Final = (400, 401, 403, 404, 406, 411, 413, 415, 429, 503, 504)
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
_EXAMPLE: Final[Schema] = {
    "url": "https://example.org/hook",
    "eventTypes": ["weatherforecast.created"],
    "locations": ["Oslo"],
}
_READ_EXAMPLE: Final[Schema] = {
    "id": 1,
    **_EXAMPLE,
    "isActive": True,
    "disabledBecause": "",
    "createdAt": "2026-11-28T10:34:26Z",
}
_SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_DELIVERY_EXAMPLE: Final[Schema] = {
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
            "id": whole(1, _LARGEST),
            "url": _string,
            "eventTypes": {"type": "array", "items": _string},
            "locations": {"type": "array", "items": _string},
            "isActive": {"type": "boolean"},
            "disabledBecause": _string,
            "createdAt": _time,
            "secret": {"type": "string", "description": "Only in the answer that made it."},
        },
        list(_READ_EXAMPLE),
    ),
    "WebhookSecret": object_of(
        {"secret": _string, "oldSecretUntil": _time}, ["secret", "oldSecretUntil"]
    ),
    "WebhookReplay": object_of(
        {"deliveries": {"type": "array", "maxItems": 1000, "items": whole(1, _LARGEST)}}, []
    ),
    "WebhookDelivery": object_of(
        {
            **dict.fromkeys(("eventId", "type", "state"), _string),
            **dict.fromkeys(("nextAttemptAt", "createdAt"), _time),
            "id": whole(1, _LARGEST),
            "position": {"type": ["integer", "null"]},
            "log": {"type": "array", "items": {"type": "object"}},
        },
        list(_DELIVERY_EXAMPLE),
    ),
}


def _of_one(id_: str, summary: str, done: dict[str, Any], body: Any = None, **more: Any) -> Any:
    statuses = _WRITE if body else _READ
    own = [p.ID, *more.get("parameters", [])]
    return operation(id_, summary, "webhooks", own, {**done, **problems(*statuses)}, body)


_one = json("The webhook.", ref("Webhook"), _READ_EXAMPLE)
_delivery = json("The delivery.", ref("WebhookDelivery"), _DELIVERY_EXAMPLE)

PATHS: Final[dict[str, dict[str, Any]]] = {
    "/api/webhooks": {
        "get": operation(
            "listWebhooks",
            "The account's webhooks",
            "webhooks",
            [],
            {
                "200": json(
                    "The webhooks.", {"type": "array", "items": ref("Webhook")}, [_READ_EXAMPLE]
                ),
                **problems(*(each for each in _READ if each not in {400, 404})),
            },
        ),
        "post": operation(
            "createWebhook",
            "Make a webhook for what happens from now on",
            "webhooks",
            [],
            {
                "201": json(
                    "The webhook, with its secret, this once.",
                    ref("Webhook"),
                    {**_READ_EXAMPLE, "secret": _SECRET},
                    "Location",
                ),
                **problems(*(each for each in _WRITE if each != 404), 409),
            },
            json_body("WebhookRequest", _EXAMPLE),
        ),
    },
    "/api/webhooks/{id}": {
        "get": _of_one("getWebhook", "One webhook", {"200": _one}),
        "patch": _of_one(
            "updateWebhook",
            "Change a webhook, or switch it on or off",
            {"200": _one},
            json_body("WebhookPatch", {"isActive": True}) | {"required": False},
        ),
        "delete": _of_one("deleteWebhook", "Delete a webhook", {"204": empty("Deleted.")}),
    },
    "/api/webhooks/{id}/secret": {
        "post": _of_one(
            "rotateWebhookSecret",
            "Make a new secret; the old one signs too for a day",
            {
                "200": json(
                    "The secret.",
                    ref("WebhookSecret"),
                    {"secret": _SECRET, "oldSecretUntil": "2026-11-29T10:34:26Z"},
                )
            },
        )
    },
    "/api/webhooks/{id}/test": {
        "post": _of_one("testWebhook", "Send a test event", {"202": _delivery})
    },
    "/api/webhooks/{id}/replay": {
        "post": _of_one(
            "replayWebhook",
            "Send deliveries again: those named, or all that failed",
            {
                "202": json(
                    "How many.",
                    object_of({"replayed": whole(0, _LARGEST)}, ["replayed"]),
                    {"replayed": 1},
                )
            },
            json_body("WebhookReplay", {"deliveries": [7]}) | {"required": False},
        )
    },
    "/api/webhooks/{id}/deliveries": {
        "get": _of_one(
            "listWebhookDeliveries",
            "What was sent, the latest first",
            {
                "200": json(
                    "The deliveries.",
                    {"type": "array", "items": ref("WebhookDelivery")},
                    [_DELIVERY_EXAMPLE],
                    "X-Total-Count",
                )
            },
            parameters=[
                p.query("event", text(100, "An event."), "An id, a position or a type.", "42"),
                p.query("limit", whole(1, MOST_ROWS), f"At most this many; {DEFAULT_ROWS}.", 50),
                p.query("offset", whole(0, LARGEST_OFFSET), "Deliveries to leave out.", None),
            ],
        )
    },
}
