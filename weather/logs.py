"""One log line format for every process: structlog's, for our own lines and for the libraries'."""

import logging.config
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def _drop_second_copy(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # uvicorn repeats its message, with colour codes, in an extra field.
    event.pop("color_message", None)
    return event


_SHARED: list[Processor] = [
    # Binds what CorrelationMiddleware bound: the correlation id is on every line of a request.
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="%H:%M:%S.%f", utc=False),
    structlog.stdlib.ExtraAdder(),
    _drop_second_copy,
]


def logging_config(*, level: str) -> dict[str, Any]:
    """Return the dictConfig of a process that logs to standard error at `level` and above."""
    colours = sys.stderr.isatty()
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.dev.ConsoleRenderer(
                colors=colours, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            ),
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
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Apply Django's LOGGING, and let structlog's own loggers go the same way."""
    logging.config.dictConfig(config)
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
