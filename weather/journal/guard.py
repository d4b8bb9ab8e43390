"""Models whose rows only their service module may write.

Django writes rows by save(), create(), update(), bulk_create(), loaddata and more. A model that
derives from ServiceWritten refuses all of them outside `with service_write():`, which encloses the
single statements of the module that the model names in `written_by`. Python cannot refuse plain
SQL; `manage.py verifyjournal --rows` finds its changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_delete, pre_save

M = TypeVar("M", bound=models.Model)

_in_service_write: ContextVar[bool] = ContextVar("in_service_write", default=False)


class WrittenElsewhere(TypeError):
    """A row was about to be written without its event."""


@contextmanager
def service_write() -> Iterator[None]:
    """Allow guarded writes of this thread or task in the block; only for `written_by` modules."""
    token = _in_service_write.set(True)
    try:
        yield
    finally:
        _in_service_write.reset(token)


class ServiceWrittenQuerySet(models.QuerySet[M]):
    """Allows reads everywhere, and bulk writes only in service_write()."""

    def update(self, **kwargs: Any) -> int:
        """Update rows. Raises WrittenElsewhere."""
        refuse_outside_service_write(self.model)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows. Raises WrittenElsewhere, also when there are none."""
        refuse_outside_service_write(self.model)
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[M]:
        """Insert rows. Raises WrittenElsewhere."""
        refuse_outside_service_write(self.model)
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Update rows. Raises WrittenElsewhere."""
        refuse_outside_service_write(self.model)
        return super().bulk_update(*args, **kwargs)


class ServiceWritten(models.Model):
    """A model whose rows are written by one module only.

    written_by: that module, with what to call there; shown in the error.
    """

    written_by: ClassVar[str]

    objects: ClassVar[Any] = ServiceWrittenQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row. Raises WrittenElsewhere, before it begins a transaction."""
        refuse_outside_service_write(type(self))
        return super().delete(*args, **kwargs)

    @classmethod
    def refusal(cls) -> WrittenElsewhere:
        """Return what is raised when a row is written anywhere else."""
        return WrittenElsewhere(
            f"{cls.__name__} is written by {cls.written_by} only, so that everybody hears of each "
            "change: call that instead."
        )


def guard_models() -> None:
    """Refuse what saves or deletes single rows, fixtures too, of all models that ask for it."""
    for model in apps.get_models():
        if issubclass(model, ServiceWritten):
            for signal in (pre_save, pre_delete):
                signal.connect(_refuse, sender=model, dispatch_uid="journal.guard")


def refuse_outside_service_write(model: type[Any]) -> None:
    """Raise the model's refusal, unless it is written where it should be."""
    if not _in_service_write.get():
        raise model.refusal()


def _refuse(sender: type[Any], **_: Any) -> None:
    refuse_outside_service_write(sender)
