"""An account's last log-ins: when, with which browser, from which network."""

import datetime as dt
import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any, Final, NamedTuple

from axes.models import AccessLog
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import gettext as _

#: Of each account. Older ones are deleted when it logs in.
KEPT: Final = 10

# The first match is right: browsers also name older ones for compatibility.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
# Bits of an address that are kept: enough to recognise one's own network, not a household.
_SHOWN_BITS = {4: 24, 6: 48}


class LogIn(NamedTuple):
    """One log-in. network: "" if the address is not known."""

    time: dt.datetime
    browser: str
    network: str


def log_ins_of(user: AbstractBaseUser) -> Iterator[LogIn]:
    """Return the last log-ins of an account, latest first."""
    for row in _rows_of(user)[:KEPT]:
        yield LogIn(row.attempt_time, browser_in(row.user_agent), network_of(row.ip_address or ""))


def browser_in(user_agent: str) -> str:
    """Return e.g. "Firefox, Linux" for a User-Agent."""
    browser = next((name for part, name in _BROWSERS.items() if f"{part}/" in user_agent), "")
    system = next((name for part, name in _SYSTEMS.items() if re.search(part, user_agent)), "")
    return ", ".join(filter(None, [browser, system])) or _("Unknown browser")


def network_of(address: str) -> str:
    """Return the network of an address: the /24 of IPv4, the /48 of IPv6."""
    if not address:
        return ""
    bits = _SHOWN_BITS[ip_address(address).version]
    return str(ip_network(f"{address}/{bits}", strict=False))


@receiver(user_logged_in, dispatch_uid="web_project.log_ins")
def delete_old(user: AbstractBaseUser, **_more: Any) -> None:
    """Delete all but the last log-ins of an account that django-axes has recorded."""
    kept = _rows_of(user).values_list("pk", flat=True)[:KEPT]
    _rows_of(user).exclude(pk__in=list(kept)).delete()


def _rows_of(user: AbstractBaseUser) -> Any:
    return AccessLog.objects.filter(username=user.get_username()).order_by("-attempt_time", "-pk")
