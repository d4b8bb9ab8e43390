"""Strict JSON (RFC 8259): no NaN, and no duplicate names (RFC 7493, I-JSON)."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser as BaseJSONParser

from weather.strict_json import exact_number, repeated_name

# Digits. No number that anything here takes has more than a few.
LONGEST_INTEGER = 100
# Characters of a name that are shown.
LONGEST_NAME = 100


class JSONParser(BaseJSONParser):
    """REST framework's, where a body nested a thousand deep is the client's error, not ours."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the document. Raises ParseError."""
        try:
            text = stream.read().decode()
            return json.loads(
                text,
                parse_int=_whole,
                # Not floats, which would make 21.0 of 21.0000000000000001.
                parse_float=exact_number,
                # NaN, Infinity: no numbers of JSON. The serializer refuses them by their field.
                parse_constant=Decimal,
                object_pairs_hook=_object,
            )
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error


def _whole(digits: str) -> int | Decimal:
    # Python refuses to read an integer of thousands of digits; the field says it better.
    return int(digits) if len(digits) <= LONGEST_INTEGER else Decimal(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if (twice := repeated_name(pairs)) is not None:
        raise ValueError(f"the name {twice[:LONGEST_NAME]!a} is there twice")
    return dict(pairs)
