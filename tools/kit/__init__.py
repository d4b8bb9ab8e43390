"""Shared by tests, bench and chaos: broker, PostgreSQL, pgbouncer, processes, proxy, browser."""
