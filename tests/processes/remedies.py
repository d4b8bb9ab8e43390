"""Run the remedies of docs/operations.md, "Troubleshoot by symptom", as the page writes them.

In a row's remedy, each text in backticks is a command (`desk …`, `systemctl …`), a setting to
change, or a manual step. A test that causes a symptom calls mend() with its own name.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.kit.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
PROCESSES = {"api": "api", "web": "web1", "subscriber": "subscriber", "followers": "followers"}


def rows() -> dict[str, list[str]]:
    """Return the texts in backticks of each remedy, by the name of the test."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.partition("## Troubleshoot by symptom")[2].partition("\n## ")[0]
    found = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        if len(cells) == 5 and "::" in cells[4]:
            found[cells[4].strip("`").partition("::")[2]] = re.findall(r"`([^`]+)`", cells[3])
    return found


def mend(
    test: str,
    desk: Desk,
    *,
    settings: Mapping[str, str] | None = None,
    by_hand: Mapping[str, Callable[[], object]] | None = None,
    **words: str,
) -> None:
    """Carry out the page's remedy for the symptom of a test, in the page's order.

    settings: values for the settings that the page names. by_hand: a function for each text that
    is not a command. words: values for the capital words of a command, such as NAME. Raises
    AssertionError for a text that is neither a command nor given a value, and for a value whose
    text is not on the page.
    """
    pieces = rows()[test]
    unused = {*(settings or {}), *(by_hand or {})} - set(pieces)
    assert not unused, f"the page does not say {unused}, but {pieces}"
    for piece in pieces:
        if piece in (by_hand or {}):
            (by_hand or {})[piece]()
        elif piece in (settings or {}):
            desk.change(**{piece: (settings or {})[piece]})
        else:
            _run(desk, [words.get(word, word) for word in shlex.split(piece)])


def _run(desk: Desk, command: list[str]) -> None:
    match command:
        case ["desk", *arguments]:
            desk.manage(*arguments)
        case ["systemctl", "start", "redis-server"]:
            desk.broker.start()
        case ["systemctl", "restart", "weather-desk.target"]:
            for name in desk.names:
                _restart(desk, name)
        case ["systemctl", "start" | "restart", unit]:
            _restart(desk, _process_of(unit))
        case _:
            raise AssertionError(f"not a command that a test can run: {command}")


def _restart(desk: Desk, name: str) -> None:
    if desk.running(name):
        desk.stop(name)
    desk.start(name)


def _process_of(unit: str) -> str:
    """Return the name of the process that a unit of deploy/systemd runs."""
    text = (UNITS / f"{unit}.service").read_text(encoding="utf-8")
    found = re.search(r"^ExecStart=.* manage\.py run(\w+)$", text, re.MULTILINE)
    assert found is not None, f"{unit} runs no process of a desk"
    return PROCESSES[found[1]]
