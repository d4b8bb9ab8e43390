"""The measurement of the first request knows when a process listens."""

from bench.parts.first import LISTENS
from tools.kit.desk import Desk


def test_each_process_says_that_it_listens(desk: Desk) -> None:
    for name, words in LISTENS.items():
        assert words in desk.log(name)
