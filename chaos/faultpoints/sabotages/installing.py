"""Installs the sabotages that the environment names."""

from chaos.faultpoints.environment import SABOTAGES

from . import broker, followers, hub, resuming, writing

BY_NAME = {
    each.__name__: each
    for module in (hub, writing, resuming, broker, followers)
    for each in module.ALL
}


def install() -> None:
    """Commit them. Raises KeyError for an unknown one."""
    for name in SABOTAGES:
        BY_NAME[name]()
