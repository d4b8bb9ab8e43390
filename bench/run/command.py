"""The command line of the bench.

python -m bench                                     everything; writes docs/performance.md
python -m bench --only fanout --sockets 1000 --quick    a look at one part; writes nothing
python -m bench --only fanout --contestants "this project,floor"
"""

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from bench.parts import (
    bulk,
    edge,
    end_to_end,
    export,
    fanout,
    first,
    growth,
    journal_commits,
    meanwhile,
    resume,
    writes,
)
from bench.report import page
from bench.run.cpu import stay_on_load_core
from bench.run.options import Options

Part = Callable[[Options], list[str]]

PARTS: dict[str, Part] = {
    "fanout": fanout.run,
    "end-to-end": end_to_end.run,
    "writes": writes.run,
    "bulk": bulk.run,
    "meanwhile": meanwhile.run,
    "export": export.run,
    "commits": journal_commits.run,
    "resume": resume.run,
    "growth": growth.run,
    "first": first.run,
    "edge": edge.run,
}


def main(arguments: Sequence[str]) -> int:
    """Run the requested parts and return an exit status."""
    given = _parser().parse_args(arguments)
    options = Options(
        sockets=given.sockets,
        repeats=given.repeats,
        quick=given.quick,
        plots=given.write or not given.quick,
        only=tuple(filter(None, given.contestants.split(","))),
    )
    how = f"python -m bench {shlex.join(arguments)}".strip()
    stay_on_load_core()
    for place, measure in planned(given.only, options):
        conditions = page.conditions()
        blocks = measure()
        sys.stdout.write("\n\n".join(blocks) + "\n\n")
        sys.stdout.flush()
        if options.plots:
            page.write(place, blocks, how=f"{conditions} `{how}`")
    return 0


def planned(
    names: Sequence[str], options: Options
) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Yield each place on the page, and what measures its blocks.

    A fan-out has a place for each number of sockets: all of them take an hour together.
    """
    for name in names:
        if name == "fanout":
            for sockets in options.sockets:
                of_one = replace(options, sockets=(sockets,))
                yield f"fanout-of-{sockets}", partial(PARTS[name], of_one)
        else:
            yield name, partial(PARTS[name], options)


def _parts(given: str) -> list[str]:
    names = given.split(",")
    if unknown := [name for name in names if name not in PARTS]:
        raise argparse.ArgumentTypeError(
            f"{unknown[0]!r} is no part: name some of {', '.join(PARTS)}"
        )
    return names


def _numbers(given: str) -> tuple[int, ...]:
    try:
        return tuple(int(each) for each in given.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{given!r}: whole numbers with commas between, such as 100,1000"
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=", ".join(PARTS))
    parser.add_argument(
        "--sockets", type=_numbers, default="100,1000,3000", help="numbers of sockets"
    )
    parser.add_argument("--contestants", default="", help="parts of names, with commas between")
    parser.add_argument("--repeats", type=int, default=3, help="rounds of each measurement")
    parser.add_argument("--quick", action="store_true", help="short trials; the page is left alone")
    parser.add_argument("--write", action="store_true", help="write the page even after --quick")
    return parser
