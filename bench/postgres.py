"""A PostgreSQL that waits for the disk, as one in production does."""

from tools.kit.postgres import PostgresServer

_FAST_AND_LOOSE = ("-cfsync=", "-csynchronous_commit=", "-cfull_page_writes=")


class DurablePostgres(PostgresServer):
    """The tests' server without the settings that make it forget what it has confirmed."""

    def _popen(self, command, *, quiet=False):  # type: ignore[no-untyped-def]
        kept = [part for part in command if not part.startswith(_FAST_AND_LOOSE)]
        return super()._popen(kept, quiet=quiet)

    @property
    def programs(self) -> str:
        """The folder of the server's programs, pgbench among them."""
        return str(self._programs())
