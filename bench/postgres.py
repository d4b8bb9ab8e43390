"""A PostgreSQL that syncs to the disk, as in production."""

from tools.kit.postgres_server import PostgresServer

_FAST_AND_LOOSE = ("fsync", "synchronous_commit", "full_page_writes")


class DurablePostgres(PostgresServer):
    """The tests' server with durable commits."""

    options = {
        name: value for name, value in PostgresServer.options.items() if name not in _FAST_AND_LOOSE
    }

    @property
    def programs(self) -> str:
        """The folder of the server's programs, pgbench among them."""
        return str(self._programs())
