"""PostgreSQL's own programs: pg_dump, and pg_restore in one transaction."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from .errors import BackupFailed


def copy_to(file: Path) -> None:
    """Dump the database into a new file, in pg_dump's custom format. Raises BackupFailed."""
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={file}")


def put_back(file: Path) -> None:
    """Replace the tables by those of a dump. Raises BackupFailed; then nothing has changed."""
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    name = str(connection.settings_dict["NAME"])
    _run("pg_restore", *options, f"--dbname={name}", str(file))


def _run(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise BackupFailed(
            f"{program} is not on this machine: install PostgreSQL's client programs"
        )
    done = subprocess.run(
        [program, "--no-password", *arguments],
        env=_environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip()}")


def _environ() -> dict[str, str]:
    # Not on the command line, which every account of the machine can read.
    settings = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {variable: str(settings[name]) for variable, name in names.items() if settings[name]}
    return {**os.environ, **given, "PGDATABASE": str(settings["NAME"])}
