"""The form of a log line in a file: always one line, whatever the values are."""

import datetime as dt
import logging
import os
import re
import socket
import sys
import time
from typing import Any

import pytest
import structlog

from weather.logs.setup import logging_config
from weather.logs.stamps import process_name


def _line(level: int, said: str, **fields: Any) -> str:
    config = logging_config(level="INFO")["formatters"]["line"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=config["foreign_pre_chain"], processors=config["processors"]
    )
    record = logging.LogRecord("desk", level, "", 0, said, None, fields.pop("exc_info", None))
    record.__dict__.update(fields)
    return formatter.format(record)


def test_a_line_has_time_level_message_process_and_fields_in_order() -> None:
    line = _line(logging.INFO, "sent to browsers", position=7, actor="ada")

    moment, host, process, rest = line.split(" ", 3)
    said_at = dt.datetime.fromisoformat(moment)
    assert said_at.utcoffset() == dt.timedelta(0)
    assert abs(dt.datetime.now(dt.UTC) - said_at) < dt.timedelta(minutes=1)
    assert moment.endswith("Z")
    assert len(moment) == len("2026-11-27T09:30:05.123456Z")  # lines can be sorted by it as text
    assert host == socket.gethostname()
    assert re.fullmatch(rf"\S+\[{os.getpid()}\]", process)
    assert rest == "[info     ] sent to browsers [desk] actor=ada position=7"


@pytest.mark.parametrize(
    ("argv", "settings_module", "name"),
    [
        (["/srv/manage.py", "runweb"], "web_project.settings", "web"),
        (["manage.py", "runserver", "8000"], "web_project.settings", "web"),
        (["manage.py", "runsubscriber"], "web_project.settings", "subscriber"),
        (["manage.py", "rundesk"], "web_project.settings", "desk"),
        (["manage.py", "verifyjournal"], "api_project.settings", "verifyjournal"),
        (["manage.py", "runapi"], "api_project.settings", "api"),
        (["/venv/gunicorn/__main__.py", "api_project.wsgi"], "api_project.settings", "api"),
        (["/venv/bin/daphne", "web_project.asgi:application"], "web_project.settings", "web"),
        (["/venv/bin/uvicorn"], "", "python"),
        (["manage.py"], "web_project.settings", "web"),
    ],
)
def test_the_process_s_name_comes_from_its_command(
    argv: list[str], settings_module: str, name: str
) -> None:
    assert process_name(argv, settings_module=settings_module) == name


def test_the_times_do_not_depend_on_the_machine_s_time_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        test_a_line_has_time_level_message_process_and_fields_in_order()
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("value", ["two words", "a=b", "it's", "line\nbreak", "\x1b[31m", ""])
def test_an_ambiguous_value_is_quoted(value: str) -> None:
    line = _line(logging.WARNING, "refused", reason=value)

    assert line.endswith(f" reason={value!r}")
    assert "\n" not in line
    assert "\x1b" not in line


def test_an_exception_is_logged_with_its_traceback() -> None:
    try:
        raise ValueError("too warm")
    except ValueError:
        line = _line(logging.ERROR, "failed", exc_info=sys.exc_info())

    assert "[error    ] failed [desk]\nTraceback" in line
    assert line.endswith("ValueError: too warm")


@pytest.mark.parametrize("said", ["a\nb", "a\rb", "a\x1b[31mb", "a\u2028b", "a\x85b", "a\x00b"])
def test_a_message_cannot_start_a_line_or_control_the_terminal(said: str) -> None:
    line = _line(logging.INFO, said)

    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert said.encode("unicode_escape").decode() in line


def test_a_traceback_keeps_its_lines_and_cannot_control_the_terminal() -> None:
    try:
        raise ValueError("red \x1b[31m alert")
    except ValueError:
        line = _line(logging.ERROR, "failed", exc_info=sys.exc_info())

    assert len(line.splitlines()) > 2
    assert "\x1b" not in line
    assert r"red \x1b[31m alert" in line
