"""Describes a Redis error for people, in the language of each reader."""

from weather.health.words import worded

from .refusals import text_for


def shown_reason(error: BaseException) -> str:
    """Return a lazy text, such as that of refusals.reason()."""
    text, said = text_for(error)
    return worded(text, error=said)
