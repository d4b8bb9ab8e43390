"""drf-spectacular's hooks: it creates the document, and these fill in the paths and components."""

from copy import deepcopy
from typing import Any

from django.conf import settings

from . import operations, schemas, webhook_schemas, webhooks
from .responses import HEADERS, problem_responses

_METHODS = ("get", "post", "put", "patch", "delete")


def without_paths(endpoints: Any) -> list[Any]:  # noqa: ARG001 - drf-spectacular's arguments
    """Return no endpoint for drf-spectacular to describe."""
    return []


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Fill in the paths and components."""
    result["paths"] = deepcopy(operations.PATHS | webhooks.PATHS)
    for path in result["paths"].values():
        for method in _METHODS:
            if method in path:
                is_public = method == "get" and path[method]["tags"] != ["webhooks"]
                path[method]["security"] = _security(is_public=is_public)
    result["components"] = {
        "schemas": schemas.SCHEMAS | webhook_schemas.SCHEMAS,
        "headers": HEADERS,
        "responses": problem_responses(),
        "securitySchemes": _schemes(),
    }
    result["tags"] = [
        {"name": "forecasts", "description": "Read and write forecasts."},
        {"name": "webhooks", "description": "Have other machines told of what happens."},
        {"name": "events", "description": "Follow what happens to them."},
    ]
    return result


def _security(*, is_public: bool) -> list[dict[str, list[str]]]:
    anyone: list[dict[str, list[str]]] = [{}] if is_public and settings.PUBLIC_READ else []
    schemes: list[dict[str, list[str]]] = [{name: []} for name in _schemes()]
    return [*anyone, *schemes]


def _schemes() -> dict[str, Any]:
    basic = {"basic": {"type": "http", "scheme": "basic"}} if settings.BASIC_AUTH else {}
    return {
        **basic,
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
    }
