"""The AsyncAPI 3 document: the channels of the broker, the WebSocket and the server-sent events.

It is generated from the events' classes and the frames' types, so that it always has all event
types.
"""

from typing import Any

from django.conf import settings
from drf_spectacular.settings import spectacular_settings

from weather.journal.events import event_kinds, public_event_types

from . import event_messages
from .building import Schema
from .event_messages import FRAMES, FROM_CLIENTS, message, stream_names
from .event_schemas import summary_of


def document() -> dict[str, Any]:
    """Return the document."""
    return {
        "asyncapi": "3.1.0",
        "id": "urn:weather:forecasts",
        "info": {
            "title": "Weather forecast events",
            "version": spectacular_settings.VERSION,
            "description": "Every change of a forecast, as a CloudEvents 1.0 event.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": _servers(),
        "channels": _channels(),
        "operations": _operations(),
        "components": {"schemas": event_messages.schemas(), "messages": event_messages.messages()},
    }


def _servers() -> dict[str, Any]:
    # Without the real addresses, which are not public.
    def server(port: int, protocol: str, description: str) -> dict[str, Any]:
        host = {"default": f"localhost:{port}", "description": "Host and port."}
        return {
            "host": "{host}",
            "protocol": protocol,
            "description": description,
            "variables": {"host": host},
        }

    return {
        "broker": server(
            6390, "redis", "Redis, of REDIS_URL. A client in any language may listen."
        ),
        "web": server(5001, "ws", "The web process, for WebSockets."),
        "webHTTP": server(5001, "http", "The web process, for server-sent events."),
    }


def _channels() -> dict[str, Any]:
    of_types = {
        type_: {
            "address": type_,
            "servers": [{"$ref": "#/servers/broker"}],
            "summary": summary_of(type_),
            "messages": {type_: message(type_)},
        }
        for type_ in public_event_types()
    }
    websocket = {
        "address": f"{settings.PATH_PREFIX}/ws/weatherforecast",
        "servers": [{"$ref": "#/servers/web"}],
        "summary": "All events in order, from the cursor on or from now on.",
        "messages": {name: message(f"frame.{name}") for name in FRAMES},
        "bindings": {"ws": {"method": "GET", "query": _query(), "bindingVersion": "0.1.0"}},
    }
    stream = {
        "address": f"{settings.PATH_PREFIX}/weatherforecast/stream",
        "servers": [{"$ref": "#/servers/webHTTP"}],
        "summary": "The same as server-sent events. A comment is the sign of life.",
        "messages": {name: message(f"stream.{name}") for name in stream_names()},
    }
    return {**of_types, "websocket": websocket, "stream": stream}


def _query() -> Schema:
    kinds = ", ".join(event_kinds())
    return {
        "type": "object",
        "properties": {
            "cursor": {
                "type": "string",
                "description": "<epoch>:<position>:<digest>: what follows it. Without it from now on.",
            },
            "kinds": {"type": "string", "description": f"Some of {kinds}, with commas between."},
        },
    }


def _operations() -> dict[str, Any]:
    def operation(action: str, channel: str, summary: str, *messages: str) -> dict[str, Any]:
        pointers = [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages]
        return {
            "action": action,
            "channel": {"$ref": f"#/channels/{channel}"},
            "summary": summary,
            "messages": pointers,
        }

    publishing = {
        f"publish.{type_}": operation("send", type_, summary_of(type_), type_)
        for type_ in public_event_types()
    }
    sent = [name for name in FRAMES if name not in FROM_CLIENTS]
    streamed = operation("send", "stream", "Stream all events.", *stream_names())
    streamed["bindings"] = {"http": {"method": "GET", "query": _query(), "bindingVersion": "0.3.0"}}
    return {
        **publishing,
        "sendFrames": operation("send", "websocket", "Send all events.", *sent),
        "takeFrames": operation("receive", "websocket", "Move the cursor.", *FROM_CLIENTS),
        "stream": streamed,
    }
