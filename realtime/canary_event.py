"""The canary's event. It is defined only where CANARY_SECONDS is set: off by default."""

from typing import ClassVar

from weather.journal.events import DomainEvent

TYPE = "canary.beat"


def define() -> None:
    """Make the event known to this process, so that a subscriber listens on its channel."""

    class CanaryBeat(DomainEvent):
        """A test event without weather data."""

        type: ClassVar[str] = TYPE
        is_internal: ClassVar[bool] = True
