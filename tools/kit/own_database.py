"""A separate database for a desk: a SQLite file, or a new database of the PostgreSQL under test.

It is migrated once in a run, and copied for later desks: migrations take most of a desk's start.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

# By the project that they were migrated by, and where: a SQLite file, or a database's name.
_migrated: dict[tuple[Path, str], str] = {}


@contextmanager
def own_database(folder: Path, project: Path, migrate: Callable[[str], object]) -> Iterator[str]:
    """Yield the DATABASE_URL of a migrated database, of the kind that the tests run on.

    migrate: brings the empty database of a URL to the shape of the project's version.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith(("postgres://", "postgresql://")):
        yield _sqlite(folder / "db.sqlite3", project, migrate)
        return
    name = _postgresql(given, project, migrate)
    try:
        yield _url(given, name)
    finally:
        _drop(given, name)


def _sqlite(file: Path, project: Path, migrate: Callable[[str], object]) -> str:
    url = f"sqlite:///{file}"
    if (project, "") in _migrated:
        shutil.copyfile(_migrated[project, ""], file)
        file.chmod(0o600)
        return url
    migrate(url)
    kept = Path(tempfile.mkdtemp(prefix="weather-migrated-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    _migrated[project, ""] = shutil.copyfile(file, str(kept / file.name))
    return url


def _postgresql(given: str, project: Path, migrate: Callable[[str], object]) -> str:
    if (project, given) not in _migrated:
        template = f"desk_migrated_{secrets.token_hex(6)}"
        _execute(given, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
        atexit.register(_drop_if_there, given, template)
        migrate(_url(given, template))
        _migrated[project, given] = template
    name = f"desk_{secrets.token_hex(6)}"
    copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _execute(given, copied.format(sql.Identifier(name), sql.Identifier(_migrated[project, given])))
    return name


def _drop_if_there(given: str, name: str) -> None:
    with suppress(psycopg.OperationalError):  # a test's own server has ended already
        _drop(given, name)


def _url(given: str, name: str) -> str:
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))


def _drop(given: str, name: str) -> None:
    _execute(given, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
