"""Which addresses a webhook may have: none inside our own network.

An account chooses the URL and the desk's machine calls it: without a guard it could reach services
that only that machine can reach (server-side request forgery). The name is resolved once, all its
addresses are checked, and the request goes to one of these, so that a name that resolves
differently the second time (DNS rebinding) does not bypass the check.
"""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# A host name, an IPv4 address or an IPv6 address in brackets (RFC 3986, 3.2.2; without a zone,
# which names a network card of this machine), a port, a path and a query.
_URL = re.compile(
    r"https?://"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[(?P<v6>[0-9A-Fa-f:.]{2,45})\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?:[/?][!-\"$-~]*)?"
)
# IPv4 inside IPv6: NAT64 (RFC 6052, RFC 8215), beside the kinds that ipaddress knows.
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_LONGEST_URL = 500


class Forbidden(ValueError):
    """The address is not permitted; the message says why."""


def checked_url(text: str) -> SplitResult:
    """Return the parts of a permitted URL, judged by its text only. Raises Forbidden."""
    found = _URL.fullmatch(text)
    scheme = ("http://", "https://") if settings.WEBHOOK_PRIVATE_ADDRESSES else "https://"
    if (
        found is None
        or not text.startswith(scheme)
        or len(text) > _LONGEST_URL
        or (found["v6"] and not _is_ipv6(found["v6"]))
    ):
        words = _(
            "Send a URL such as https://example.org/hook: a host name, an IPv4 address or an IPv6 "
            "address in brackets, no user, no fragment, only ASCII, at most %(most)s characters."
        )
        raise Forbidden(words % {"most": _LONGEST_URL})
    if found["port"] and not 0 < int(found["port"]) < 65_536:
        raise Forbidden(_("Send a URL with a port of 1 to 65535, or without one."))
    return urlsplit(text)


def resolved(url: SplitResult) -> tuple[str, int]:
    """Return an address and a port to connect to. Raises Forbidden, and OSError without an address.

    All addresses of the name have to be permitted: otherwise the result would depend on which one
    is used.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    host = url.hostname or ""
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is too long
        raise Forbidden(f"{host} is no host name.") from error
    addresses = [str(info[4][0]) for info in infos]
    if not settings.WEBHOOK_PRIVATE_ADDRESSES:
        for address in addresses:
            if not is_public(address):
                raise Forbidden(f"{host} is {address}, which is not a public address.")
    return addresses[0], port


def is_public(text: str) -> bool:
    """Return whether an address is public, in any notation."""
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return address.is_global and not address.is_multicast


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _NAT64) or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
