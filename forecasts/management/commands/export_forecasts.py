"""manage.py export_forecasts: writes forecasts to a file or to standard output."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forecasts.exporting.formats import FORMATS, Csv, Format
from forecasts.exporting.reading import written
from forecasts.forms.filter_form import ExportForm
from forecasts.models import Forecast
from forecasts.reads.filters import BoardFilter
from weather.configuration.users_files import usual_mode

_OPTIONS = {
    "q": "q",
    "location": "location",
    "place": "place",
    "after": "date_after",
    "before": "date_before",
}


class Command(BaseCommand):
    """Writes the forecasts that match the options; without options all."""

    help = "Export forecasts as CSV, JSON, NDJSON or iCalendar."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, the format and the filters."""
        parser.add_argument(
            "file", nargs="?", default="-", help="output file; - for standard output"
        )
        parser.add_argument(
            "--format", choices=sorted(FORMATS), help="default: by the file name, else csv"
        )
        parser.add_argument("--q", default="", help="words to find in location or summary")
        parser.add_argument("--location", default="", help="a location, ignoring case and accents")
        parser.add_argument("--place", default="", help="an exact location")
        parser.add_argument("--after", default="", help="first date, YYYY-MM-DD")
        parser.add_argument("--before", default="", help="last date, YYYY-MM-DD")
        parser.add_argument(
            "--raw",
            action="store_true",
            help="CSV for programs: do not guard text that a spreadsheet would take for a formula",
        )

    def handle(self, *args: Any, file: str, raw: bool, **options: Any) -> None:
        """Write the file. Raises CommandError if an option or the file is wrong."""
        name = options["format"] or (Path(file).suffix[1:] if file != "-" else "csv")
        if name not in FORMATS:
            raise CommandError(f"--format: choose one of {', '.join(sorted(FORMATS))}.")
        if raw and name != "csv":
            raise CommandError("--raw is for CSV: the other formats have no formulas.")
        format_: Format = Csv(is_guarded=False) if raw else FORMATS[name]()
        found = _chosen(options).apply_to(Forecast.objects.all())
        parts = written(found, format_)
        if file == "-":
            for part in parts:
                self.stdout.write(part, ending="")
            return
        try:
            _write(Path(file), parts)
        except OSError as why:
            raise CommandError(f"{file}: {why.strerror or why}") from why
        self.stderr.write(f"Written to {file}.")


def _write(path: Path, parts: Iterator[str]) -> None:
    """Write to a temporary name first, so that a file by the final name is complete."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as opened:
            opened.writelines(parts)
        draft.chmod(usual_mode(path))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _chosen(options: dict[str, Any]) -> BoardFilter:
    form = ExportForm({field: options[name] for name, field in _OPTIONS.items()})
    if not form.is_valid():
        names = {field: name for name, field in _OPTIONS.items()}
        wrong = [
            f"--{names[field]}: {' '.join(map(str, errors))}"
            for field, errors in form.errors.items()
        ]
        raise CommandError(" ".join(wrong))
    return replace(BoardFilter.of(form.cleaned_data), place=form.cleaned_data["place"])
