"""From the POST's first byte to the frame in every client."""

import threading

from bench.load.swarm.handshakes import websocket
from bench.load.swarm.swarm import Swarm
from bench.parts.apis import api, posters
from bench.parts.bare_relay import one_after_the_other, relayed
from bench.parts.posting import Posted, post_from
from bench.parts.quantiles import quantile
from bench.report.tables import Figure, Table
from bench.run.options import Options
from tools.kit.desk import Desk

_SOCKETS = (1, 100, 1000)
_PAUSE_SECONDS = 0.05
# Events a second for the bare relay: the rate of such POSTs with their pauses.
_RATE = 18


def run(options: Options) -> list[str]:
    """Measure, and return the table as Markdown."""
    posts = 40 if options.quick else 200
    head = ["sockets", "what", "p50 ms", "p99 ms"]
    table = Table(f"POST → frame: {posts} POSTs, one after the other, SQLite", head)
    with api(plain=True) as desk:
        plain = [_posted(desk, posts).milliseconds for _ in range(options.repeats)]
    table.rows.append(["–", "plain DRF: POST → answer", *_cells(plain)])
    with api(plain=False, webs=1) as desk:
        for sockets in _SOCKETS:
            rounds = [_round(desk, sockets, posts) for _ in range(options.repeats)]
            answered = [posted.milliseconds for posted, _ in rounds]
            table.rows.append([str(sockets), "this project: POST → answer", *_cells(answered)])
            heard = [times for _, times in rounds]
            table.rows.append([str(sockets), "this project: POST → frame", *_cells(heard)])
    for sockets in _SOCKETS:
        relay = [relayed(sockets, rate=_RATE, count=posts) for _ in range(options.repeats)]
        floor = [one_after_the_other(*times) for times in zip(plain, relay, strict=True)]
        table.rows.append([str(sockets), "plain DRF, then the bare relay", *_cells(floor)])
    return [str(table)]


def _posted(desk: Desk, posts: int) -> Posted:
    return post_from(posters(desk, 1), each=posts, pause=_PAUSE_SECONDS)


def _round(desk: Desk, sockets: int, posts: int) -> tuple[Posted, list[float]]:
    port = int(desk.web_url.rpartition(":")[2])
    swarm = Swarm(port, websocket(port, "/ws/weatherforecast", ready=b'"welcome"'))
    swarm.open(sockets)
    client = posters(desk, 1)
    swarm.run(1.0)  # the first post's frame; the api process keeps an idle connection for 2 s
    swarm.reset()
    done: list[Posted] = []
    thread = threading.Thread(
        target=lambda: done.append(post_from(client, each=posts, pause=_PAUSE_SECONDS))
    )
    thread.start()
    complete = swarm.run(60, events=posts)
    thread.join()
    swarm.close()
    if not complete:
        raise RuntimeError("a frame has not come within a minute")
    times = [
        1000 * (arrived - done[0].sent[number - 1])
        for number, arrived in zip(swarm.numbers, swarm.times, strict=True)
    ]
    return done[0], sorted(times)


def _cells(rounds: list[list[float]]) -> list[str]:
    return [str(Figure(tuple(quantile(times, q) for times in rounds))) for q in (0.5, 0.99)]
