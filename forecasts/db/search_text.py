"""Text normalised for search: case-folded and without accents, as in the browser.

static/forecasts/board/search_text.js does the same, so that the page can match a changed forecast
against its filter without a request.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:  # only the stubs know the type of a field's value
    _Text = models.TextField

# Both forms of sigma count as the same letter, as their use depends on the position in a word.
_SIGMAS = ("\N{GREEK SMALL LETTER FINAL SIGMA}", "\N{GREEK SMALL LETTER SIGMA}")
_SPACE = re.compile(r"[\s\ufeff]+")


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """Return the text in lower case and without accents, each run of white space as one space."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn"
    )
    return _SPACE.sub(" ", bare.lower().replace(*_SIGMAS)).strip(" ")


def search_text(*, location: str, summary: str) -> str:
    """Return a forecast's search text: the location, then, on the next line, the summary."""
    return f"{normalised(location)}\n{normalised(summary)}"


class SearchTextField(_Text):
    """Stores search_text() of its forecast, updated by each save (the column `folded`)."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the text to store, and set it on the instance."""
        text = search_text(
            location=getattr(model_instance, "location"),  # noqa: B009 - any model's, to the types
            summary=getattr(model_instance, "summary"),  # noqa: B009
        )
        setattr(model_instance, self.attname, text)
        return text
