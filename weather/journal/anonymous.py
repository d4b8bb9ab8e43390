"""An event's text for readers who are not told who made the change."""

import re

from .signature import signed, unsigned

#: What such a text is signed for. Nothing relays it: it is no entry of the journal.
USE = "weather.journal.anonymous"

# In JSON a quotation mark within a text is escaped: no text of another member looks like this.
_WHO = re.compile(r',"actor":"(?:[^"\\]|\\.)*"(?:,"connection":"[^"]*")?')


def anonymous_text(text: str) -> str:
    """Return the text without `actor` and `connection`, and with a signature over what is left."""
    return signed(_WHO.sub("", unsigned(text), count=1), use=USE)
