"""How a chunk of forecasts is written."""

from collections.abc import Sequence

from forecasts.models import Forecast
from forecasts.services import import_checked

from .arguments import Order
from .chunks import Write, Written


def writer_for(order: Order) -> Write:
    """Return what writes a chunk, as the order says."""
    return _pretend if order.dry_run else _add


def _add(rows: Sequence[Forecast]) -> Written:
    import_checked(forecasts=rows)
    return Written(made=len(rows))


def _pretend(rows: Sequence[Forecast]) -> Written:
    return Written(made=len(rows))
