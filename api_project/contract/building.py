"""Builds parts of the document: operations, bodies, and schemas of objects, numbers and texts."""

from typing import Any

Operation = dict[str, Any]
Schema = dict[str, Any]

_NO_NUL = "^[^\\u0000]*$"


def ref(name: str) -> Schema:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def whole(lowest: int, highest: int, **more: Any) -> Schema:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": lowest, "maximum": highest, **more}


def text(longest: int, description: str, *, nullable: bool = False) -> Schema:
    """Return the schema of a text without NUL."""
    type_ = ["string", "null"] if nullable else "string"
    return {
        "type": type_,
        "maxLength": longest,
        "pattern": _NO_NUL,
        "description": description,
    }


def object_of(properties: Schema, required: list[str], **more: Any) -> Schema:
    """Return the schema of an object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **more,
    }


def operation(
    id_: str,
    summary: str,
    tag: str,
    parameters: list[Any],
    responses: dict[str, Any],
    body: Any = None,
) -> Operation:
    """Return an operation, its responses in order of their status."""
    found: Operation = {
        "operationId": id_,
        "summary": summary,
        "description": summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": dict(sorted(responses.items())),
    }
    return {**found, "requestBody": body} if body else found


def json_body(schema: str, example: Schema, *media_types: str) -> Schema:
    """Return a required request body, as JSON or these media types."""
    content = {"schema": ref(schema), "example": example}
    return {
        "required": True,
        "content": dict.fromkeys(media_types or ("application/json",), content),
    }
