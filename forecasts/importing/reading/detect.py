"""Opens a file by its content: JSON, a workbook, or a table of text."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from forecasts.importing.files.errors import UnreadableFile
from forecasts.importing.files.opening import Content, opened_content
from forecasts.importing.sources.base import Wishes

from .document_file import open_document
from .reading import Reading
from .table_file import open_table, open_workbook


@contextmanager
def opened(path: str, wishes: Wishes, name: str = "") -> Iterator[Reading]:
    """Open a file for reading its rows. Raises UnreadableFile, which calls it by `name`."""
    with opened_content(path, name) as content:
        yield reading_of(content, wishes)


def reading_of(content: Content, wishes: Wishes) -> Reading:
    """Return the reading of an open file. Raises UnreadableFile."""
    if content.is_workbook:
        return open_workbook(content, wishes)
    try:
        block = content.stream.peek(4096)
    except OSError as why:
        raise UnreadableFile(content.name, why.strerror or str(why)) from why
    if not block:
        raise UnreadableFile(content.name, _("is empty"))
    start = block.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"[") or content.name.lower().endswith(".json"):
        return open_document(content, wishes)
    return open_table(content, wishes)
