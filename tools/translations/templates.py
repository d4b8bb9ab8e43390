"""Babel's extractor for Django templates, which Django itself turns into what looks like Python."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract_template(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Any,
) -> Iterator[tuple[Any, ...]]:
    """Yield a template's texts as Babel asks for them: line, function, arguments, comments.

    Source: https://babel.pocoo.org/en/latest/messages.html#writing-extraction-methods
    """
    text = templatize(file.read().decode())
    # Indentation would not be Python's.
    python = "\n".join(line.strip() for line in text.splitlines())
    yield from extract_python(BytesIO(python.encode()), keywords, comment_tags, options)
