"""Commits events to the journal and publishes them, as the api process does: `python -m …`."""

import datetime as dt
from decimal import Decimal

import django
from django.db import transaction

from bench.load.publishing.pacing import serve_orders

from . import commit_times


def main() -> None:
    """Serve orders: n events are one transaction."""
    django.setup()
    from forecasts.models import Forecast  # noqa: PLC0415
    from forecasts.rules.events import ForecastCreated  # noqa: PLC0415 - needs the app registry
    from forecasts.rules.public_form import as_data  # noqa: PLC0415
    from weather.journal.events import Provenance  # noqa: PLC0415
    from weather.journal.services import emit_many  # noqa: PLC0415

    forecast = Forecast(
        id=123456,
        date=dt.date(2025, 10, 25),
        temperature_c=Decimal("21.5"),
        summary="Sunny spells, a shower later",
        location="Trondheim",
    )
    event = ForecastCreated(subject="weatherforecast/123456", data={**as_data(forecast)})
    by = Provenance(source="/weather/api", actor="demo", correlation_id="0" * 32)

    def send(count: int) -> float:
        with transaction.atomic():
            emit_many([event] * count, by=by)
        return commit_times.committed

    serve_orders(send)


if __name__ == "__main__":
    main()
