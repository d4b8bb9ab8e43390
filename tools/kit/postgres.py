"""Runs one command with a real PostgreSQL.

    python -m tools.kit.postgres -- pytest -m "not browser"

The command finds DATABASE_URL set. TEST_DATABASE_URL, if it names a PostgreSQL, is passed on as
it is (its role must be allowed to make databases). Otherwise a server is started
(tools.kit.postgres_server), which ends with the command.
"""

import os
import signal
import subprocess
import sys

from tools.kit.postgres_server import PostgresServer


def _run(command: list[str], url: str) -> int:
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    # A terminal's Ctrl-C reaches the command by itself; wait for it to end in its own way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    return process.wait()


def main(arguments: list[str]) -> int:
    """Run the command after `--` and return its exit status."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    given = os.environ.get("TEST_DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        return _run(command, given)
    with PostgresServer() as server:
        return _run(command, server.url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
