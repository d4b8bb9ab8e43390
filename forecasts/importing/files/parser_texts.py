"""The texts of Python's parsers, which are English, for readers of other languages."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_PLAIN = frozenset(
    {
        # json
        gettext_noop("Expecting value"),
        gettext_noop("Expecting ',' delimiter"),
        gettext_noop("Expecting ':' delimiter"),
        gettext_noop("Expecting property name enclosed in double quotes"),
        gettext_noop("Extra data"),
        gettext_noop("Illegal trailing comma before end of array"),
        gettext_noop("Illegal trailing comma before end of object"),
        gettext_noop("Invalid \\escape"),
        gettext_noop("Invalid \\uXXXX escape"),
        gettext_noop("Invalid control character at"),
        gettext_noop("Unterminated string starting at"),
        # gzip and zip
        gettext_noop("Compressed file ended before the end-of-stream marker was reached"),
        gettext_noop("File is not a zip file"),
    }
)
_WITH_VALUES = [
    (
        re.compile(r"'(?P<delimiter>.)' expected after '(?P<quote>.)'", re.DOTALL),
        gettext_noop("'%(delimiter)s' expected after '%(quote)s'"),
    ),
    (
        re.compile(r"field larger than field limit \((?P<limit>[0-9]+)\)"),
        gettext_noop("field larger than field limit (%(limit)s)"),
    ),
    (
        re.compile(r"File (?P<name>.+) is encrypted, password required for extraction"),
        gettext_noop("File %(name)s is encrypted, password required for extraction"),
    ),
    (
        re.compile(r"Bad CRC-32 for file (?P<name>.+)"),
        gettext_noop("Bad CRC-32 for file %(name)s"),
    ),
]


def parser_text(said: str) -> str:
    """Return a parser's text in the active language; in English if it is not known here."""
    # The csv module's text for a quotation mark that nothing closes.
    if said == "unexpected end of data":
        return _("a quotation mark is not closed")
    if said in _PLAIN:
        return _(said)
    for pattern, text in _WITH_VALUES:
        if found := pattern.fullmatch(said):
            return _(text) % found.groupdict()
    return said
