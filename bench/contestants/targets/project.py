"""The project: a writer's commit, the broker, `runsubscriber`, the group, `runweb`, its sockets."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from bench.contestants.targets.contestant import Contestant, Running
from bench.load.publishing.publisher import Publisher
from bench.load.swarm.handshakes import websocket
from bench.run.cpu import on_server_core
from tools.kit.broker import Broker
from tools.kit.desk import Desk


@contextmanager
def running(broker: Broker, *, webs: int = 1) -> Iterator[Running]:
    """Run the project's own command lines; the sockets are at the last of the web processes."""
    with desk_and_publisher(broker, webs=webs) as (desk, publisher):
        port = int(desk.web_urls[-1].rpartition(":")[2])
        yield Running(
            port=port,
            handshake=websocket(port, "/ws/weatherforecast", ready=b'"welcome"'),
            publisher=publisher,
            server=[desk.pid(f"web{webs}")],
            relay=[desk.pid("subscriber")],
        )


@contextmanager
def desk_and_publisher(broker: Broker, *, webs: int = 1) -> Iterator[tuple[Desk, Publisher]]:
    """Run the project's own command lines on the server's core, and a writer."""
    desk = Desk(api=False, broker=broker, webs=webs)
    with closing(desk):
        with on_server_core():
            desk.__enter__()
        with closing(Publisher("journal", environ=_environ(desk, broker))) as publisher:
            yield desk, publisher


def _environ(desk: Desk, broker: Broker) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "bench.load.publishing.settings_for_publishing",
        "WEATHER_DATA_DIR": str(desk.folder),
        "DATABASE_URL": desk.database_url,
        "REDIS_URL": broker.url,
    }


PROJECT = Contestant("this project", "journal, Redis, subscriber, hub, uvicorn", running)
