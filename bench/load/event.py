"""The event that every contestant carries: one of the project's own, about 500 bytes."""

import datetime as dt
from decimal import Decimal

import django

#: Occurs once in every event and nowhere else in what travels: events are counted by it.
MARKER = b"datacontenttype"


def event_text(position: int = 123456) -> str:
    """Return the text of a forecast's creation at `position`, sealed by the project itself."""
    django.setup()
    from forecasts.models import Forecast  # noqa: PLC0415
    from forecasts.rules.events import ForecastCreated  # noqa: PLC0415 - needs the app registry
    from forecasts.rules.public_form import as_data  # noqa: PLC0415
    from weather.journal.chain import ORIGIN  # noqa: PLC0415
    from weather.journal.events import Provenance, sealed  # noqa: PLC0415

    forecast = Forecast(
        id=position,
        date=dt.date(2025, 10, 25),
        temperature_c=Decimal("21.5"),
        summary="Sunny spells, a shower later",
        location="Trondheim",
    )
    event = ForecastCreated(subject=f"weatherforecast/{position}", data={**as_data(forecast)})
    by = Provenance(source="/weather/api", actor="demo", correlation_id="0" * 32)
    return sealed(event, by=by, epoch="0" * 32, position=position, previous=ORIGIN)
