"""The names of the columns, for people. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="journalentry",
            name="actor",
            field=models.CharField(max_length=150, verbose_name="actor"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="connection",
            field=models.CharField(blank=True, max_length=64, verbose_name="connection"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="correlation_id",
            field=models.CharField(max_length=64, verbose_name="correlation id"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="digest",
            field=models.CharField(max_length=64, verbose_name="digest"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="epoch",
            field=models.CharField(max_length=32, verbose_name="epoch"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="event_id",
            field=models.UUIDField(unique=True, verbose_name="event id"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="position",
            field=models.PositiveBigIntegerField(
                primary_key=True, serialize=False, verbose_name="position"
            ),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="source",
            field=models.CharField(max_length=100, verbose_name="source"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="subject",
            field=models.CharField(db_index=True, max_length=200, verbose_name="subject"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="text",
            field=models.TextField(verbose_name="text"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="time",
            field=models.DateTimeField(verbose_name="time"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="type",
            field=models.CharField(max_length=100, verbose_name="type"),
        ),
    ]
