"""Alters a process: a later event schema, or a wrong clock."""

import datetime as dt
import json
import time
from typing import Any

from chaos.faultpoints.environment import CLOCK_STEP, SCHEMA
from weather.journal import events, signature


def install() -> None:
    """Apply the alterations that the environment names."""
    if SCHEMA == "next":
        _next_schema()
    if CLOCK_STEP:
        _step_clock(CLOCK_STEP)


def _next_schema() -> None:
    # Members unknown to the present readers, in the envelope and in its data.
    signed = signature.signed

    def with_more(text: str) -> str:
        event = json.loads(text)
        event["dataschema"] = "https://example.org/weatherforecast/v2"
        event["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        event["data"]["humidity"] = {"percent": 40}
        return signed(json.dumps(event, ensure_ascii=False, separators=(",", ":")))

    setattr(events, "signed", with_more)  # noqa: B010 - not exported, and so not typed


def _step_clock(seconds: float) -> None:
    real = time.time

    class Clock(dt.datetime):
        """datetime by the wrong clock."""

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return dt.datetime.fromtimestamp(real() + seconds, tz)

    time.time = lambda: real() + seconds

    class _Module:
        datetime = Clock
        UTC = dt.UTC

    setattr(events, "dt", _Module)  # noqa: B010 - a module is not to be assigned to
