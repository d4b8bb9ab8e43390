"""Forecasts are for days from 1800-01-01 to 2200-12-31. Rows beyond them are named, not changed."""

import datetime as dt
from typing import Any

import django.core.validators
from django.db import migrations, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = dt.date(1800, 1, 1), dt.date(2200, 12, 31)
NAMED = 20


class RowsOutOfBounds(Exception):
    """Some rows would break the new rule; the message names them and says what to do."""


def stop_at_rows_out_of_bounds(apps: Any, schema_editor: Any) -> None:
    """Raise RowsOutOfBounds, before anything is changed, if there are such rows."""
    forecasts = apps.get_model("forecasts", "Forecast").objects.using(
        schema_editor.connection.alias
    )
    outside = forecasts.filter(Q(date__lt=EARLIEST) | Q(date__gt=LATEST)).order_by("pk")
    if count := outside.count():
        rows = [f"{pk} ({date})" for pk, date in outside.values_list("pk", "date")[:NAMED]]
        more = f" and {count - NAMED:,} more" if count > NAMED else ""
        what = "1 forecast is for a day" if count == 1 else f"{count:,} forecasts are for days"
        raise RowsOutOfBounds(
            f"{what} before {EARLIEST} or after {LATEST}, which is no longer allowed: "
            f"{', '.join(rows)}{more}. Nothing was changed. With the version that you have now, "
            "delete what is named here or give it another day; then migrate again."
        )


class Migration(migrations.Migration):
    dependencies = [("forecasts", "0003_searching")]

    operations = [
        migrations.RunPython(stop_at_rows_out_of_bounds, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="forecast",
            name="date",
            field=models.DateField(
                validators=[
                    django.core.validators.MinValueValidator(
                        EARLIEST, _("Send a day from 1800-01-01 to 2200-12-31.")
                    ),
                    django.core.validators.MaxValueValidator(
                        LATEST, _("Send a day from 1800-01-01 to 2200-12-31.")
                    ),
                ],
                verbose_name="date",
            ),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.CheckConstraint(
                condition=Q(date__gte=EARLIEST, date__lte=LATEST), name="forecast_date_in_range"
            ),
        ),
    ]
