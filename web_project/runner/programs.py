"""The command lines of the programs that the runner starts."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .broker import server_command

#: The folder of manage.py.
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Program:
    """A named command line, and its additional environment variables."""

    name: str
    argv: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)


def manage(command: str, *arguments: str, name: str = "", **environ: str) -> Program:
    """Return `manage.py command` on the web process's settings, or the api's for runapi."""
    project = "api_project" if command == "runapi" else "web_project"
    return Program(
        name=name or command,
        argv=(sys.executable, str(ROOT / "manage.py"), command, *arguments),
        environ=_python_environ(f"{project}.settings") | environ,
    )


def api() -> Program:
    """Return the api process, served by waitress."""
    return manage("runapi", name="api")


def web() -> Program:
    """Return the web process, served by uvicorn."""
    return manage("runweb", name="web")


def subscriber() -> Program:
    """Return the relay from the broker to the web processes."""
    return manage("runsubscriber", name="subscriber")


def followers() -> Program:
    """Return the process that runs the followers of FOLLOWERS."""
    return manage("runfollowers", name="followers")


def fetching(every: str) -> Program:
    """Return the process that fetches the forecasts of FETCH_PLACES at intervals."""
    return manage("fetch_forecasts", f"--every={every}", name="fetching")


def broker(*, port: int, folder: Path) -> Program:
    """Return the embedded broker, which keeps its file in `folder`."""
    return Program(name="broker", argv=server_command(port=port, folder=folder, durable=True))


def _python_environ(settings_module: str) -> dict[str, str]:
    # Unbuffered, or log lines would wait in the pipe until some kilobytes are complete.
    return {
        "DJANGO_SETTINGS_MODULE": settings_module,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
