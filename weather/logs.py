"""The log format of all processes, for our lines and those of libraries (structlog).

    2026-11-27T09:30:05.123456Z desk1 web[4711] [info     ] sent to browsers [realtime.hub] events=1

Time in UTC (RFC 3339), host, process name and process id come first, so that the lines of several
hosts can be merged by sorting.
"""

import datetime as dt
import json
import logging.config
import os
import re
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Process names of the desk's commands; other commands log by their own names.
_PROCESSES = {
    "runapi": "api",
    "runweb": "web",
    "runserver": "web",
    "runsubscriber": "subscriber",
    "runfollowers": "followers",
    "fetch_forecasts": "fetching",
    "rundesk": "desk",
    "runbroker": "broker",
}


def process_name(argv: Sequence[str], *, settings_module: str) -> str:
    """Return the process name for log lines.

    A command of manage.py has its own name; a server that loads the application has the name of
    the settings' package: "api" for api_project.settings.
    """
    if len(argv) > 1 and Path(argv[0]).name in {"manage.py", "django-admin"}:
        return _PROCESSES.get(argv[1], argv[1])
    return settings_module.partition(".")[0].removesuffix("_project") or "python"


def stamp(name: str, pid: int) -> str:
    """Return the current prefix of that process's log lines."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    return f"{now.isoformat(timespec='microseconds')}Z {_HOST} {name}[{pid}]"


_HOST = socket.gethostname()
_NAME = process_name(sys.argv, settings_module=os.environ.get("DJANGO_SETTINGS_MODULE", ""))


def _stamp(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # The id is looked up each time: a server forks after its settings are read.
    event["timestamp"] = stamp(_NAME, os.getpid())
    return event


def _drop_second_copy(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # uvicorn repeats its message, with colour codes, in an extra field.
    event.pop("color_message", None)
    return event


def _line(_: WrappedLogger, __: str, event: EventDict) -> str:
    # The format of ConsoleRenderer without colours, in a tenth of its time: a POST logs two lines.
    time, level, said, name = (
        event.pop(key, "") for key in ("timestamp", "level", "event", "logger")
    )
    traceback = event.pop("exception", None)
    fields = "".join(f" {key}={_shown(event[key])}" for key in sorted(event))
    line = f"{time} [{level:<9}] {str(said).translate(_CONTROLS)} [{name}]{fields}"
    return line if traceback is None else f"{line}\n{traceback.translate(CONTROLS_IN_TEXT)}"


def _json_line(_: WrappedLogger, __: str, event: EventDict) -> str:
    time, host, process = event.pop("timestamp").split(" ")
    first = {"time": time, "host": host, "process": process, "level": event.pop("level", "")}
    first |= {"logger": event.pop("logger", ""), "message": event.pop("event", "")}
    return json.dumps({**first, **event}, default=str)


def _shown(value: object) -> str:
    # Unquoted if it has no white space, quotes or "=", or for another line.
    if isinstance(value, str) and value.isprintable() and _PLAIN.fullmatch(value):
        return value
    return repr(value)


# A message may contain a client's text, which must neither begin a new line nor control the
# terminal. C0 and C1 controls, and the separators that some viewers break lines at.
_CONTROLS = {
    code: chr(code).encode("unicode_escape").decode()
    for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
}
CONTROLS_IN_TEXT = {code: shown for code, shown in _CONTROLS.items() if chr(code) not in "\n\t"}

_PLAIN = re.compile(r"""[^\s="']+""")

_SHARED: list[Processor] = [
    # Binds what CorrelationMiddleware bound: the correlation id is on every line of a request.
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    _stamp,
    structlog.stdlib.ExtraAdder(),
    _drop_second_copy,
]


def logging_config(*, level: str, as_json: bool = False) -> dict[str, Any]:
    """Return the dictConfig of a process that logs to standard error at `level` and above.

    as_json: each line is an object with time, host, process, level, logger, message and the line's
    own fields.
    """
    renderers: list[Processor] = [structlog.processors.format_exc_info, _line]
    if as_json:
        renderers[-1] = _json_line
    elif sys.stderr.isatty():
        renderers = [
            structlog.dev.ConsoleRenderer(
                pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *renderers,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "daphne": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "asyncio": {"level": "WARNING"},
            # It warns at every burst that requests are queued, which is normal.
            "waitress.queue": {"level": "ERROR"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Apply Django's LOGGING, and let structlog's own loggers go the same way."""
    logging.config.dictConfig(config)
    # Looking these up takes half of a line's time, and the format does not use them. Source: the
    # logging how-to, "Optimization".
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.processors.format_exc_info
            if not sys.stderr.isatty()
            else structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
