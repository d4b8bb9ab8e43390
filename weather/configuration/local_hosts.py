"""Which hosts are this machine."""

from ipaddress import ip_address

_LOCAL_NAMES = frozenset({"localhost", "localhost."})


def is_local(host: str) -> bool:
    """Tell whether a host's name or address is this machine's loopback."""
    if host.lower() in _LOCAL_NAMES:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
