"""The text of an event without its actor, for readers who may not see it."""

import re

from .signature import signed, unsigned

#: The purpose in the signature. Such a text is not a journal entry, and no relay accepts it.
USE = "weather.journal.anonymous"

# In JSON a quotation mark within a text is escaped: no text of another member looks like this.
_WHO = re.compile(r',"actor":"(?:[^"\\]|\\.)*"(?:,"connection":"[^"]*")?')


def anonymous_text(text: str) -> str:
    """Return the text without `actor` and `connection`, and with a signature over what is left."""
    return signed(_WHO.sub("", unsigned(text), count=1), use=USE)
