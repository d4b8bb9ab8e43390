"""Nchan: a pub/sub server in C, as a module of nginx, with Redis behind it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from bench.contestants.targets.contestant import Contestant, Running
from bench.contestants.targets.programs import PEERS, Peer
from bench.load.event import event_text
from bench.load.publishing.publisher import Publisher
from bench.run import installing
from tools.kit.broker import Broker


@contextmanager
def _running(broker: Broker) -> Iterator[Running]:
    nginx, module = installing.nginx_with_nchan()
    with tempfile.TemporaryDirectory(prefix="weather-nchan-") as folder:
        config = Path(folder) / "nginx.conf"

        def prepare(port: int) -> None:
            template = Template((PEERS / "nchan.conf").read_text())
            config.write_text(
                template.substitute(folder=folder, module=module, redis=broker.url, port=port)
            )

        peer = Peer(
            server=(str(nginx), "-p", folder, "-c", str(config)),
            prepare=prepare,
            publisher=lambda port: Publisher(
                "http_post", "127.0.0.1", str(port), "/pub", event_text()
            ),
        )
        with peer.running(broker) as running:
            yield running


NCHAN = Contestant("Nchan + Redis", "nginx module in C; published over HTTP", _running)
