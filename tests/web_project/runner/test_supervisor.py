import io
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from weather.workers.backoff import Backoff
from web_project.runner.output import Output
from web_project.runner.programs import Program
from web_project.runner.supervisor import Supervisor

pytestmark = pytest.mark.once

_SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
_DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('up', flush=True); time.sleep(60)"
)


@pytest.fixture
def output() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def supervisor(output: io.StringIO) -> Iterator[Supervisor]:
    supervisor = Supervisor(Output(output))
    yield supervisor
    supervisor.close(seconds=1)


def _python(name: str, code: str) -> Program:
    return Program(name=name, argv=(sys.executable, "-c", code))


def test_lines_carry_the_name_of_the_program_that_wrote_them(
    supervisor: Supervisor, output: io.StringIO
) -> None:
    status = supervisor.run(_python("talker", "print('one'); print('två'); print('end', end='')"))

    assert status == 0
    lines = [line.partition("talker") for line in output.getvalue().splitlines()]
    assert [text.rpartition("| ")[2] for _, _, text in lines] == ["one", "två", "end"]


def test_a_program_that_runs_once_gives_its_exit_status(supervisor: Supervisor) -> None:
    assert supervisor.run(_python("fails", "raise SystemExit(3)")) == 3


def test_a_program_that_was_killed_starts_again_and_the_others_go_on(
    supervisor: Supervisor, output: io.StringIO, tmp_path: Path
) -> None:
    note = f"import os, pathlib; pathlib.Path({str(tmp_path)!r}, str(os.getpid())).touch(); "
    supervisor.start(_python("victim", note + _SLEEPS))
    supervisor.start(_python("neighbour", _SLEEPS))
    assert supervisor.wait(lambda: output.getvalue().count("| up") == 2, seconds=10)
    [first] = tmp_path.iterdir()

    os.kill(int(first.name), signal.SIGKILL)

    assert supervisor.wait(lambda: len(list(tmp_path.iterdir())) == 2, seconds=10)
    text = output.getvalue()
    assert text.count("victim ended (by SIGKILL); starts again in 1 s") == 1
    assert text.count("victim started") == 2
    assert text.count("neighbour started") == 1


def test_a_program_that_ignores_sigterm_is_killed(
    supervisor: Supervisor, output: io.StringIO
) -> None:
    supervisor.start(_python("deaf", _DEAF))
    assert supervisor.wait(lambda: "| up" in output.getvalue(), seconds=10)

    supervisor.close(seconds=0.2)

    assert "deaf does not end; killed" in output.getvalue()


def test_programs_named_last_end_after_the_others(tmp_path: Path) -> None:
    code = (
        "import pathlib, signal, sys, time\n"
        "def end(*_):\n"
        f"    pathlib.Path({str(tmp_path)!r}, sys.argv[1]).write_text(str(time.monotonic()))\n"
        "    raise SystemExit\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('up', flush=True); time.sleep(60)"
    )
    output = io.StringIO()
    supervisor = Supervisor(Output(output))
    for name in ("broker", "web"):
        supervisor.start(Program(name=name, argv=(sys.executable, "-c", code, name)))
    assert supervisor.wait(lambda: output.getvalue().count("| up") == 2, seconds=10)

    supervisor.close(last=["broker"])

    assert float((tmp_path / "web").read_text()) < float((tmp_path / "broker").read_text())


def test_the_pause_doubles_up_to_30_s_and_is_short_again_after_a_steady_run() -> None:
    backoff = Backoff()

    assert [backoff.pause_after(0.1) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert backoff.pause_after(31) == 1


def test_a_wait_gives_up_at_its_deadline(supervisor: Supervisor) -> None:
    assert not supervisor.wait(lambda: False, seconds=0.1)
