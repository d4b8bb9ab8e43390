"""The last version of a forecast that the journal knows, also after its deletion."""

import json

from weather.journal.subjects import texts_about

from .events import subject_of


def last_version(forecast_id: int) -> int:
    """Return the last version in the journal; 0 if there is none, or it is pruned."""
    texts = texts_about(subject_of(forecast_id), limit=1)
    return int(json.loads(texts[0])["data"]["version"]) if texts else 0


def is_last_deletion(forecast_id: int, version: int) -> bool:
    """Return whether the deletion at that version is the forecast's last known event."""
    return last_version(forecast_id) <= version
