"""All contestants, the project first."""

from bench.contestants.targets.contestant import Contestant
from bench.contestants.targets.floors import RAW_TRANSPORTS, WEBSOCKETS_BROADCAST
from bench.contestants.targets.nchan import NCHAN
from bench.contestants.targets.peers import (
    CHANNELS_CORE,
    CHANNELS_PUBSUB,
    EVENTSTREAM,
    NODE_WS,
    SOCKET_IO,
)
from bench.contestants.targets.project import PROJECT

EVERYONE: tuple[Contestant, ...] = (
    PROJECT,
    RAW_TRANSPORTS,
    WEBSOCKETS_BROADCAST,
    NCHAN,
    NODE_WS,
    SOCKET_IO,
    CHANNELS_PUBSUB,
    CHANNELS_CORE,
    EVENTSTREAM,
)
