"""The form of a line of log, when it goes to a file: one line, whatever is in it."""

import logging
import sys
from typing import Any

import pytest
import structlog

from weather.logs import logging_config


def _line(level: int, said: str, **fields: Any) -> str:
    config = logging_config(level="INFO")["formatters"]["line"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=config["foreign_pre_chain"], processors=config["processors"]
    )
    record = logging.LogRecord("desk", level, "", 0, said, None, fields.pop("exc_info", None))
    record.__dict__.update(fields)
    return formatter.format(record)


def test_a_line_says_when_how_bad_what_who_and_its_fields_in_order() -> None:
    line = _line(logging.INFO, "sent to browsers", position=7, actor="ada")

    time, rest = line.split(" ", 1)
    assert len(time) == len("19:16:48.749691")
    assert rest == "[info     ] sent to browsers [desk] actor=ada position=7"


@pytest.mark.parametrize("value", ["two words", "a=b", "it's", "line\nbreak", "\x1b[31m", ""])
def test_a_value_that_could_be_taken_for_more_is_quoted(value: str) -> None:
    line = _line(logging.WARNING, "refused", reason=value)

    assert line.endswith(f" reason={value!r}")
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_failure_brings_its_traceback() -> None:
    try:
        raise ValueError("too warm")
    except ValueError:
        line = _line(logging.ERROR, "failed", exc_info=sys.exc_info())

    assert "[error    ] failed [desk]\nTraceback" in line
    assert line.endswith("ValueError: too warm")
