"""Django's PostgreSQL backend on Pool, with timeouts that also work behind a pooler.

Django loads this module for ENGINE = "weather.postgresql".
"""

from typing import Any

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction

from .pool import Pool, PooledConnection

# A stalled writer that holds the journal's head must not stop the others for long: they get 503
# with Retry-After. Milliseconds.
LIMITS = {"lock_timeout": 5_000, "idle_in_transaction_session_timeout": 10_000}

# pgbouncer in transaction mode refuses `options` at the start, and gives each transaction another
# server connection, on which a SET would outlive it and reach other clients. SET LOCAL is the
# transaction's own. One simple query: it takes no round trip more than the BEGIN.
_BEGIN = "; ".join(["BEGIN", *(f"SET LOCAL {name} = {value}" for name, value in LIMITS.items())])

# For the statements outside transactions, once for each connection, and only if it is the
# server's own: a pooler shows its clients other process ids than the server's.
_LIMIT_SESSION = "SELECT {} WHERE pg_backend_pid() = %s".format(
    ", ".join(f"set_config('{name}', '{value}', false)" for name, value in LIMITS.items())
)


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module. OPTIONS["pool"]: the arguments of Pool."""

    @property
    def pool(self) -> Pool | None:
        """Return this process's pool; None for a connection of its own."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == NO_DB_ALIAS or not options:
            return None
        pools: dict[str, Pool] = self._connection_pools  # type: ignore[attr-defined]
        if self.alias not in pools:
            # Of two threads that come together, one sets it.
            pools.setdefault(self.alias, Pool(self._connect_pooled, **options))
        return pools[self.alias]

    def _connect_pooled(self) -> PooledConnection:
        parameters: dict[str, Any] = self.get_connection_params() | {"autocommit": True}
        connection = PooledConnection.connect(**parameters)
        try:
            self._configure_connection(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _configure_connection(self, connection: Any) -> bool:
        super()._configure_connection(connection)  # type: ignore[misc]
        with connection.cursor() as cursor:
            cursor.execute(_LIMIT_SESSION, [connection.info.backend_pid])
        return True  # to be committed, unless in autocommit mode

    def _start_transaction_under_autocommit(self) -> None:
        # Django calls this at the start of an atomic block, if there is one, in place of turning
        # psycopg's autocommit off.
        with debug_transaction(self, "BEGIN"), self.wrap_database_errors:
            self.connection.execute(_BEGIN)
