"""docs/performance.md: prose by hand, and between two comments each the figures of a part."""

import os
import platform
import re
import time
from collections.abc import Sequence
from pathlib import Path

_PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"


def write(part: str, blocks: Sequence[str], *, how: str) -> None:
    """Replace the blocks of the part's last run. Raises LookupError.

    how: the conditions as it began, and the command.
    """
    page = _PAGE.read_text(encoding="utf-8")
    text = "\n\n".join([f"_{how}_", *blocks])
    pattern = re.compile(rf"(<!-- {part}: measured -->\n).*?(<!-- {part}: end -->)", re.DOTALL)
    page, found = pattern.subn(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", page)
    if not found:
        raise LookupError(f"docs/performance.md has no place for {part}")
    _PAGE.write_text(page, encoding="utf-8")


def conditions() -> str:
    """Return when and on what machine."""
    names = re.findall(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores "
        f"({names[0] if names else platform.machine()}), Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f} when it began."
    )
