"""The counts. follower.py alone writes them."""

from django.db import models


class EventCount(models.Model):
    """Numbers of events. day: of the event, in UTC; type: such as "created"."""

    day = models.DateField()
    type = models.CharField(max_length=50)
    origin = models.CharField(max_length=50)
    location = models.CharField(max_length=100)
    events = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "type", "origin", "location"], name="counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.type} {self.origin} {self.location}: {self.events}"


class Revision(models.Model):
    """Sizes of temperature revisions, by the days between the change and the forecast's date.

    tenths: the sum of the changes' sizes, in tenths of a degree Celsius.
    """

    lead_days = models.IntegerField(primary_key=True)
    revisions = models.PositiveBigIntegerField()
    tenths = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.lead_days} days: {self.revisions}"
