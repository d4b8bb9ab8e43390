"""The worker of docs/followers.md, unchanged: it is killed, and the api process is killed."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes.requests import post_forecast
from tools.kit.desk import Desk
from tools.kit.waiting import eventually
from web_project.runner.programs import ROOT

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def code() -> str:
    page = (ROOT / "docs" / "followers.md").read_text(encoding="utf-8")
    [found] = re.findall(r"```python\n(import http.client.*?)```", page, re.DOTALL)
    lines = [line for line in found.splitlines() if line.strip()]
    assert len(lines) == 20
    return str(found)


@contextmanager
def working(code: str, desk: Desk, folder: Path) -> Iterator[None]:
    with (folder / "said.txt").open("ab") as said:
        argv = [sys.executable, "-c", code, desk.api_url, str(folder / "cursor.txt")]
        process = subprocess.Popen(argv, stdout=said)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_an_answer_that_is_cut_off_does_not_end_it(code: str, tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 160\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(15)
        api = f"http://127.0.0.1:{server.getsockname()[1]}"
        process = subprocess.Popen([sys.executable, "-c", code, api, tmp_path / "cursor.txt"])
        try:
            for _ in range(2):  # it asks again
                with server.accept()[0] as answering:
                    answering.recv(4096)
                    answering.sendall(head)
        finally:
            process.kill()
            process.wait()


def taken(folder: Path) -> list[int]:
    return [int(line.split()[0]) for line in (folder / "said.txt").read_text().splitlines()]


def test_it_misses_no_event_and_repeats_only_after_its_own_restart(
    code: str, desk: Desk, tmp_path: Path
) -> None:
    desk.add_account("ada", "ada-writes")
    assert post_forecast(desk, location="Oslo") == 201
    with working(code, desk, tmp_path):
        eventually(lambda: taken(tmp_path) == [1], what="the first")
        desk.kill("api")
        desk.start("api")
        assert post_forecast(desk, location="Rome") == 201
        eventually(lambda: taken(tmp_path) == [1, 2], what="the second, after the api's end")
    assert post_forecast(desk, location="Lima") == 201
    with working(code, desk, tmp_path):
        eventually(lambda: taken(tmp_path)[-1] == 3, what="the third, after its own end")
    assert taken(tmp_path) in ([1, 2, 3], [1, 2, 2, 3])
