"""The database under test, and operations on it from outside."""

from abc import ABC, abstractmethod
from asyncio import Task


class Database(ABC):
    """`url` connects directly, without a proxy."""

    kind = ""
    url = ""

    @abstractmethod
    def close(self) -> None:
        """End it and remove its data."""

    @abstractmethod
    def hold_head(self, seconds: float) -> Task[None]:
        """Hold the journal's head row in a transaction, as a stalled writer does."""

    @abstractmethod
    def execute(self, statement: str) -> None:
        """Run one statement."""

    def is_writable(self) -> bool:
        """Whether a write gets its lock, after a wait: there is one for each row."""
        return True

    @abstractmethod
    def set_restore_point(self) -> int:
        """Mark the state that return_to_restore_point() restores; return its last position."""

    @abstractmethod
    def return_to_restore_point(self) -> None:
        """Lose all commits since set_restore_point(), with clients connected; may change `url`."""
