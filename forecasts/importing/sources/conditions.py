"""Words for the weather codes of several sources, and how grave each is."""

_GRAVITY = ("clear", "fair", "cloud", "overcast", "fog", "mist", "haze", "drizzle", "shower",
            "rain", "sleet", "snow", "hail", "thunder")  # fmt: skip


def gravity_of(words: str) -> int:
    """Return a number that is higher for graver weather, by the words for it."""
    lower = words.casefold()
    grades = [grade for grade, word in enumerate(_GRAVITY) if word in lower]
    heavy = 0 if "light" in lower or "slight" in lower else 1 + ("heavy" in lower)
    return max(grades, default=-1) * 10 + heavy


def sentence_of(words: object) -> str:
    """Return the words with a capital at the start; "" if it isn't text."""
    text = " ".join(words.split()) if isinstance(words, str) else ""
    return text[:1].upper() + text[1:]
