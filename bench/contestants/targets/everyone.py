"""All contestants, the project first."""

from .contestant import Contestant
from .floors import RAW_TRANSPORTS, WEBSOCKETS_BROADCAST
from .nchan import NCHAN
from .peers import CHANNELS_CORE, CHANNELS_PUBSUB, EVENTSTREAM, NODE_WS, SOCKET_IO
from .project import PROJECT

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
