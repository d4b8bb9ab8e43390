"""Reads the environment for the settings, and fails loudly on a value that cannot be meant."""

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(environ.Env):
    """environ.Env that takes an empty value for none given, and names what it cannot read."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return the value. Raises ImproperlyConfigured, naming the variable."""
        if self.ENVIRON.get(var) == "" and "default" in kwargs:
            return kwargs["default"]
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var}: {error}") from error


env = Environment()
Environment.read_env(BASE_DIR / ".env")


def data_dir() -> Path:
    """Return the folder of everything that a process keeps, made if it is missing.

    Raises ImproperlyConfigured, naming WEATHER_DATA_DIR, when it cannot be written.
    """
    path = Path(env.str("WEATHER_DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"WEATHER_DATA_DIR: cannot make {path}: {error}") from error
    return path


def secret_key(folder: Path) -> str:
    """Return SECRET_KEY, or the key kept in the data folder, made there on first use.

    All processes of one data folder share it, so a session made by one is read by the other.
    Raises ImproperlyConfigured when the key cannot be kept there.
    """
    given: str = env.str("SECRET_KEY", default="")
    if given:
        return given
    path = folder / "secret_key"
    if not path.exists():
        _write_once(path, get_random_secret_key())
    key = path.read_text(encoding="utf-8").strip()
    if not key:
        raise ImproperlyConfigured(f"{path} is empty: remove it, and a new key is made.")
    return key


def _write_once(path: Path, text: str) -> None:
    # Linking a finished file into place: of two processes that start together one wins,
    # and neither ever reads half a key.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(f"WEATHER_DATA_DIR: cannot write {path}: {error}") from error
    finally:
        draft.unlink(missing_ok=True)


def database(folder: Path) -> dict[str, Any]:
    """Return Django's settings of the one database: SQLite in the data folder, or DATABASE_URL.

    Raises ImproperlyConfigured when DATABASE_URL names neither PostgreSQL nor SQLite.
    """
    given = env.str("DATABASE_URL", default="") or f"sqlite:///{folder / 'db.sqlite3'}"
    if not given.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    config: dict[str, Any] = _config_from(given)
    options = config.setdefault("OPTIONS", {})
    if config["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock at BEGIN and waits for it; a deferred transaction that
        # upgrades later fails at once with "database is locked".
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        # A stalled writer that holds the journal's head must not stop the others for long:
        # they get 503 with Retry-After.
        options["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=16)}
        options["options"] = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=10s"
        # A line that died without a word is given up after some seconds, not after minutes.
        options |= {
            "connect_timeout": 5,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
        }
    return config


def _config_from(url: str) -> dict[str, Any]:
    try:
        config: dict[str, Any] = env.db_url_config(url)
    except ValueError as error:  # of the port, for one
        raise ImproperlyConfigured(f"DATABASE_URL: {error}") from error
    return config
