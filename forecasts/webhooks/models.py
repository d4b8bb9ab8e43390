"""Subscriptions, what is to be delivered to them, and each attempt to do so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """A URL that receives events.

    event_types, locations: lists; an empty one allows all. secret: encrypted; what it signs, the
    receiver verifies. old_secret signs too, until old_secret_until, so that a receiver has time to
    learn the new one. from_position: only events after it are delivered. disabled_because: why it
    is not active; "" when its owner chose so.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), related_name="+"
    )
    url = models.CharField(_("address"), max_length=500)
    event_types = models.JSONField(_("event types"), default=list, blank=True)
    locations = models.JSONField(_("locations"), default=list, blank=True)
    secret = models.CharField(max_length=300)
    old_secret = models.CharField(max_length=300, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    from_position = models.PositiveBigIntegerField(default=0)
    is_active = models.BooleanField(_("switched on"), default=True)
    disabled_because = models.CharField(_("disabled because"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url


class State(models.TextChoices):
    """The state of a delivery."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")


class Delivery(models.Model):
    """An event for a subscription. Those that wait are sent in order of `pk`.

    position: the event's in the journal; None for a test event.
    text: the body, stored because the journal may be pruned before it is sent.
    attempts: how many in a row; next_at: when the next one is due.
    """

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    position = models.PositiveBigIntegerField(_("position"), null=True, blank=True)
    event_id = models.CharField(_("event id"), max_length=64)
    type = models.CharField(_("type"), max_length=100)
    text = models.TextField()
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "position"], name="delivered_once")
        ]
        indexes = [
            models.Index(
                fields=["subscription", "id"],
                name="deliveries_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["event_id"], name="deliveries_by_event"),
        ]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class Attempt(models.Model):
    """One request. status: the answer's, None without one; seconds: how long it took."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    time = models.DateTimeField(_("time"), auto_now_add=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"))
    error = models.CharField(_("error"), max_length=300, blank=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.time:%Y-%m-%dT%H:%M:%SZ} {self.status or self.error}"
