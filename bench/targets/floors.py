"""The floors: what a fan-out costs when nothing is promised."""

import sys

from .programs import peer

WEBSOCKETS_BROADCAST = peer(
    "floor: websockets.broadcast",
    "Redis pub/sub to websockets.broadcast(), uvloop",
    (sys.executable, "floor_websockets.py"),
)
RAW_TRANSPORTS = peer(
    "floor: raw transports",
    "Redis pub/sub to one shared frame written to bare transports, uvloop",
    (sys.executable, "floor_raw.py"),
)
