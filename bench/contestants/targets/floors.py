"""The floors: the costs of a fan-out without guarantees."""

import sys

from bench.contestants.targets.contestant import Contestant
from bench.contestants.targets.programs import Peer

WEBSOCKETS_BROADCAST = Contestant(
    "floor: websockets.broadcast",
    "Redis pub/sub to websockets.broadcast(), uvloop",
    Peer(server=(sys.executable, "floor_websockets.py")).running,
)
RAW_TRANSPORTS = Contestant(
    "floor: raw transports",
    "one shared frame written to bare transports, uvloop; no library, no back-pressure",
    Peer(server=(sys.executable, "floor_raw.py")).running,
)
