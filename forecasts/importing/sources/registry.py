"""Finds the sources: the subclasses of Table and Document in this package."""

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import TypeVar

from .base import Document, Table

T = TypeVar("T")

# Tried last, in this order: they also recognise files of known sources.
_LAST = ("LongTable", "AnyTable")


@cache
def tables() -> Sequence[Table]:
    """Return one of each kind of table, the more particular ones first."""
    _load()
    found = [kind() for kind in _subclasses(Table)]
    return sorted(found, key=lambda source: (_rank(source), -len(source.needs), source.name))


@cache
def documents() -> Sequence[Document]:
    """Return one of each kind of JSON document."""
    _load()
    return sorted((kind() for kind in _subclasses(Document)), key=lambda source: source.name)


def _rank(source: Table) -> int:
    name = type(source).__name__
    return 1 + _LAST.index(name) if name in _LAST else 0


def _load() -> None:
    package = import_module(__package__ or "")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{__package__}.{module.name}")


def _subclasses(kind: type[T]) -> list[type[T]]:
    found = [sub for child in kind.__subclasses__() for sub in (child, *_subclasses(child))]
    return [sub for sub in found if sub.__module__.startswith(f"{__package__}.")]
