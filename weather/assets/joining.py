"""Joins an ES module, or a style sheet, with all that it imports, into one text.

The sources stay small modules, which tests load one by one; a page loads one file. A process joins
them when it first needs them, so there is no build step. Supported: named imports and exports at
the start of a line, without cycles. Anything else raises JoiningError.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders

_IMPORT = re.compile(r'^import \{ ?([^}]*?),? ?\} from "(\.{1,2}/[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (async function|function|class|const) (\w+)", re.MULTILINE)
_REST = re.compile(r"^(import|export)\b.*|\bimport\(|\bimport\.meta\b", re.MULTILINE)
_STYLE_IMPORT = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)


class JoiningError(Exception):
    """A file is missing, or uses a form of import that is not supported."""


def joined(path: str) -> str:
    """Return the static file with everything that it imports."""
    return _joined_style(path) if path.endswith(".css") else _joined_script(path)


def _joined_script(path: str) -> str:
    order: dict[str, str] = {}
    _read_module(path, order, being_read=())
    names = {module: f"m{number}" for number, module in enumerate(order)}
    return "\n".join(_scope(module, order[module], names) for module in order)


def _read_module(path: str, order: dict[str, str], *, being_read: tuple[str, ...]) -> None:
    """Add a module after those that it imports."""
    if path in order:
        return
    if path in being_read:
        raise JoiningError(f"{path} imports itself by way of {being_read[-1]}")
    source = _source(path)
    for _names, relative in _IMPORT.findall(source):
        _read_module(_beside(path, relative), order, being_read=(*being_read, path))
    order[path] = source


def _scope(path: str, source: str, names: dict[str, str]) -> str:
    """Return the module as a function of its own, called once; its value is what it exports."""

    def imported(match: re.Match[str]) -> str:
        wanted, relative = match.groups()
        return f"const {{ {wanted.replace(' as ', ': ')} }} = {names[_beside(path, relative)]};"

    exported = [name for _kind, name in _EXPORT.findall(source)]
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(imported, source))
    if left := _REST.search(body):
        raise JoiningError(f"{path} cannot be joined: {left.group()}")
    return f"const {names[path]} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _joined_style(path: str) -> str:
    return "".join(_style_parts(path))


def _style_parts(path: str) -> Iterator[str]:
    source = _source(path)
    for relative in _STYLE_IMPORT.findall(source):
        yield _joined_style(_beside(path, relative))
    yield _STYLE_IMPORT.sub("", source)


def _beside(path: str, relative: str) -> str:
    return normpath(join(dirname(path), relative))


def _source(path: str) -> str:
    found = finders.find(path)
    if not found:
        raise JoiningError(f"there is no static file {path}")
    return Path(str(found)).read_text(encoding="utf-8")
