"""A PostgreSQL server that can be crashed, started again, and followed by a standby."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from tools.kit.postgres_server import PostgresServer


class CrashingServer(PostgresServer):
    """The tests' server, which can also crash and come back with its data."""

    def processes(self) -> list[psutil.Process]:
        """Return the postmaster and everything that it has started."""
        if self._process is None:
            return []
        postmaster = psutil.Process(self._process.pid)
        return [postmaster, *postmaster.children(recursive=True)]

    def crash(self) -> None:
        """Kill all of it together; data not written to the WAL are lost."""
        processes = self.processes()
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        assert self._process is not None
        self._process.wait()
        psutil.wait_procs(processes, timeout=5)
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def interrupt(self, signum: signal.Signals) -> None:
        """Signal the postmaster and wait for its end: SIGQUIT is an immediate shutdown."""
        assert self._process is not None
        self._process.send_signal(signum)
        self._process.wait(timeout=20)

    def start_as_standby_of(self, primary: "CrashingServer") -> None:
        """Copy a running server and follow it asynchronously."""
        programs = self._programs()
        copy = [
            *(str(programs / "pg_basebackup"), "-D", str(self._data), "-R", "-X", "stream"),
            *("-h", "127.0.0.1", "-p", str(primary.port), "-U", "weather", "-c", "fast", "-N"),
        ]
        if self._popen(copy).wait():
            raise RuntimeError(f"pg_basebackup failed: {self._log.read_text()[-2000:]}")
        self._server_command = [
            *(str(programs / "postgres"), "-D", str(self._data), "-p", str(self.port)),
            *primary.settings,
        ]
        self.run()

    @property
    def programs(self) -> Path:
        """The folder of the server's own programs."""
        return self._programs()

    @property
    def dump(self) -> str:
        """Where a dump of it is put."""
        return str(self._data.with_name("dump"))

    @property
    def settings(self) -> list[str]:
        """The settings that the server was started with."""
        return [part for part in self._server_command if part.startswith("-c")]

    def promote(self) -> None:
        """Make a standby take writes."""
        with psycopg.connect(self.url, autocommit=True) as admin:
            admin.execute("SELECT pg_promote(wait => true)")

    async def start_again(self) -> None:
        """Start after an end, and wait until it answers."""
        self._process = self._popen(self._server_command)
        await asyncio.to_thread(self._wait_until_answers)
