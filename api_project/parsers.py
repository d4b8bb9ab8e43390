"""Parsers of bodies. JSON is strict (RFC 8259): no NaN, no duplicate names (RFC 7493, I-JSON)."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser as BaseJSONParser
from rest_framework.parsers import MultiPartParser as BaseMultiPartParser

from weather.strict_json import exact_number, repeated_name

# Digits; all accepted numbers are much shorter.
LONGEST_INTEGER = 100
# Characters of a name shown in an error.
LONGEST_NAME = 100


class JSONParser(BaseJSONParser):
    """REST framework's JSON parser, with errors for deeply nested and invalid bodies."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the document. Raises ParseError."""
        try:
            return json.loads(
                stream.read().decode(),
                parse_int=_whole,
                # Not floats, which would turn 21.0000000000000001 into 21.0.
                parse_float=exact_number,
                # NaN and Infinity are not JSON numbers; the serializer refuses them by field.
                parse_constant=Decimal,
                object_pairs_hook=_object,
            )
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8 (from byte {error.start + 1} on).") from error
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise ParseError(f"The body is not JSON from {where} on.") from error
        except RepeatedName as error:
            raise ParseError(f"The body is not JSON: {error}.") from error


class MergePatchParser(JSONParser):
    """JSON merge patches (RFC 7396): null resets a field, so that a text becomes ""."""

    media_type = "application/merge-patch+json"


class MultiPartParser(BaseMultiPartParser):
    """A form's fields in parts (RFC 7578)."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the fields and files. Raises ParseError."""
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError:
            raise ParseError("The body is not multipart/form-data with this boundary.") from None


class RepeatedName(ValueError):
    """An object contains a name twice."""


def _whole(digits: str) -> int | Decimal:
    # Python raises an error for integers of thousands of digits; the field's error is clearer.
    return int(digits) if len(digits) <= LONGEST_INTEGER else Decimal(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if (twice := repeated_name(pairs)) is not None:
        raise RepeatedName(f"the name {twice[:LONGEST_NAME]!a} is there twice")
    return dict(pairs)
