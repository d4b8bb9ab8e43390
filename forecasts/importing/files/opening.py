"""Opens a file or standard input, and unpacks archives."""

import gzip
import hashlib
import re
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from .archives import Bounded, data_member, is_workbook
from .errors import UnreadableFile
from .limits import COMMAND, Limits
from .parser_texts import parser_text
from .sheet_size import refuse_large_workbook

STANDARD_INPUT = "-"
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_IN_MEMORY = 8 * 1024**2  # bytes of standard input before it goes to a temporary file


@dataclass(frozen=True, slots=True)
class Content:
    """An open file. name: for messages. size, position(): of the packed file, in bytes.

    limits: for what reads the stream; of the unpacked bytes it has no more than they allow.
    """

    name: str
    stream: BufferedReader
    size: int
    position: Callable[[], int]
    is_workbook: bool
    limits: Limits = COMMAND
    note: str = ""


@contextmanager
def opened_content(path: str, name: str = "", *, limits: Limits = COMMAND) -> Iterator[Content]:
    """Open a file, unpacking gzip and zip. Raises UnreadableFile, which calls it by `name`."""
    with ExitStack() as stack:
        file = stack.enter_context(_opened(path))
        name = name or Path(path).name
        try:
            yield _unpacked(file, name, stack, limits)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as why:
            reason = _("a broken or protected archive: %(reason)s")
            raise UnreadableFile(name, reason % {"reason": parser_text(str(why))}) from why


def digest_of(path: str) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits. Raises UnreadableFile."""
    with _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


@contextmanager
def kept_input(path: str) -> Iterator[str]:
    """Yield a path that can be opened twice: standard input and pipes are copied to a file."""
    if path != STANDARD_INPUT and not Path(path).is_fifo():
        yield path
        return
    with tempfile.NamedTemporaryFile(prefix="import-") as kept, _opened(path) as file:
        shutil.copyfileobj(file, kept)
        kept.flush()
        yield kept.name


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    if _URL.match(path):
        reason = _(
            "an address; fetch it first, e.g. curl -fL ADDRESS | manage.py import_forecasts -"
        )
        raise UnreadableFile(path, reason)
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as why:
        raise UnreadableFile(path, getattr(why, "strerror", None) or str(why)) from why
    with file:
        yield file


def _unpacked(file: BinaryIO, name: str, stack: ExitStack, limits: Limits) -> Content:
    size = file.seek(0, 2)
    file.seek(0)
    raw = cast(BufferedReader, file)
    try:
        start = raw.peek(4)[:4]
    except OSError as why:
        raise UnreadableFile(name, why.strerror or str(why)) from why
    content = Content(name, raw, size, raw.tell, is_workbook=False, limits=limits)
    if start.startswith(b"\x1f\x8b"):
        inner = stack.enter_context(gzip.GzipFile(fileobj=raw))
        return replace(content, stream=Bounded.buffered(inner, name, limits))
    if not start.startswith(b"PK\x03\x04"):
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            raise UnreadableFile(name, _("an old .xls workbook; save it as .xlsx or CSV"))
        return content
    archive = stack.enter_context(zipfile.ZipFile(raw))
    if is_workbook(archive):
        refuse_large_workbook(archive, name, limits)
        raw.seek(0)
        return replace(content, is_workbook=True)
    member = data_member(archive, name)
    inner_file = stack.enter_context(archive.open(member))
    names = {"member": repr(member.filename), "archive": name}
    note = _("Read %(member)s of %(archive)s.") % names
    return replace(content, stream=Bounded.buffered(inner_file, name, limits), note=note)
