"""Arms the named points (chaos.faultpoints.points), from outside of the processes."""

import secrets
from pathlib import Path


class Arming:
    """`folder` is where the processes look for armed points."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def arm(self, point: str, action: str, *, origin: str) -> None:
        """Arm `action` to happen once at a named point of the api or web processes."""
        draft = self.folder / secrets.token_hex(4)
        draft.write_text(action)
        draft.rename(self.folder / f"{point}.{origin}")

    def disarm(self) -> list[str]:
        """Disarm the points that were not reached, and return their names."""
        left = [path.name for path in self.folder.iterdir()]
        for path in self.folder.iterdir():
            path.unlink(missing_ok=True)
        return left
