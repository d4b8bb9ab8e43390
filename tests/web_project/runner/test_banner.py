import datetime as dt
import json
import shlex
from pathlib import Path

import pytest

from web_project.runner.banner import banner

pytestmark = pytest.mark.once

_DAY = dt.date(2026, 5, 17)


def _text(account: tuple[str, str] | None = ("demo", "demo")) -> str:
    return banner(web_port=5001, api_port=7252, account=account, day=_DAY)


def test_it_names_every_address_and_the_account() -> None:
    text = _text()

    assert "http://localhost:5001/WeatherForecast" in text
    assert "http://localhost:5001/admin/" in text
    assert "http://localhost:7252/api/weatherforecast" in text
    assert "http://localhost:7252/swagger/" in text
    assert "demo / demo" in text


def test_its_curl_line_can_be_pasted_into_a_shell() -> None:
    text = _text()

    words = shlex.split(text[text.index("curl ") : text.index("Ctrl-C")])

    assert words[:3] == ["curl", "-u", "demo:demo"]
    assert json.loads(words[words.index("-d") + 1])["date"] == "2026-05-17"


def test_with_a_certificate_it_is_https_and_curl_gets_the_authority() -> None:
    authority = Path("/a folder/authority.pem")
    text = banner(web_port=5001, api_port=7252, account=None, day=_DAY, authority=authority)

    assert "https://localhost:5001/WeatherForecast" in text
    assert "http://" not in text
    words = shlex.split(text[text.index("curl ") : text.index("Ctrl-C")])
    assert words[words.index("--cacert") + 1] == str(authority)


def test_it_names_no_account_that_does_not_exist() -> None:
    assert "demo" not in _text(account=None)
