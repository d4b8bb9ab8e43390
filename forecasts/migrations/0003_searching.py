"""The text that searches compare, and locations sorted by code points on every database."""

from typing import Any

import django.core.validators
from django.db import migrations

import forecasts.db.search_text
import forecasts.db.sort_order
import forecasts.db.text_rules

BATCH = 1_000


def fill(apps: Any, _schema_editor: Any) -> None:
    """Compute the search text of existing rows; the field does it for later ones."""
    forecasts_then = apps.get_model("forecasts", "Forecast").objects
    batch = []
    for forecast in forecasts_then.iterator(chunk_size=BATCH):
        forecast.folded = forecasts.db.search_text.search_text(
            location=forecast.location, summary=forecast.summary
        )
        batch.append(forecast)
        if len(batch) == BATCH:
            forecasts_then.bulk_update(batch, ["folded"])
            batch = []
    forecasts_then.bulk_update(batch, ["folded"])


class Migration(migrations.Migration):
    dependencies = [
        ("forecasts", "0002_submission"),
    ]

    operations = [
        migrations.AlterField(
            model_name="forecast",
            name="location",
            field=forecasts.db.sort_order.CodePointCharField(
                blank=True,
                default="",
                max_length=100,
                validators=[
                    django.core.validators.ProhibitNullCharactersValidator(),
                    forecasts.db.text_rules.prohibit_surrogates,
                ],
                verbose_name="location",
            ),
        ),
        migrations.AddField(
            model_name="forecast",
            name="folded",
            field=forecasts.db.search_text.SearchTextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
