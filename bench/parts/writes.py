"""POST against the same POST without journal, events and publishing."""

from bench.options import Options
from bench.report.tables import Figure, Table

from .apis import api, posters
from .databases import DATABASES, database
from .posting import Posted, post_from
from .quantiles import quantile

_CLIENTS = (1, 8)


def run(options: Options) -> list[str]:
    """Measure, and return the tables as Markdown."""
    return [str(_table(name, options)) for name in DATABASES]


def _table(name: str, options: Options) -> Table:
    head = ["POST", "clients", "requests/s", "of the plain rate", "p50 ms", "p99 ms"]
    table = Table(f"Writes on {name}: one api process of eight threads", head)
    with database(name):
        plain = {clients: _posted(clients, options, plain=True) for clients in _CLIENTS}
        ours = {clients: _posted(clients, options, plain=False) for clients in _CLIENTS}
    for clients in _CLIENTS:
        base = _rate(plain[clients]).median
        for label, rounds in (("this project", ours[clients]), ("plain DRF", plain[clients])):
            share = f"{100 * _rate(rounds).median / base:.0f} %"
            quantiles = [str(_quantile(rounds, q)) for q in (0.5, 0.99)]
            table.rows.append([label, str(clients), str(_rate(rounds)), share, *quantiles])
    return table


def _posted(clients: int, options: Options, *, plain: bool) -> list[Posted]:
    each = (80 if options.quick else 400) // clients
    with api(plain=plain) as desk:
        ready = posters(desk, clients)
        return [post_from(ready, each=each) for _ in range(options.repeats)]


def _rate(rounds: list[Posted]) -> Figure:
    return Figure(tuple(len(posted.sent) / posted.seconds for posted in rounds))


def _quantile(rounds: list[Posted], q: float) -> Figure:
    return Figure(tuple(quantile(posted.milliseconds, q) for posted in rounds))
