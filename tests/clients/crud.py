"""A round trip by the client that openapi-python-client generates, importable as `desk_client`.

python crud.py BASE_URL TOKEN    fails unless every step gets the expected answer.
"""

import datetime as dt
import sys

from desk_client import AuthenticatedClient  # type: ignore[import-not-found]
from desk_client.api.forecasts import (  # type: ignore[import-not-found]
    create_forecast,
    delete_forecast,
    get_forecast,
    list_forecasts,
    update_forecast,
)
from desk_client.models import (  # type: ignore[import-not-found]
    ForecastPatch,
    ForecastRequest,
    Problem,
    SparseForecast,
)

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])

body = ForecastRequest(date=dt.date(2025, 10, 25), temperature_c=21.5, location="Oslo")
made = create_forecast.sync(client=client, body=body, idempotency_key="crud-1")
assert isinstance(made, SparseForecast), made
listed = list_forecasts.sync(client=client, location=["oslo"], limit=10)
assert [each.id for each in listed] == [made.id], listed
changed = update_forecast.sync(
    made.id, client=client, body=ForecastPatch(temperature_c=19), if_match='"1"'
)
assert (changed.temperature_c, changed.version) == (19, 2), changed
stale = update_forecast.sync(
    made.id, client=client, body=ForecastPatch(temperature_c=18), if_match='"1"'
)
assert isinstance(stale, Problem), stale
assert stale.status == 412, stale
assert delete_forecast.sync_detailed(made.id, client=client).status_code == 204
assert get_forecast.sync_detailed(made.id, client=client).status_code == 404
