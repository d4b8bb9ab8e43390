"""The logging configuration of all processes."""

import logging.config
import os
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from .lines import json_line, text_line
from .stamps import OWN_NAME, stamp


def _stamp(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # The id is looked up each time: a server forks after its settings are read.
    event["timestamp"] = stamp(OWN_NAME, os.getpid())
    return event


def _drop_second_copy(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # uvicorn repeats its message, with colour codes, in an extra field.
    event.pop("color_message", None)
    return event


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
    renderers: list[Processor] = [structlog.processors.format_exc_info, text_line]
    if as_json:
        renderers[-1] = json_line
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
