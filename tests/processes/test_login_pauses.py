"""Too many wrong passwords, sent concurrently and to both processes."""

import time
import urllib.error
import urllib.request
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest

from tests.accounts import basic
from tools.kit.desk import Desk

FAILURES, PAUSE_SECONDS = 5, 8
NAME, PASSWORD = "ada", "ada-writes"


@pytest.fixture(scope="module")
def pausing() -> Generator[Desk]:
    settings = {"LOGIN_FAILURES": str(FAILURES), "LOGIN_PAUSE_SECONDS": str(PAUSE_SECONDS)}
    with Desk(settings=settings, subscriber=False) as desk:
        desk.add_account(NAME, PASSWORD)
        yield desk


def test_concurrent_guesses_are_counted_and_pause_both_processes(pausing: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        guesses = list(pool.map(lambda n: _basic(pausing, f"guess{n}"), range(24)))

    assert set(guesses) == {401, 429}
    # Eight guesses may be in progress when the pause begins.
    assert guesses.count(401) <= FAILURES + 8
    assert _basic(pausing, PASSWORD) == 429
    assert _form(pausing) == 429

    time.sleep(PAUSE_SECONDS + 1)
    assert _basic(pausing, PASSWORD) == 200
    assert _form(pausing) == 200


def _basic(desk: Desk, password: str) -> int:
    request = urllib.request.Request(
        f"{desk.api_url}/api/weatherforecast", headers={"Authorization": basic(NAME, password)}
    )
    return _status(urllib.request.build_opener(), request)


def _form(desk: Desk) -> int:
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    url = f"{desk.web_url}/accounts/login/"
    opener.open(url, timeout=10).close()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    fields = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": token}
    return _status(opener, urllib.request.Request(url, data=urlencode(fields).encode()))


def _status(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> int:
    try:
        with opener.open(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
