"""Readers behind an HTTP cache, beside the same number of them at the web process itself.

One file, as each part of the benchmark is.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from bench.contestants.targets.contestant import Running
from bench.contestants.targets.project import desk_and_publisher
from bench.load.swarm.client import Refused
from bench.load.swarm.handshakes import Handshake, server_sent_events, websocket
from bench.load.swarm.swarm import Swarm
from bench.parts.fanout_trial import latencies
from bench.parts.quantiles import quantile
from bench.report.tables import Figure, Table
from bench.run.cpu import cpu_seconds, exact_cpu_seconds, on_server_core
from bench.run.options import Options
from tools.kit.broker import Broker
from tools.kit.desk import Desk
from tools.kit.varnish import Varnish, vcl_before

READERS = (10, 1000, 3000, 8000)
CACHE, DIRECT, SOCKETS = "Varnish", "server-sent events", "sockets"
TRANSPORTS = (CACHE, DIRECT, SOCKETS)
_STREAM = "/weatherforecast/stream"
# Events a second: 16,000 deliveries with the most readers, which is half a core of Varnish's.
_RATE = 2.0
# Before what is measured: the first events load code, and fill caches.
_WARM_UP_EVENTS = 5
_WARM_UP_SECONDS = 30.0
# A stream is ended after 60 s; the readers here do not come back.
_MOST_SECONDS = 50.0


@dataclass(frozen=True)
class Site:
    """A web process, and a Varnish before it, on the server's core."""

    desk: Desk
    varnish: Varnish
    running: Running

    @property
    def web_port(self) -> int:
        """The web process's own."""
        return int(self.desk.web_url.rpartition(":")[2])


@dataclass(frozen=True)
class Measurement:
    """What was measured once. Times in ms; of all readers together, how many deliveries."""

    requests: float
    web_cpu: float
    cache_cpu: float
    p50: float
    p99: float
    missing: int
    repeated: int


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    seconds = 3.0 if options.quick else 10.0
    head = [
        *("readers", "by", "requests at the web process, an event"),
        *("its CPU ms an event", "the cache's", "p50 ms", "p99 ms", "missing", "repeated"),
    ]
    table = Table(f"Readers behind a cache, {_RATE:g} events a second", head)
    measured: dict[tuple[int, str], list[Measurement]] = {}
    with Broker() as broker, site(broker) as found:
        for _ in range(options.repeats):
            for readers in READERS:
                for transport in TRANSPORTS:
                    measurement = measure(found, transport, readers, events=round(_RATE * seconds))
                    sys.stderr.write(f"{readers} readers by {transport}: {measurement}\n")
                    measured.setdefault((readers, transport), []).append(measurement)
    for (readers, transport), rounds in measured.items():
        table.rows.append([f"{readers:,}".replace(",", " "), transport, *_cells(rounds)])
    return [str(table)]


@contextmanager
def site(broker: Broker) -> Iterator[Site]:
    """Run a web process and a Varnish before it, with deploy/varnish.vcl."""
    with desk_and_publisher(broker) as (desk, publisher):
        varnish = Varnish(vcl=vcl_before(desk.address("web1")), workspace="256m")
        with on_server_core():
            varnish.start()
        try:
            running = Running(
                port=varnish.port,
                handshake=server_sent_events(varnish.port, _STREAM),
                publisher=publisher,
                server=[desk.pid("web1")],
                relay=[],
            )
            yield Site(desk, varnish, running)
        finally:
            varnish.__exit__()


def measure(found: Site, transport: str, readers: int, *, events: int) -> Measurement:
    """Open readers by a transport and send them events. Raises Refused, TimeoutError."""
    began = time.monotonic()
    before = _requests(found.desk)
    port, handshake = _handshake(found, transport)
    swarm = Swarm(port, handshake)
    try:
        swarm.open(readers, seconds=_MOST_SECONDS)
        found.running.publisher.order(rate=_WARM_UP_EVENTS, count=_WARM_UP_EVENTS)
        found.running.publisher.sent()
        if not swarm.run(_WARM_UP_SECONDS, events=_WARM_UP_EVENTS):
            raise Refused(f"{transport}, {readers} readers: the first events did not come")
        web, cache = [found.desk.pid("web1")], [found.varnish.pid]
        # The cache's threads come and go, and their time with them: by the tick, of the process.
        cpu = exact_cpu_seconds(web), cpu_seconds(cache)
        times = latencies(found.running, swarm, rate=_RATE, count=events)
        cpu = exact_cpu_seconds(web) - cpu[0], cpu_seconds(cache) - cpu[1]
        if transport != SOCKETS and time.monotonic() - began > _MOST_SECONDS:
            raise TimeoutError(f"{transport}, {readers} readers: the streams may have been ended")
        sent = [client.events for client in swarm.clients]
    finally:
        swarm.close()
    opened = readers if transport == SOCKETS else _requests(found.desk) - before
    return Measurement(
        requests=opened / (events + _WARM_UP_EVENTS),
        web_cpu=1000 * cpu[0] / events,
        cache_cpu=1000 * cpu[1] / events,
        p50=quantile(times, 0.5),
        p99=quantile(times, 0.99),
        missing=sum(max(0, events - each) for each in sent),
        repeated=sum(max(0, each - events) for each in sent),
    )


def _handshake(found: Site, transport: str) -> tuple[int, Handshake]:
    if transport == SOCKETS:
        path = "/ws/weatherforecast"
        return found.web_port, websocket(found.web_port, path, ready=b'"welcome"')
    port = found.varnish.port if transport == CACHE else found.web_port
    path = f"{_STREAM}?live=sse&offset={_head(found.web_port)}"
    return port, server_sent_events(port, path)


def _head(port: int) -> str:
    asking = HTTPConnection("127.0.0.1", port, timeout=10)
    asking.request("HEAD", _STREAM)
    offset = asking.getresponse().getheader("Stream-Next-Offset") or ""
    asking.close()
    return offset


def _requests(desk: Desk) -> int:
    """Return how many reads of the stream the web process was asked for."""
    return desk.log("web1").count(f'"GET {_STREAM}')


def _cells(rounds: list[Measurement]) -> list[str]:
    figures = [
        Figure(tuple(values))
        for values in (
            [each.web_cpu for each in rounds],
            [each.cache_cpu for each in rounds],
            [each.p50 for each in rounds],
            [each.p99 for each in rounds],
        )
    ]
    requests = f"{max(each.requests for each in rounds):.3g}"
    counts = [sum(each.missing for each in rounds), sum(each.repeated for each in rounds)]
    return [requests, *map(str, figures), *map(str, counts)]
