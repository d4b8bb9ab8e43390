"""The kinds of environment variables: accepted values, and refusals that name the variable."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from weather.configuration.environment import env, read_env_file

pytestmark = pytest.mark.once


def _read(kind: str) -> Any:
    match kind:
        case "switch":
            return env.switch("GIVEN", default=True)
        case "whole":
            return env.whole("GIVEN", default=7, least=1, most=100)
        case "port":
            return env.port("GIVEN", default=5001)
        case "seconds":
            return env.seconds("GIVEN", default=2.0, least=0.01, most=60)
        case "log_level":
            return env.log_level("GIVEN", default="INFO")
        case "hosts":
            return env.hosts("GIVEN", default=["localhost", "[::1]"])
    return env.origins("GIVEN")


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("switch", True),
        ("whole", 7),
        ("port", 5001),
        ("seconds", 2.0),
        ("log_level", "INFO"),
        ("hosts", ["localhost", "[::1]"]),
        ("origins", []),
    ],
)
@pytest.mark.parametrize("given", [None, ""])
def test_a_missing_value_is_the_default(
    monkeypatch: pytest.MonkeyPatch, kind: str, default: Any, given: str | None
) -> None:
    monkeypatch.delenv("GIVEN", raising=False)
    if given is not None:
        monkeypatch.setenv("GIVEN", given)

    assert _read(kind) == default


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("switch", "False", False),
        ("switch", "on", True),
        ("switch", "0", False),
        ("whole", "100", 100),
        ("port", "65535", 65535),
        ("seconds", "0.5", 0.5),
        ("seconds", "60", 60.0),
        ("log_level", "warning", "WARNING"),
        (
            "hosts",
            "desk.example, .example.org ,*,[::1]",
            ["desk.example", ".example.org", "*", "[::1]"],
        ),
        ("origins", "https://a.example, http://[::1]:80", ["https://a.example", "http://[::1]:80"]),
    ],
)
def test_a_valid_value_is_accepted(
    monkeypatch: pytest.MonkeyPatch, kind: str, given: str, read: Any
) -> None:
    monkeypatch.setenv("GIVEN", given)

    assert _read(kind) == read


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("switch", ["maybe", "2", "-1", "tru", "$OTHER"]),
        (
            "whole",
            ["0", "-1", "101", "1.5", "1e1", "٧", "many", "0x10", "9" * 5000, "1_0", "$OTHER"],
        ),
        ("port", ["0", "-1", "65536", "seventy", "5001/tcp"]),
        ("seconds", ["0", "-1", "61", "nan", "inf", "-inf", "1e999", "soon", "2 s"]),
        ("log_level", ["LOUD", "20", "INFO,DEBUG"]),
        ("hosts", ["https://desk.example", "desk.example:8443", "desk.example/x", "a b", "[desk]"]),
        (
            "origins",
            [
                *("desk.example", "https://desk.example/", "https://desk.example/x", "ftp://a"),
                *("https://*.example", "https://a:0", "https://a:65536", "https://a:b", "null"),
            ],
        ),
    ],
)
def test_an_invalid_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, kind: str, values: list[str]
) -> None:
    for value in values:
        monkeypatch.setenv("GIVEN", value)
        with pytest.raises(ImproperlyConfigured, match=r"^GIVEN"):
            _read(kind)


def test_a_value_that_begins_with_a_dollar_is_not_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    # django-environ takes it for the name of another variable, and shows that name in its error.
    monkeypatch.setenv("GIVEN", "$ekret")

    assert env.str("GIVEN") == "$ekret"


@pytest.mark.parametrize(
    "line", ["SECRET_KEY = sekret", "SECRET_KEY: sekret", " A=sekret", "sekret"]
)
def test_an_invalid_line_of_the_env_file_is_named_and_not_shown(tmp_path: Path, line: str) -> None:
    path = tmp_path / ".env"
    path.write_text(f"# A comment\n\nexport GIVEN_BY_FILE=1\n{line}\n")

    with pytest.raises(ImproperlyConfigured, match="line 4: write NAME=value") as refused:
        read_env_file(path)

    assert "sekret" not in str(refused.value)


def test_an_env_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"SECRET_KEY=\xff\n")

    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        read_env_file(path)


def test_no_env_file_is_needed(tmp_path: Path) -> None:
    read_env_file(tmp_path / ".env")
