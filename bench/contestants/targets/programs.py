"""Runs a peer: a server on the server's core, with a relay from Redis if it needs one."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis

from bench.contestants.targets.contestant import Running
from bench.load.event import event_text
from bench.load.publishing.publisher import Publisher
from bench.load.swarm.handshakes import Handshake, websocket
from bench.run.cpu import on_server_core
from tools.kit.broker import Broker
from tools.kit.ports import free_port
from tools.kit.spawning import spawn

#: The Redis channel on which every peer hears events.
CHANNEL = "weatherforecast.created"
PEERS = Path(__file__).resolve().parent.parent / "peers"
_READY_SECONDS, _STOP_SECONDS = 20.0, 5.0


def at_ws(port: int) -> Handshake:
    """Return the handshake of most peers."""
    return websocket(port, "/ws")


@dataclass
class Peer:
    """Command lines, run in bench/peers with PORT, REDIS_URL, REDIS_PORT and CHANNEL set.

    server may say {port}. prepare: called with the port first. publisher: made with the port;
    publishes on CHANNEL by default.
    """

    server: tuple[str, ...]
    relay: tuple[str, ...] = ()
    handshake: Callable[[int], Handshake] = at_ws
    environ: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[int], None] | None = None
    publisher: Callable[[int], Publisher] | None = None

    @contextmanager
    def running(self, broker: Broker) -> Iterator[Running]:
        """Run until the block ends."""
        port = free_port()
        if self.prepare is not None:
            self.prepare(port)
        environ = {**os.environ, **self.environ, "PORT": str(port), "CHANNEL": CHANNEL}
        environ |= {"REDIS_URL": broker.url, "REDIS_PORT": str(broker.port)}
        with ExitStack() as stack:
            argv = tuple(part.format(port=port) for part in self.server)
            server = stack.enter_context(_process(argv, environ))
            _wait_for(port)
            relay = [stack.enter_context(_process(self.relay, environ))] if self.relay else []
            if self.publisher is not None:
                publisher = self.publisher(port)
            else:
                _wait_for_listener(broker)
                publisher = Publisher("redis_pubsub", broker.url, CHANNEL, event_text())
            stack.enter_context(closing(publisher))
            yield Running(port, self.handshake(port), publisher, [server], relay)


@contextmanager
def _process(argv: tuple[str, ...], environ: dict[str, str]) -> Iterator[int]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with on_server_core():
            process = spawn(argv, log=log, environ=environ, folder=PEERS)
        try:
            yield process.pid
        except Exception:
            sys.stderr.write(log.read_text(errors="replace")[-3000:])
            raise
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _wait_for_listener(broker: Broker) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    with closing(redis.Redis.from_url(broker.url)) as client:
        while not dict(client.pubsub_numsub(CHANNEL)).get(CHANNEL.encode()):
            if time.monotonic() > deadline:
                raise TimeoutError("nobody listens on the channel")
            time.sleep(0.05)
