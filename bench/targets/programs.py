"""Runs a peer: a server on the server's core, with a relay from Redis if it needs one."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from bench.cores import on_server_core
from bench.event import event_text
from bench.publishing.publisher import Publisher
from bench.swarm.handshakes import Handshake, websocket
from tests.broker import Broker, free_port
from weather.parentdeath import dying_with_parent

from .contestant import Contestant, Running

#: The Redis channel on which every peer hears events.
CHANNEL = "weatherforecast.created"
PEERS = Path(__file__).resolve().parent.parent / "peers"
_READY_SECONDS = 20.0

MakeHandshake = Callable[[int], Handshake]
_AT_WS: MakeHandshake = partial(websocket, path="/ws")


def peer(
    name: str,
    about: str,
    server: tuple[str, ...],
    *,
    relay: tuple[str, ...] = (),
    handshake: MakeHandshake = _AT_WS,
    environ: Mapping[str, str] | None = None,
    cwd: Path = PEERS,
) -> Contestant:
    """Return a contestant that is a command line, with PORT, REDIS_URL and CHANNEL in its
    environment."""
    return Contestant(
        name, about, partial(_running, server, relay, handshake, dict(environ or {}), cwd)
    )


@contextmanager
def _running(
    server: tuple[str, ...],
    relay: tuple[str, ...],
    handshake: MakeHandshake,
    environ: dict[str, str],
    cwd: Path,
    broker: Broker,
) -> Iterator[Running]:
    port = free_port()
    environ = {
        **os.environ,
        **environ,
        "PORT": str(port),
        "REDIS_URL": broker.url,
        "REDIS_PORT": str(broker.port),
        "CHANNEL": CHANNEL,
    }
    with _process(server, environ, cwd) as server_pid:
        _wait_for(port)
        with _relays(relay, environ, cwd) as relay_pids:
            publisher = Publisher("redis_pubsub", broker.url, CHANNEL, event_text())
            with closing(publisher):
                _wait_for_listener(broker)
                yield Running(port, handshake(port), publisher, [server_pid], relay_pids)


@contextmanager
def _relays(argv: tuple[str, ...], environ: dict[str, str], cwd: Path) -> Iterator[list[int]]:
    if not argv:
        yield []
        return
    with _process(argv, environ, cwd) as pid:
        yield [pid]


@contextmanager
def _process(argv: tuple[str, ...], environ: dict[str, str], cwd: Path) -> Iterator[int]:
    with tempfile.TemporaryFile() as log:
        with on_server_core():
            process = subprocess.Popen(
                argv,
                cwd=cwd,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=dying_with_parent(),  # noqa: PLW1509 - no thread forks beside us
            )
        try:
            yield process.pid
            if process.poll() is not None:
                log.seek(0)
                raise RuntimeError(f"{argv[0]} ended: {log.read()[-2000:].decode()}")
        except Exception:
            log.seek(0)
            print(log.read()[-2000:].decode())
            raise
        finally:
            process.terminate()
            try:
                process.wait(5)
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
    import redis  # noqa: PLC0415

    deadline = time.monotonic() + _READY_SECONDS
    with closing(redis.Redis.from_url(broker.url)) as client:
        while not dict(client.pubsub_numsub(CHANNEL)).get(CHANNEL.encode()):
            if time.monotonic() > deadline:
                raise TimeoutError("nobody listens on the channel")
            time.sleep(0.05)
