"""The last version of a forecast that the journal knows, also after its deletion."""

import json

from weather.journal.selectors import texts_about

from .events import subject_of


def last_version(forecast_id: int) -> int:
    """Return the last version that the journal knows; 0 if it knows none (any more)."""
    texts = texts_about(subject_of(forecast_id), limit=1)
    return int(json.loads(texts[0])["data"]["version"]) if texts else 0


def is_last_deletion(forecast_id: int, version: int) -> bool:
    """Return whether nothing is known of a forecast after its deletion at that version."""
    return last_version(forecast_id) <= version
