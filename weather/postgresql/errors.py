"""Errors of the pool."""

import psycopg


class Unreachable(psycopg.OperationalError):
    """No connection could be made; the text is the server's, or libpq's. No statement was sent."""


class PoolExhausted(psycopg.OperationalError):
    """Every connection of the pool was busy for too long. No statement was sent."""
