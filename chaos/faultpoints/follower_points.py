"""The named points of a follower: where `runfollowers` can be killed or stopped."""

from typing import Any

from chaos.faultpoints.points import reach
from forecasts.webhooks.models import Delivery
from forecasts.webhooks.sending import worker
from forecasts.webhooks.sending.request import Result
from weather.journal.followers import step
from weather.journal.followers.models import Follower
from weather.journal.followers.reading import Batch


def install() -> None:
    """Put the points in place."""
    _after_reading()
    _before_checkpoint()
    _before_note()


def _after_reading() -> None:
    read = step.next_batch  # type: ignore[attr-defined]

    def next_batch(follower: Follower, *, limit: int) -> Batch:
        batch: Batch = read(follower, limit=limit)
        if batch.entries and follower.name == "ledger":
            reach("after_reading")
        return batch

    setattr(step, "next_batch", next_batch)  # noqa: B010 - the step's own name for it


def _before_checkpoint() -> None:
    move = step.Step._move

    def _move(self: step.Step, *args: Any, **kwargs: Any) -> None:
        if self.follower.name == "ledger":
            reach("before_checkpoint")
        move(self, *args, **kwargs)

    step.Step._move = _move  # type: ignore[method-assign]


def _before_note() -> None:
    note = worker.note  # type: ignore[attr-defined]

    def noted(delivery: Delivery, result: Result) -> None:
        if result.is_delivered:
            reach("before_note")
        note(delivery, result)

    setattr(worker, "note", noted)  # noqa: B010 - the worker's own name for it
