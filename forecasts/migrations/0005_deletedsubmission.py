"""What made a forecast is remembered for a while when it is deleted, so that undoing brings it back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forecasts", "0004_bounded_days")]

    operations = [
        migrations.CreateModel(
            name="DeletedSubmission",
            fields=[
                ("forecast_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("submission", models.UUIDField()),
                ("deleted_at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
