"""The formats of log lines: text, or JSON.

2026-11-27T09:30:05.123456Z desk1 web[4711] [info     ] sent to browsers [realtime.hub] events=1
"""

import json
import re

from structlog.typing import EventDict, WrappedLogger

# A message may contain a client's text, which must neither begin a new line nor control the
# terminal. C0 and C1 controls, and the separators that some viewers break lines at.
_CONTROLS = {
    code: chr(code).encode("unicode_escape").decode()
    for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
}
CONTROLS_IN_TEXT = {code: shown for code, shown in _CONTROLS.items() if chr(code) not in "\n\t"}

_PLAIN = re.compile(r"""[^\s="']+""")


def text_line(_: WrappedLogger, __: str, event: EventDict) -> str:
    """Render a line as text."""
    # The format of ConsoleRenderer without colours, in a tenth of its time: a POST logs two lines.
    time, level, said, name = (
        event.pop(key, "") for key in ("timestamp", "level", "event", "logger")
    )
    traceback = event.pop("exception", None)
    fields = "".join(f" {key}={_shown(event[key])}" for key in sorted(event))
    line = f"{time} [{level:<9}] {str(said).translate(_CONTROLS)} [{name}]{fields}"
    return line if traceback is None else f"{line}\n{traceback.translate(CONTROLS_IN_TEXT)}"


def json_line(_: WrappedLogger, __: str, event: EventDict) -> str:
    """Render a line as an object of JSON."""
    time, host, process = event.pop("timestamp").split(" ")
    first = {"time": time, "host": host, "process": process, "level": event.pop("level", "")}
    first |= {"logger": event.pop("logger", ""), "message": event.pop("event", "")}
    return json.dumps({**first, **event}, default=str)


def _shown(value: object) -> str:
    # Unquoted if it has no white space, quotes or "=", or for another line.
    if isinstance(value, str) and value.isprintable() and _PLAIN.fullmatch(value):
        return value
    return repr(value)
