"""The environment: errors name the variable, and all processes share one secret key."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from weather.configuration import environment
from weather.configuration.environment import SECRETS, read_secret_files

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)


def test_the_secret_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    key = environment.secret_key(tmp_path)

    assert len(key) >= 50
    assert environment.secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(environment.secret_key, [tmp_path] * 64))

    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_given_key_is_used_and_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")

    assert environment.secret_key(tmp_path) == "given"
    assert not list(tmp_path.iterdir())


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()

    with pytest.raises(ImproperlyConfigured, match="secret_key is empty"):
        environment.secret_key(tmp_path)


def test_the_data_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEATHER_DATA_DIR", str(tmp_path / "deep" / "data"))

    assert environment.data_dir().is_dir()


def test_a_data_folder_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("WEATHER_DATA_DIR", str(tmp_path / "file" / "data"))

    with pytest.raises(ImproperlyConfigured, match="WEATHER_DATA_DIR: cannot make"):
        environment.data_dir()


def test_a_key_that_cannot_be_stored_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="WEATHER_DATA_DIR: cannot write"):
        environment.secret_key(tmp_path / "missing")


@pytest.mark.parametrize("given", [None, ""])
def test_the_database_is_sqlite_in_the_data_folder_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if given is not None:
        monkeypatch.setenv("DATABASE_URL", given)

    config = environment.database(tmp_path)

    assert config["ENGINE"] == "weather.sqlite3"
    assert config["NAME"] == str(tmp_path / "db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_gets_a_pool_and_a_limit_on_connecting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://me:secret@db.example:5433/weather")

    config = environment.database(tmp_path)

    assert config["ENGINE"] == "weather.postgresql"
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "weather")
    assert config["OPTIONS"]["pool"] == {"size": 16}
    assert config["OPTIONS"]["connect_timeout"] == 4


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me@db/weather",
        "nonsense",
        "://",
        "http://db",
        "postgres",
        "oracle://x",
        "sqlite",
        "postgres://me@db:port/x",
    ],
)
def test_a_database_that_is_neither_sqlite_nor_postgresql_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(tmp_path)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_be_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for each in SECRETS:
        monkeypatch.delenv(each, raising=False)
    (tmp_path / "secret").write_text("redis://:pass@broker.example:6379/0\n")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv(name, "")

    read_secret_files()

    assert os.environ[name] == "redis://:pass@broker.example:6379/0"
    monkeypatch.setenv(name, "set itself")
    read_secret_files()
    assert os.environ[name] == "set itself"


@pytest.mark.parametrize(("content", "why"), [(None, "cannot be read"), ("\n", "empty")])
def test_an_unreadable_or_empty_secret_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, why: str
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_text(content)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(path))

    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY_FILE: .*{why}"):
        read_secret_files()
