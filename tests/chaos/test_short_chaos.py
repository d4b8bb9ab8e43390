"""The short, fixed-seed part of `make chaos`, and one negative control."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.once]

_ROOT = Path(__file__).resolve().parents[2]


def _chaos(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "chaos",
            "--seed",
            "7",
            "--readers",
            "6",
            "--pages",
            "0",
            "--followers",
            "0",
            *arguments,
        ],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_nothing_is_lost_when_messages_are_dropped_and_processes_killed() -> None:
    faults = "message.dropped_relay,subscriber.kill,web1.kill,poison.forged,broker.wiped"
    run = _chaos("--trials", "3", "--seconds", "12", "--faults", faults)

    assert run.returncode == 0, f"{run.stdout[-6000:]}\n{run.stderr[-3000:]}"
    assert run.stdout.splitlines()[-1].startswith("nothing lost, repeated, out of order or phantom")


def test_readers_behind_a_cache_lose_nothing_when_the_cache_origin_or_epoch_is_lost() -> None:
    faults = "edge.killed,edge.origin_restarted,edge.new_epoch"
    run = _chaos("--trials", "3", "--seconds", "40", "--faults", faults)

    assert run.returncode == 0, f"{run.stdout[-6000:]}\n{run.stderr[-3000:]}"
    assert run.stdout.splitlines()[-1].startswith("nothing lost, repeated, out of order or phantom")


def test_followers_and_webhooks_lose_nothing_when_killed_frozen_or_dead() -> None:
    faults = "followers.killed_before_checkpoint,followers.frozen,endpoint.failing"
    run = _chaos("--followers", "2", "--readers", "2", "--trials", "2", "--faults", faults)

    assert run.returncode == 0, f"{run.stdout[-6000:]}\n{run.stderr[-3000:]}"
    assert run.stdout.splitlines()[-1].startswith("nothing lost, repeated, out of order or phantom")


def test_a_socket_that_joins_after_its_page_was_read_is_caught() -> None:
    run = _chaos("--sabotage", "join_after_snapshot", "--trials", "1")

    assert run.returncode == 0, f"{run.stdout[-6000:]}\n{run.stderr[-3000:]}"
    assert run.stdout.splitlines()[-1] == "caught: all 1"
