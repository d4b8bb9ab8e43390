"""The text that the runner prints when everything is up."""

import datetime as dt
import json
import shlex
from pathlib import Path


def banner(
    *,
    web_port: int,
    api_port: int,
    account: tuple[str, str] | None,
    day: dt.date,
    authority: Path | None = None,
    prefix: str = "",
) -> str:
    """Return the addresses, the account (name and password, if there is one) and a line to try.

    prefix: that of all paths.
    authority: the file of the authority that signed the certificate, if it is https.
    """
    scheme = "https" if authority else "http"
    web = f"{scheme}://localhost:{web_port}{prefix}"
    api = f"{scheme}://localhost:{api_port}{prefix}"
    trusting = f" --cacert {shlex.quote(str(authority))}" if authority else ""
    name, password = account or ("USER", "PASSWORD")
    body = json.dumps(
        {"date": day.isoformat(), "temperatureC": 25, "summary": "Warm", "location": "Oslo"}
    )
    lines = [
        "",
        "  The desk is up. Open this page, then make a change from anywhere:",
        "",
        f"    Forecasts   {web}/WeatherForecast",
        f"    Admin       {web}/admin/",
        f"    API         {api}/api/weatherforecast",
        f"    Swagger     {api}/swagger/",
        "",
        f"  Account: {name} / {password}" if account else "  Account: yours",
        "",
        *([f"  Let your browser trust {authority}", ""] if authority else []),
        "  Add a forecast, and see it appear in the open page:",
        "",
        f"    curl{trusting} -u {name}:{password} {api}/api/weatherforecast \\",
        f"      -H 'Content-Type: application/json' -d '{body}'",
        "",
        "  Ctrl-C ends everything; the next start finds the data again.",
        "",
    ]
    return "\n".join(lines)
