"""The project's version, as pyproject.toml has it."""

import tomllib

from weather.configuration.environment import BASE_DIR


def _read() -> str:
    try:
        project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])
    except (OSError, ValueError, KeyError):  # an image without the file
        return "unknown"


VERSION = _read()
