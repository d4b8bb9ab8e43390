"""The databases that the writes are measured on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from bench.postgres import DurablePostgres

DATABASES = ("SQLite", "PostgreSQL")


@contextmanager
def database(name: str) -> Iterator[None]:
    """Have the desks that are started in the block use this database."""
    before = os.environ.pop("DATABASE_URL", None)
    try:
        if name == "SQLite":
            yield
            return
        with DurablePostgres() as server:
            os.environ["DATABASE_URL"] = server.url
            yield
    finally:
        os.environ.pop("DATABASE_URL", None)
        if before is not None:
            os.environ["DATABASE_URL"] = before
