"""Hooks for schemathesis: opaque values, and mutually exclusive parameters."""

from typing import Any

import schemathesis
from hypothesis import strategies as st

# Of 2025-10-25, Oslo, 7.
_PLACE = "WyIyMDI1LTEwLTI1IiwgIk9zbG8iLCA3XQ=="

# A place is an opaque text of the server.
schemathesis.openapi.format("place", st.just(_PLACE))
# A cursor without an epoch belongs to no history of this process: 409.
schemathesis.openapi.format("cursor", st.just("e90b2be64e3e4e28bb9497fbfe6297a5:0"))
# Section 13.1 of RFC 9110: a list of quoted texts, or a star.
schemathesis.openapi.format("etags", st.sampled_from(["*", '"1"', '"2", W/"1"', 'W/"x"']))


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:  # noqa: ARG001 - the hook's arguments
    """Drop parameters that exclude another one, which OpenAPI cannot describe."""
    mode = case.meta.generation.mode if case.meta else None
    if mode is None or not mode.is_positive:
        # With lenient handling a wrong operation is reported in its result, not by the status.
        if case.operation.path.endswith("/bulk") and case.headers:
            case.headers.pop("Prefer", None)
        return
    case.query = _possible(dict(case.query or {}))
    if case.operation.path.endswith("/bulk") and isinstance(case.body, dict):
        case.body = {**case.body, "operations": _each_once(case.body["operations"])}


def _each_once(operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the operations without a second one of the same forecast."""
    found: dict[Any, dict[str, Any]] = {}
    for number, operation in enumerate(operations):
        # 7.0 is 7; those that create have no id.
        found.setdefault(operation.get("id", ("new", number)), operation)
    return list(found.values())


def _possible(query: dict[str, Any]) -> dict[str, Any]:
    if "as_of" in query:
        few = ("as_of", "offset", "limit", "fields")
        return {name: query[name] for name in few if name in query}
    places = [name for name in ("start_after", "end_before", "offset") if name in query]
    for name in places[1:]:
        del query[name]
    if {"start_after", "end_before"} & query.keys():
        query.pop("ordering", None)  # a place is valid in its own order only
    if "cursor" in query:
        query.pop("after", None)
    return query
