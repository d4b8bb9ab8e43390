"""Names the options of an import in texts, as the reader gives them.

A command has options, such as --unit F, and a page has menus: a text has a place for the option's
name, and the interface says how its options are called, while the text is made.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import Promise, lazy

#: Returns what an option with a value, which may be "", is called.
Naming = Callable[[str, str], str]


def _in_a_command(name: str, value: str) -> str:
    return f"--{name} {value}".rstrip()


_naming: ContextVar[Naming] = ContextVar("naming", default=_in_a_command)


def option(name: str, value: str = "") -> str:
    """Return what the option is called: "--unit F" in a command."""
    return _naming.get()(name, value)


@contextmanager
def options_named(naming: Naming) -> Iterator[None]:
    """Let `naming` name the options in the texts that are made inside this context."""
    token = _naming.set(naming)
    try:
        yield
    finally:
        _naming.reset(token)


def _with_option(text: str | Promise, name: str, value: str = "") -> str:
    return str(text) % {"option": option(name, value)}


#: Returns a text with an option in it, which is made when it is shown.
with_option = lazy(_with_option, str)
