"""The part of a client's address by which requests are counted."""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

# Customers of a network get at least a /64, so its addresses count as one client (RFC 6177).
_IPV6_PREFIX = 64


@lru_cache(maxsize=4096)
def counted_address(address: str) -> str:
    """Return an IPv4 address as it is, and the /64 of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, _IPV6_PREFIX), strict=False))
