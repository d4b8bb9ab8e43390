"""One of many concurrent writers: a process that creates, changes and deletes by the services.

    python -m tests.processes.writing NUMBER CHANGES      with DJANGO_SETTINGS_MODULE set

It works on its own forecasts and on those that all writers share (location "shared"), and makes
exactly CHANGES changes. An attempt on a forecast that another writer has deleted does not count.
"""

import datetime as dt
import random
import sys
from decimal import Decimal

import django


def main(number: int, changes: int) -> None:
    """Make `changes` changes; `number` is the seed."""
    from django.db import connection

    from weather.actor import acting_as

    chance = random.Random(number)
    made = 0
    with acting_as(actor=f"writer-{number}", source="/weather/api"):
        while made < changes:
            made += _change(chance, number, made)
    connection.close()


def _change(chance: random.Random, number: int, made: int) -> int:
    from forecasts import services
    from forecasts.models import Forecast
    from forecasts.rules.errors import ForecastNotFound

    where = chance.choice(["shared", f"writer {number}"])
    known = list(Forecast.objects.filter(location=where).values_list("pk", flat=True))
    what = chance.choices(["create", "update", "delete"], [3, 6, 1])[0] if known else "create"
    if what == "create":
        services.create_forecast(
            date=dt.date(2025, 1, 1), temperature_c=Decimal(number), location=where
        )
        return 1
    try:
        if what == "update":
            # Never the current value: that would not be a change.
            services.update_forecast(forecast_id=chance.choice(known), summary=f"{number}.{made}")
        else:
            services.delete_forecast(forecast_id=chance.choice(known))
    except ForecastNotFound:
        return 0
    return 1


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
