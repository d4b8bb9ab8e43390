"""The folders of the project's code."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("weather", "forecasts", "realtime", "api_project", "web_project")
#: All but the tests.
ROOMS = (*PRODUCT, "tools", "chaos", "bench")
