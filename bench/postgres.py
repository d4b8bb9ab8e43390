"""A PostgreSQL that syncs to the disk, as in production."""

from tools.kit.postgres import PostgresServer

_FAST_AND_LOOSE = ("-cfsync=", "-csynchronous_commit=", "-cfull_page_writes=")


class DurablePostgres(PostgresServer):
    """The tests' server with durable commits."""

    def _popen(self, command, *, quiet=False):  # type: ignore[no-untyped-def]
        kept = [part for part in command if not part.startswith(_FAST_AND_LOOSE)]
        return super()._popen(kept, quiet=quiet)

    @property
    def programs(self) -> str:
        """The folder of the server's programs, pgbench among them."""
        return str(self._programs())
