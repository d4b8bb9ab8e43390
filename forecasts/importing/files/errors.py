"""Errors that stop an import. A single wrong row is a rows.Refused instead."""

from django.utils.translation import gettext as _

from forecasts.texts import files as texts


class UnreadableFile(Exception):
    """The file can't be read any further; the text names the file and, if known, the place."""

    def __init__(
        self, file: str, reason: str, *, line: int | None = None, column: str = ""
    ) -> None:
        place = [file]
        if line is not None:
            place.append(texts.line(line))
        if column:
            place.append(_("column %(name)s") % {"name": column})
        super().__init__(texts.at(", ".join(place), reason))


class UnitUndecided(UnreadableFile):
    """The unit of the temperatures is unknown: the user must name it. likely: the likely one."""

    def __init__(self, file: str, reason: str, *, column: str, likely: str) -> None:
        super().__init__(file, reason, column=column)
        self.likely = likely
