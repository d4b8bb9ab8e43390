"""Converts Python's types to JSON Schemas: typed dictionaries and their members."""

import inspect
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from .building import Schema

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_UNIONS = (Union, UnionType)
_MAPPINGS = (dict, Mapping)


def schema_of(hint: Any) -> Schema:
    """Return the schema of a type. The dictionaries of an Annotated are added to its type's.

    Raises TypeError for a type without a JSON form.
    """
    if hint is Any:
        return {}
    if isinstance(hint, type) and hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if is_typeddict(hint):
        return object_schema(hint)
    return _composed(hint, get_origin(hint), get_args(hint))


def object_schema(typed_dict: Any) -> Schema:
    """Return the schema of a typed dictionary. More members are allowed: readers ignore them."""
    return {
        "type": "object",
        "description": inspect.cleandoc(typed_dict.__doc__),
        "properties": {name: schema_of(each) for name, each in hints_of(typed_dict).items()},
        "required": sorted(typed_dict.__required_keys__),
    }


def hints_of(class_: Any) -> dict[str, Any]:
    """Return the annotated types of a class's members, without NotRequired."""
    return {
        name: get_args(hint)[0] if get_origin(hint) is NotRequired else hint
        for name, hint in get_type_hints(class_, include_extras=True).items()
    }


def alternatives(hint: Any) -> tuple[Any, ...]:
    """Return the types of a union; only the type itself if it is not a union."""
    return get_args(hint) if get_origin(hint) in _UNIONS else (hint,)


def _composed(hint: Any, origin: Any, args: tuple[Any, ...]) -> Schema:
    if origin is Annotated:
        return {**schema_of(args[0]), **{k: v for more in args[1:] for k, v in more.items()}}
    if origin is Literal:
        return {"const": args[0]} if len(args) == 1 else {"enum": list(args)}
    if origin in _UNIONS:
        return _either(args)
    if origin is list:
        return {"type": "array", "items": schema_of(args[0])}
    if origin is tuple:
        items = {"anyOf": [schema_of(each) for each in args]}
        return {"type": "array", "minItems": len(args), "maxItems": len(args), "items": items}
    if origin in _MAPPINGS:
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    raise TypeError(f"{hint} has no form in JSON")


def _either(args: tuple[Any, ...]) -> Schema:
    # Every whole number is a number.
    kept = [each for each in args if not (each is int and float in args)]
    return schema_of(kept[0]) if len(kept) == 1 else {"anyOf": [schema_of(each) for each in kept]}
