"""The operations of webhooks."""

from typing import Any, Final

from forecasts.api.webhooks.views import DEFAULT_ROWS, LARGEST_OFFSET, MOST_ROWS

from . import parameters as p
from .building import json_body, object_of, operation, ref, text, whole
from .responses import empty, json, problems
from .webhook_schemas import DELIVERY_EXAMPLE, EXAMPLE, LARGEST, READ_EXAMPLE, SECRET

_READ: Final = (400, 401, 403, 404, 406, 429, 503, 504)
_WRITE: Final = (400, 401, 403, 404, 406, 411, 413, 415, 429, 503, 504)


def _of_one(id_: str, summary: str, done: dict[str, Any], body: Any = None, **more: Any) -> Any:
    statuses = _WRITE if body else _READ
    own = [p.ID, *more.get("parameters", [])]
    return operation(id_, summary, "webhooks", own, {**done, **problems(*statuses)}, body)


_one = json("The webhook.", ref("Webhook"), READ_EXAMPLE)
_delivery = json("The delivery.", ref("WebhookDelivery"), DELIVERY_EXAMPLE)

PATHS: Final[dict[str, dict[str, Any]]] = {
    "/api/webhooks": {
        "get": operation(
            "listWebhooks",
            "The account's webhooks",
            "webhooks",
            [],
            {
                "200": json(
                    "The webhooks.", {"type": "array", "items": ref("Webhook")}, [READ_EXAMPLE]
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
                    {**READ_EXAMPLE, "secret": SECRET},
                    "Location",
                ),
                **problems(*(each for each in _WRITE if each != 404), 409),
            },
            json_body("WebhookRequest", EXAMPLE),
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
                    {"secret": SECRET, "oldSecretUntil": "2026-11-29T10:34:26Z"},
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
                    object_of({"replayed": whole(0, LARGEST)}, ["replayed"]),
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
                    [DELIVERY_EXAMPLE],
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
