"""Shows what an uploaded file is read as, before anything is imported."""

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from forecasts.importing.command.report import read_as
from forecasts.importing.command.tally import Tally
from forecasts.importing.files.errors import UnitUndecided, UnreadableFile
from forecasts.importing.files.limits import UPLOAD, TooLarge, too_many
from forecasts.importing.files.opening import Content, digest_of, opened_content
from forecasts.importing.reading.choices import choices, days_repeat
from forecasts.importing.reading.detect import reading_of
from forecasts.importing.reading.table_file import first_rows
from forecasts.importing.rows.row import Refused, Row
from forecasts.importing.sources.base import Wishes
from forecasts.rules.fields import PLAIN
from forecasts.selectors import was_imported
from forecasts.texts.options import options_named

from .existing_rows import ExistingRows, about_existing
from .kept import Upload
from .menus import named_by_menus

#: Rows that are shown, and that a file may have; for longer ones there is the command.
SHOWN = 20
MOST_ROWS = 50_000


@dataclass(slots=True)
class Preview:
    """problem: why the file can't be imported as it is; unit: the one to ask for, if that is why.

    read: all rows. columns: the names in the header, for the menus. rows: the first ones.
    taken: rows that are fit; imported: those without the ones to be skipped. existing: the numbers
    of the rows whose day and place already have a forecast; about_existing: what happens to them.
    choices: column → values, of which rows can be chosen; days_repeat: that can help, as most days
    have several rows. plain: the fields that are shown beside the four which every row has.
    """

    plain: ClassVar = PLAIN
    read_as: str = ""
    notes: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    days_repeat: bool = False
    rows: list[Row] = field(default_factory=list)
    read: int = 0
    taken: int = 0
    imported: int = 0
    existing: set[int] = field(default_factory=set)
    about_existing: str = ""
    refused: list[tuple[str, int]] = field(default_factory=list)
    rounded: int = 0
    problem: str = ""
    unit: str = ""


@options_named(named_by_menus)
def preview_of(upload: Upload, wishes: Wishes, *, existing: str = "") -> Preview:
    """Read the whole file and return what an import would make of it, in the active language.

    existing: as for import_upload().
    """
    preview = Preview()
    _look_at_columns(upload, wishes, preview)
    try:
        _read(upload, wishes, preview)
        _say_what_is_skipped(upload, existing, preview)
    except UnitUndecided as why:
        preview.problem, preview.unit = str(why), why.likely
    except TooLarge as why:
        preview.problem = _("%(reason)s; import it with manage.py import_forecasts")
        preview.problem %= {"reason": why}
    except UnreadableFile as why:
        preview.problem = str(why)
    if not preview.problem and not preview.taken:
        preview.problem = _("No row could be taken.")
    return preview


def _opened(upload: Upload) -> AbstractContextManager[Content]:
    return opened_content(str(upload.path), upload.name, limits=UPLOAD)


def _read(upload: Upload, wishes: Wishes, preview: Preview) -> None:
    tally = Tally(limit=0)
    there = ExistingRows()
    with _opened(upload) as content:
        reading = reading_of(content, wishes)
        for row in reading.rows:
            tally.read += 1
            if tally.read > MOST_ROWS:
                raise too_many(upload.name, _("more than %(count)s rows"), MOST_ROWS)
            if len(preview.rows) < SHOWN:
                preview.rows.append(row)
            if isinstance(row, Refused):
                tally.refuse(row)
            else:
                preview.taken += 1
                tally.rounded += row.rounded
                there.add(row)
        there.end()
        preview.read_as, preview.notes = read_as(reading, tally), reading.notes()
    preview.read, preview.existing = tally.read, there.numbers
    preview.refused, preview.rounded = tally.reasons.most_common(20), tally.rounded


def _say_what_is_skipped(upload: Upload, existing: str, preview: Preview) -> None:
    if not existing:
        existing = "skip" if was_imported(digest_of(str(upload.path))) else "add"
    preview.about_existing = about_existing(len(preview.existing), existing)
    preview.imported = preview.taken - (len(preview.existing) if existing == "skip" else 0)


def _look_at_columns(upload: Upload, wishes: Wishes, preview: Preview) -> None:
    with suppress(UnreadableFile), _opened(upload) as content:
        preview.columns, rows = first_rows(content, wishes)
        preview.choices = choices(preview.columns, rows)
        date = wishes.columns.get("date", "")
        preview.days_repeat = days_repeat(preview.columns, rows, date)
