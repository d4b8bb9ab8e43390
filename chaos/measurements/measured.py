"""A promise, and what was seen of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """`value` and the `most` that is promised, both in `unit`."""

    what: str
    value: float
    most: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        return self.value <= self.most

    def __str__(self) -> str:
        verdict = "" if self.kept else "  BROKEN"
        return f"{self.what}: {self.value:.1f} {self.unit} (at most {self.most:g}){verdict}"
