"""A follower's cursor, and its parked entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weather.journal.chain import ORIGIN


class Follower(models.Model):
    """A durable, named cursor: everything up to `position` is done.

    digest: the journal's at that position, which proves the history.
    holder, leased_until: the process that runs it, for as long as it renews its lease. The times
    are the database's clock.
    tries: how often the entry after the position failed; the next try comes at `retry_at`.
    lost: entries that were pruned before it had read them.
    """

    name = models.CharField(_("name"), max_length=50, primary_key=True)
    position = models.PositiveBigIntegerField(_("position"), default=0)
    digest = models.CharField(max_length=64, default=ORIGIN)
    moved_at = models.DateTimeField(_("last moved"), null=True, blank=True)
    is_paused = models.BooleanField(_("paused"), default=False)
    holder = models.CharField(_("process"), max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(_("failed attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    lost = models.PositiveBigIntegerField(_("lost to pruning"), default=0)

    class Meta:
        ordering = ["name"]
        verbose_name = _("follower")
        verbose_name_plural = _("followers")

    def __str__(self) -> str:
        return f"{self.name}:{self.position}"


class ParkedEntry(models.Model):
    """An entry that a follower failed to process and skipped. is_due: it is to be retried."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="parked")
    position = models.PositiveBigIntegerField(_("position"))
    tries = models.PositiveIntegerField(_("failed attempts"))
    error = models.TextField(_("error"), blank=True)
    time = models.DateTimeField(_("time"))
    is_due = models.BooleanField(_("to be tried again"), default=False)

    class Meta:
        ordering = ["follower", "position"]
        constraints = [models.UniqueConstraint(fields=["follower", "position"], name="parked_once")]
        verbose_name = _("parked entry")
        verbose_name_plural = _("parked entries")

    def __str__(self) -> str:
        return f"{self.follower_id} {self.position}"
