"""What each log line begins with: time, host, process name and process id.

Time is in UTC (RFC 3339). The lines of several hosts can be merged by sorting.
"""

import datetime as dt
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

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
#: This process's.
OWN_NAME = process_name(sys.argv, settings_module=os.environ.get("DJANGO_SETTINGS_MODULE", ""))
