"""POST against the same POST without journal, events and publishing."""

from bench.parts.apis import api, posters
from bench.parts.databases import DATABASES, database
from bench.parts.posting import Posted, post_from
from bench.parts.quantiles import quantile
from bench.report.tables import Figure, Table
from bench.run.options import Options
from tools.kit.desk import Desk

_CLIENTS = (1, 8)


def run(options: Options) -> list[str]:
    """Measure, and return the tables as Markdown."""
    return [str(_table(name, options)) for name in DATABASES]


def _table(name: str, options: Options) -> Table:
    head = ["POST", "clients", "requests/s", "of the plain rate", "p50 ms", "p99 ms"]
    table = Table(f"Writes on {name}: one api process of eight threads", head)
    with database(name), api(plain=True) as plain, api(plain=False) as ours:
        for clients in _CLIENTS:
            posted = _posted({"this project": ours, "plain DRF": plain}, clients, options)
            base = _rate(posted["plain DRF"]).median
            for label, rounds in posted.items():
                share = f"{100 * _rate(rounds).median / base:.0f} %"
                quantiles = [str(_quantile(rounds, q)) for q in (0.5, 0.99)]
                table.rows.append([label, str(clients), str(_rate(rounds)), share, *quantiles])
    return table


def _posted(desks: dict[str, Desk], clients: int, options: Options) -> dict[str, list[Posted]]:
    each = (80 if options.quick else 400) // clients
    posted: dict[str, list[Posted]] = {label: [] for label in desks}
    # In turns: a disk is not as fast in one minute as in the next.
    for _ in range(2 * options.repeats):
        for label, desk in desks.items():
            posted[label].append(post_from(posters(desk, clients), each=each))
    return posted


def _rate(rounds: list[Posted]) -> Figure:
    return Figure(tuple(len(posted.sent) / posted.seconds for posted in rounds))


def _quantile(rounds: list[Posted], q: float) -> Figure:
    return Figure(tuple(quantile(posted.milliseconds, q) for posted in rounds))
