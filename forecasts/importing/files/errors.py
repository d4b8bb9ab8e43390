"""Errors that stop an import. A single wrong row is a rows.Refused instead."""


class UnreadableFile(Exception):
    """The file can't be read any further; the text names the file and, if known, the place."""

    def __init__(
        self, file: str, reason: str, *, line: int | None = None, column: str = ""
    ) -> None:
        place = [file]
        if line is not None:
            place.append(f"line {line}")
        if column:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {reason}")


class UnitUndecided(UnreadableFile):
    """The unit of the temperatures is unknown: the user must name it. likely: the likely one."""

    def __init__(self, file: str, reason: str, *, column: str, likely: str) -> None:
        super().__init__(file, reason, column=column)
        self.likely = likely
