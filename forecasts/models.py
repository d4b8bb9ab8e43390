"""The models of forecasts and of imports. Only the services write them.

One file, since Django looks for an app's models here.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forecasts.db.days import DAY_RULES, EARLIEST, LATEST
from forecasts.db.search_text import SearchTextField
from forecasts.db.sort_order import CodePointCharField
from forecasts.db.temperature import fahrenheit
from forecasts.db.text_rules import prohibit_surrogates
from weather.journal.guard import ServiceWritten

LARGEST_VERSION = 2**31 - 1
COLDEST_C = Decimal(-100)
HOTTEST_C = Decimal(100)

# PostgreSQL refuses NUL in text and no database stores half of a surrogate pair.
_text_rules: list[Callable[[Any], None]] = [ProhibitNullCharactersValidator(), prohibit_surrogates]

# Database defaults, for an older version that does not know these columns.
_NOTHING = models.Value([], output_field=models.JSONField())


class Forecast(ServiceWritten):
    """The weather expected on a date, perhaps at a location.

    date: from 1800-01-01 to 2200-12-31.
    temperature_c: °C, −100 … 100, at most one decimal.
    folded: the normalised search text, of location and summary (forecasts.db.search_text).
    version: 1 at first, increased by each change. submission: identifies the request that created
    it, so that a repeated request does not create a second one.
    """

    written_by = "forecasts.services (create_forecast, update_forecast, delete_forecast, …)"

    date = models.DateField(_("date"), validators=DAY_RULES)
    temperature_c = models.DecimalField(
        _("temperature (°C)"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(COLDEST_C), MaxValueValidator(HOTTEST_C)],
    )
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, default="", validators=_text_rules
    )
    location = CodePointCharField(
        _("location"), max_length=100, blank=True, default="", validators=_text_rules
    )
    folded = SearchTextField(blank=True, default="", editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        ordering = ["date", "location", "id"]
        indexes = [
            models.Index(fields=["date", "location", "id"], name="forecast_by_date"),
            # With the temperature, as the chart is then read from the index alone.
            models.Index(
                fields=["location", "date", "id", "temperature_c"], name="forecast_by_place"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(temperature_c__gte=COLDEST_C, temperature_c__lte=HOTTEST_C),
                name="forecast_temperature_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(date__gte=EARLIEST, date__lte=LATEST),
                name="forecast_date_in_range",
            ),
        ]
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")

    def __str__(self) -> str:
        values = {"day": self.date, "temperature": f"{localize(self.temperature_c)} °C"}
        if self.location:
            return gettext("{location}, {day}: {temperature}").format(
                location=self.location, **values
            )
        return gettext("{day}: {temperature}").format(**values)

    @property
    def temperature_f(self) -> int:
        """°F: °C × 9/5 + 32, rounded to a whole degree, halves away from zero."""
        return fahrenheit(self.temperature_c)


class DeletedSubmission(ServiceWritten):
    """The submission of a deleted forecast, kept while the request may be repeated."""

    written_by = "forecasts.services"

    forecast_id = models.BigIntegerField(primary_key=True)
    submission = models.UUIDField(db_index=True)
    deleted_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # only the services use it

    def __str__(self) -> str:
        return f"{self.forecast_id}: {self.submission}"


class ImportedFile(ServiceWritten):
    """A file that was imported, so that a repeated import does not create its forecasts again.

    digest: SHA-256 of its bytes, as 64 hexadecimal digits.
    """

    written_by = "forecasts.import_records (remember_imported_file)"

    digest = models.CharField(max_length=64, primary_key=True)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()  # only the importer uses it

    def __str__(self) -> str:
        return self.digest


class Import(ServiceWritten):
    """An import, so that it can be taken back as a whole.

    after, last: the journal's positions between which its events are; last is 0 until it ended.
    correlation_id: that of its events. made: forecasts.
    blocks: first and last position of each run of its events in the journal.
    places: the first two locations of its forecasts, "" for one without.
    takes_back: it deletes the forecasts of another import.
    """

    written_by = "forecasts.import_records"

    name = models.CharField(max_length=100)
    actor = models.CharField(max_length=150)
    correlation_id = models.CharField(max_length=64)
    began_at = models.DateTimeField(auto_now_add=True)
    after = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True)
    blocks = models.JSONField(default=list, db_default=_NOTHING)
    places = models.JSONField(default=list, db_default=_NOTHING)
    takes_back = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["-began_at", "-id"]
        # The activity asks for the imports around a position, and for the one of an id.
        indexes = [
            models.Index(fields=["after"], name="import_by_position"),
            models.Index(fields=["correlation_id"], name="import_by_correlation"),
        ]
        default_permissions = ()  # who may add and delete forecasts may import and take back

    def __str__(self) -> str:
        return f"{self.actor}: {self.name}"


class ImportPlace(ServiceWritten):
    """How many events of an import are about forecasts of a location, "" for those without.

    first, last: the positions of the first and the last of them in the journal.
    """

    written_by = "forecasts.import_records (extend_import)"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="at", db_index=False)
    location = models.CharField(max_length=100, blank=True)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "location"], name="import_at_place")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.location}: {self.count}"
