"""Checks the site at SITE_URL: its certificate, and which server answers."""

import http.client
import json
import ssl
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

from weather.configuration.local_hosts import is_local
from weather.health.results import Result, State

from .certificates import connect, of_certificate, of_refusal

SECONDS = 5.0


def site() -> Result:
    """Request the site: check its certificate, and that the web process answers."""
    parts = urlsplit(settings.SITE_URL)
    host = parts.hostname or ""
    if not host:
        state = State.DEGRADED if settings.IS_PRODUCTION else State.OK
        return Result("site", state, "not checked: set SITE_URL=https://desk.example.org")
    if parts.scheme == "https":
        return _secure(host, parts.port or 443)
    said = "not encrypted" if is_local(host) else "not encrypted: deploy/nginx.conf, SITE_URL=https"
    state = State.OK if is_local(host) else State.DEGRADED
    return _of_answer(http.client.HTTPConnection(parts.netloc, timeout=SECONDS), said, state)


def _secure(host: str, port: int) -> Result:
    where, renew = f"{host} port {port}", "certbot renew, then reload the proxy"
    try:
        with connect(host, port, SECONDS) as secure:
            found = of_certificate("site", where, secure.getpeercert() or {}, renew)
            asking = http.client.HTTPConnection(host, port)
            asking.sock = secure
            return _of_answer(asking, found.detail, found.state)
    except ssl.SSLError as error:
        return of_refusal(
            *("site", where, error),
            renew=renew,
            rename=f"certbot certonly -d {host}",
            trust="give the proxy the whole chain, fullchain.pem",
        )
    except OSError as error:
        said = f"{where} is not reached ({type(error).__name__}): start the proxy, or mend SITE_URL"
        return Result("site", State.DOWN, said)


def _of_answer(asking: http.client.HTTPConnection, said: str, state: State) -> Result:
    """Return `said` and `state`, unless another server than the web process answers."""
    with closing(asking):
        try:
            asking.request("GET", f"{settings.PATH_PREFIX}/livez")
            answer = asking.getresponse()
            process = json.loads(answer.read(10_000))["process"] if answer.status == 200 else ""
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            said = f"no answer through SITE_URL ({type(error).__name__}): check the proxy"
            return Result("site", State.DOWN, said)
    if process != "web":
        by = f"{answer.status}, not by the web process" if answer.status == 200 else answer.status
        said = f"/livez is answered {by}: the proxy has to pass it to manage.py runweb"
        return Result("site", State.DOWN, said)
    return Result("site", state, said)
