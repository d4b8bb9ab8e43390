"""Checks that connections to a broker or a database on another machine are encrypted."""

import ssl
from contextlib import closing
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from realtime.broker.clients import client_of
from realtime.broker.refusals import reason
from weather.configuration.broker_url import parts_of
from weather.configuration.local_hosts import is_local
from weather.health.results import Result, State

from .certificates import of_certificate, of_refusal

SECONDS = 5.0
# The values of libpq's sslmode that verify the server.
_VERIFYING = frozenset({"verify-full", "verify-ca"})


def broker_tls() -> Result:
    """Check the broker's certificate, or whether its connection needs one."""
    parts = parts_of(settings.REDIS_URL)
    away = [host for host, _ in parts.hosts if not is_local(host)]
    if parts.scheme != "rediss":
        if away:
            said = f"not encrypted to {', '.join(away)}: REDIS_URL=rediss://…"
            return Result("broker TLS", State.DEGRADED, said)
        return Result("broker TLS", State.OK, "not needed on one machine")
    if parts.options.get("ssl_cert_reqs", "required") != "required":
        said = "any certificate is accepted: remove ssl_cert_reqs from REDIS_URL"
        return Result("broker TLS", State.DEGRADED, said)
    return _of_brokers_certificate(parts.hosts[0][0])


def _of_brokers_certificate(where: str) -> Result:
    try:
        certificate = _certificate_of_broker()
    except (redis.RedisError, OSError) as error:
        refused = _refusal_in(error)
        if refused is None:
            return Result("broker TLS", State.DEGRADED, reason(error))
        return of_refusal(
            *("broker TLS", where, refused),
            renew="give the broker a new one",
            rename="use the name of its certificate in REDIS_URL",
            trust="name its authority: REDIS_URL=rediss://…?ssl_ca_certs=/path/authority.pem",
        )
    return of_certificate("broker TLS", where, certificate, "give the broker a new one")


def _certificate_of_broker() -> dict[str, Any]:
    options = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS}
    with closing(client_of(settings.REDIS_URL, **options)) as client:
        connected: Any = client.connection_pool.get_connection()
        try:
            found: dict[str, Any] = connected._sock.getpeercert()  # redis-py shows it nowhere else
            return found
        finally:
            connected.disconnect()


def _refusal_in(error: BaseException | None) -> ssl.SSLError | None:
    """Return the handshake's error from redis-py's exception."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def database_tls() -> Result:
    """Check that the connection to a remote PostgreSQL is encrypted."""
    host = str(connection.settings_dict.get("HOST", ""))
    away = [each for each in host.split(",") if not (each.startswith("/") or is_local(each))]
    if connection.vendor != "postgresql" or not host or not away:
        return Result("database TLS", State.OK, "not needed on one machine")
    mode = str(connection.settings_dict["OPTIONS"].get("sslmode", "prefer"))
    try:
        connection.ensure_connection()
        is_encrypted = bool(connection.connection.pgconn.ssl_in_use)
    except DatabaseError as error:
        return Result("database TLS", State.DEGRADED, f"not read: {type(error).__name__}")
    return of_database(", ".join(away), mode, is_encrypted=is_encrypted)


def of_database(where: str, mode: str, *, is_encrypted: bool) -> Result:
    """Judge a connection to another machine by its sslmode."""
    better = "DATABASE_URL=postgres://…?sslmode=verify-full&sslrootcert=/path/authority.pem"
    if not is_encrypted:
        return Result("database TLS", State.DEGRADED, f"not encrypted to {where}: {better}")
    if mode not in _VERIFYING:
        said = f"encrypted, and any server is accepted as {where} (sslmode={mode}): {better}"
        return Result("database TLS", State.DEGRADED, said)
    return Result("database TLS", State.OK, f"encrypted to {where}, sslmode={mode}")
