"""The faults. Importing this package registers all of them."""

from chaos.faults import (
    behind,
    broker,
    commits,
    edge,
    endpoints,
    followers,
    history,
    lines,
    messages,
    poison,
    postgres,
    processes,
    readers,
    sqlite,
)
from chaos.faults.registry import FAULTS, Fault, Scene

__all__ = [
    "FAULTS",
    "Fault",
    "Scene",
    "behind",
    "broker",
    "commits",
    "edge",
    "endpoints",
    "followers",
    "history",
    "lines",
    "messages",
    "poison",
    "postgres",
    "processes",
    "readers",
    "sqlite",
]
