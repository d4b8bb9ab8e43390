"""The two tables of the journal: the entries, and the head with the last position."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .chain import ORIGIN
from .guard import ServiceWritten, WrittenElsewhere


class AppendOnlyError(WrittenElsewhere):
    """The journal was about to be written without emit()."""

    def __init__(self) -> None:
        super().__init__(
            "The journal is append-only: entries come by weather.journal.services.emit() and are "
            "never changed or deleted (manage.py prunejournal takes the oldest away)."
        )


class _Journal(ServiceWritten):
    """The base class of both tables."""

    written_by = "weather.journal.services"

    class Meta:
        abstract = True

    @classmethod
    def refusal(cls) -> AppendOnlyError:
        """Return the exception for writes outside the journal's own statements."""
        return AppendOnlyError()


class JournalEntry(_Journal):
    """One event at its position. `text`: the exact JSON stored in that transaction."""

    position = models.PositiveBigIntegerField(_("position"), primary_key=True)
    epoch = models.CharField(_("epoch"), max_length=32)
    event_id = models.UUIDField(_("event id"), unique=True)
    type = models.CharField(_("type"), max_length=100)
    subject = models.CharField(_("subject"), max_length=200)
    source = models.CharField(_("source"), max_length=100)
    actor = models.CharField(_("actor"), max_length=150)
    correlation_id = models.CharField(_("correlation id"), max_length=64)
    connection = models.CharField(_("connection"), max_length=64, blank=True)
    time = models.DateTimeField(_("time"))
    text = models.TextField(_("text"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        ordering = ["position"]
        # Not db_index, which on PostgreSQL is a second index for LIKE: each write pays for it.
        indexes = [models.Index(fields=["subject", "position"], name="journal_by_subject")]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")

    def __str__(self) -> str:
        return f"{self.position} {self.type} {self.subject}"


class JournalHead(_Journal):
    """The single row that holds the journal's end; writers serialize on its row lock.

    position: the last position given out, 0 before the first.
    digest: that of the last entry, to which the next one is chained.
    epoch: names this history; a restored database gets a new one.
    pruned_position, pruned_digest: the last pruned entry, to which the rest is chained.
    """

    position = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=ORIGIN)
    pruned_position = models.PositiveBigIntegerField(default=0)
    pruned_digest = models.CharField(max_length=64, default=ORIGIN)
    epoch = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="journal_has_one_head"),
        ]

    def __str__(self) -> str:
        return f"{self.epoch}:{self.position}"
