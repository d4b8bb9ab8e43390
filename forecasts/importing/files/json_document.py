"""Reads a whole JSON file of bounded size; numbers become Decimals."""

import json
from typing import BinaryIO

from django.utils.translation import gettext as _

from weather.strict_json import exact_number, repeated_name

from .errors import UnreadableFile
from .limits import Limits, refuse_many_values, too_many_bytes
from .parser_texts import parser_text


def read_json(file: BinaryIO, name: str, limits: Limits) -> object:
    """Return the document; every number is a Decimal. Raises UnreadableFile."""
    try:
        content = file.read(limits.json + 1)
    except OSError as why:
        raise UnreadableFile(name, why.strerror or str(why)) from why
    if len(content) > limits.json:
        raise too_many_bytes(name, _("larger than %(size)s MiB; ask for fewer days"), limits.json)
    refuse_many_values(content, name, limits)
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            # Never a float: 1e999 would be infinity, and a long run of digits an error.
            parse_float=exact_number,
            parse_int=exact_number,
            parse_constant=exact_number,
            object_pairs_hook=_without_repeats,
        )
    except UnicodeDecodeError as why:
        line = content.count(b"\n", 0, why.start) + 1
        raise UnreadableFile(name, _("not text in UTF-8"), line=line) from why
    except json.JSONDecodeError as why:
        reason = _("not JSON: %(reason)s (character %(column)s)")
        reason %= {"reason": parser_text(why.msg), "column": why.colno}
        raise UnreadableFile(name, reason, line=why.lineno) from why
    except ValueError as why:
        raise UnreadableFile(name, str(why)) from why
    except RecursionError as why:
        raise UnreadableFile(name, _("nested too deeply")) from why


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if (twice := repeated_name(pairs)) is not None:
        raise ValueError(
            _("the name %(name)s stands twice in one object") % {"name": repr(twice[:40])}
        )
    return dict(pairs)
