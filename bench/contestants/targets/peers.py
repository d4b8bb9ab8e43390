"""The peers: alternatives to the project, each set up as in its documentation."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from bench.contestants.targets.contestant import Contestant, Running
from bench.contestants.targets.programs import Peer
from bench.load.swarm.handshakes import server_sent_events, socket_io
from bench.run import installing
from tools.kit.broker import Broker


def _channels(layer: str) -> Peer:
    return Peer(
        server=(*_daphne(), "channels_tutorial.asgi:application"),
        relay=(sys.executable, "-m", "channels_tutorial.relay"),
        environ={
            "DJANGO_SETTINGS_MODULE": "channels_tutorial.settings",
            "CHANNEL_LAYER": layer,
        },
    )


def _daphne() -> tuple[str, ...]:
    return (sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", "{port}")


@contextmanager
def _node(broker: Broker, server: str, relay: str = "") -> Iterator[Running]:
    environ = {"NODE_PATH": str(installing.node_modules())}
    node = shutil.which("node") or "node"
    peer = Peer(server=(node, server), relay=(node, relay) if relay else (), environ=environ)
    if relay:
        peer.handshake = socket_io
    with peer.running(broker) as running:
        yield running


@contextmanager
def _eventstream(broker: Broker) -> Iterator[Running]:
    peer = Peer(
        server=(*_daphne(), "django_eventstream_site.asgi:application"),
        relay=(sys.executable, "-m", "django_eventstream_site.relay"),
        environ={
            "PYTHONPATH": str(installing.eventstream_packages()),
            "DJANGO_SETTINGS_MODULE": "django_eventstream_site.settings",
        },
        handshake=partial(server_sent_events, path="/events/"),
    )
    with peer.running(broker) as running:
        yield running


CHANNELS_CORE = Contestant(
    "Channels tutorial, RedisChannelLayer",
    "the tutorial's consumer on daphne",
    _channels("channels_redis.core.RedisChannelLayer").running,
)
CHANNELS_PUBSUB = Contestant(
    "Channels tutorial, RedisPubSubChannelLayer",
    "the tutorial's consumer on daphne",
    _channels("channels_redis.pubsub.RedisPubSubChannelLayer").running,
)
SOCKET_IO = Contestant(
    "Socket.IO + Redis adapter",
    "Node, WebSocket transport, Redis emitter",
    partial(_node, server="socket_io.js", relay="socket_io_relay.js"),
)
NODE_WS = Contestant("Node ws + Redis", "ws and node-redis", partial(_node, server="node_ws.js"))
EVENTSTREAM = Contestant(
    "django-eventstream", "server-sent events on daphne, with Redis", _eventstream
)
