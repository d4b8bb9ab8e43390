"""Judges a server's certificate, or the reason of its refusal."""

import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any

from weather.health.results import Result, State

# A certificate is renewed with a month left; with less than this its renewal has failed. Days.
FEW_DAYS = 14
_DAY = 86_400

# Of X509_verify_cert's errors (openssl-verification-options): what they mean, by their number.
_EARLY, _EXPIRED = 9, 10
_OTHER_NAME = frozenset({62, 64})


def of_certificate(name: str, where: str, certificate: Mapping[str, Any], renew: str) -> Result:
    """Judge an accepted certificate. renew: how to get a new one.

    certificate: as SSLSocket.getpeercert() returns it.
    """
    days = (ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) / _DAY
    if days < FEW_DAYS:
        said = f"{where}: the certificate ends in {days:.0f} days: {renew}"
        return Result(name, State.DEGRADED, said)
    return Result(name, State.OK, f"{where}: the certificate is good for {days:.0f} days")


def of_refusal(
    name: str, where: str, error: ssl.SSLError, *, renew: str, rename: str, trust: str
) -> Result:
    """Judge a failed handshake, and name the remedy.

    renew, rename, trust: what to do about an old certificate, another name, a missing chain.
    """
    if not isinstance(error, ssl.SSLCertVerificationError):
        return Result(name, State.DOWN, f"{where} speaks no TLS ({error.reason})")
    if error.verify_code == _EXPIRED:
        said = f"the certificate has expired: {renew}"
    elif error.verify_code == _EARLY:
        said = "the certificate is not valid yet: synchronise this machine's clock by NTP"
    elif error.verify_code in _OTHER_NAME:
        said = f"the certificate is for another name: {rename}"
    else:
        said = f"the certificate's authority is not known ({error.verify_message}): {trust}"
    return Result(name, State.DOWN, f"{where}: {said}")


def connect(host: str, port: int, seconds: float) -> ssl.SSLSocket:
    """Return a verified connection; trusted are this machine's authorities, or SSL_CERT_FILE's.

    Raises ssl.SSLError for a failed handshake, OSError when the server is not reached.
    """
    plain = socket.create_connection((host, port), timeout=seconds)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
