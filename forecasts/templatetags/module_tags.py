"""Preload links for all modules that a script imports."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"(\.{1,2}/[^"]+)";', re.MULTILINE)


@register.simple_tag
def preload_modules(path: str) -> SafeString:
    """Return a modulepreload link for each module that the static file imports, at any depth."""
    links = ((static(module),) for module in _modules(path))
    return format_html_join("\n  ", '<link rel="modulepreload" href="{}">', links)


@cache
def _modules(path: str) -> tuple[str, ...]:
    """Return the modules by their static paths; as the process started with them."""
    return tuple(dict.fromkeys(_reached(path, seen=set())))


def _reached(path: str, *, seen: set[str]) -> Iterator[str]:
    found = finders.find(path)
    if not found:
        return
    for relative in _IMPORT.findall(Path(str(found)).read_text(encoding="utf-8")):
        module = normpath(join(dirname(path), relative))
        if module not in seen:
            seen.add(module)
            yield module
            yield from _reached(module, seen=seen)
