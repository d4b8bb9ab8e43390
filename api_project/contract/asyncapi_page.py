"""Converts the AsyncAPI document to rows for its HTML page."""

import json
from typing import Any, NamedTuple

from .building import Schema

Document = dict[str, Any]


class Member(NamedTuple):
    """A row of a message's table."""

    name: str
    type: str
    is_required: bool
    meaning: str


class Message(NamedTuple):
    """A message, or a schema that several share. example: JSON, or ""."""

    name: str
    meaning: str
    members: list[Member]
    example: str


class Channel(NamedTuple):
    """A channel of messages. messages: name and schema of each."""

    address: str
    protocol: str
    meaning: str
    messages: list[tuple[str, str]]


def channels(document: Document) -> list[Channel]:
    """Return the channels."""
    return [_channel(document, each) for each in document["channels"].values()]


def messages(document: Document) -> list[Message]:
    """Return the messages, each once, and the schemas that they share."""
    examples = {
        _last(each["payload"]["$ref"]): each["examples"][0]["payload"]
        for each in document["components"]["messages"].values()
        if "examples" in each
    }
    schemas = document["components"]["schemas"]
    return [_message(name, each, examples.get(name)) for name, each in schemas.items()]


def _channel(document: Document, channel: Any) -> Channel:
    found = []
    for name, pointer in channel["messages"].items():
        message = document["components"]["messages"][_last(pointer["$ref"])]
        found.append((name, _last(message["payload"]["$ref"])))
    server = document["servers"][_last(channel["servers"][0]["$ref"])]
    return Channel(
        channel["address"], server["protocol"], _plain({"description": channel["summary"]}), found
    )


def _message(name: str, schema: Schema, example: Any) -> Message:
    own = schema["allOf"][-1] if "allOf" in schema else schema
    required = own["required"]
    members = [
        Member(each, _type(found), each in required, _plain(found))
        for each, found in own["properties"].items()
    ]
    text = "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)
    return Message(name, _plain(schema), members, text)


def _plain(schema: Schema) -> str:
    meaning: str = schema.get("description", "")
    return meaning.replace("`", "")


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return _last(schema["$ref"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " or ".join(json.dumps(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return _array(schema)
    return " ".join(filter(None, [schema.get("type", "any"), schema.get("format")]))


def _array(schema: Schema) -> str:
    kinds = [_type(each) for each in schema["items"].get("anyOf", [schema["items"]])]
    return f"array of {' or '.join(dict.fromkeys(kinds))}"


def _last(pointer: str) -> str:
    return pointer.rpartition("/")[2]
