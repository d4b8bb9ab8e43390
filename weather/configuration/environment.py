"""Reads .env, the data folder, the secret key and the database settings."""

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from weather.configuration import database_url

from .addresses import Environment
from .users_files import USERS_UMASK

BASE_DIR = Path(__file__).resolve().parents[2]


def read_env_file(path: Path) -> None:
    """Put the file's values into the environment, where they are not set yet.

    Raises ImproperlyConfigured for a line that is not NAME=value: django-environ would log the
    line, perhaps a password, and go on without it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {type(error).__name__}.") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not re.match(r"#|(export )?[A-Za-z_0-9]+=", line):
            raise ImproperlyConfigured(
                f"{path}, line {number}: write NAME=value, with no space before or after the name."
            )
    Environment.read_env(path)


#: The settings that a file named by NAME_FILE may hold: what containers call secrets.
SECRETS = (
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "METRICS_TOKEN",
)


def read_secret_files() -> None:
    """Set each secret that is not set from the file that NAME_FILE names.

    Raises ImproperlyConfigured, naming the setting, for a file that cannot be read or is empty.
    """
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE", "")
        if not path or os.environ.get(name):
            continue
        try:
            content = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read: {why}.") from None
        if not content:
            raise ImproperlyConfigured(f"{name}_FILE: {path} is empty.")
        os.environ[name] = content


env = Environment()
read_env_file(BASE_DIR / ".env")
read_secret_files()


def data_dir() -> Path:
    """Return the folder of everything that a process keeps, made if it is missing.

    New files are readable by this account only: the database holds names and password hashes.
    An existing folder keeps its mode, since it may be shared on purpose.

    Raises ImproperlyConfigured, naming WEATHER_DATA_DIR, when it cannot be written.
    """
    os.umask(USERS_UMASK | 0o077)
    path = Path(env.str("WEATHER_DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"WEATHER_DATA_DIR: cannot make {path}: {error}") from error
    _close_to_others(path)
    return path


def _close_to_others(folder: Path) -> None:
    # An older version made the database readable to all. SQLite removes its other two files
    # whenever the last process closes the database, perhaps in this moment.
    for kept in folder.glob("db.sqlite3*"):
        with contextlib.suppress(OSError):
            status = kept.stat()
            if status.st_mode & 0o077 and status.st_uid == os.geteuid():
                kept.chmod(0o600)


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
    # and neither reads half a key.
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
    pool_size = env.whole("DATABASE_POOL_SIZE", default=16, least=1, most=1000)
    given: str = env.str("DATABASE_URL", default="")
    if not given:
        return database_url.sqlite(str(folder / "db.sqlite3"))
    return database_url.from_url("DATABASE_URL", given, pool_size=pool_size)
