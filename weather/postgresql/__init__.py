"""Django's PostgreSQL backend with a pool that reports errors, and limits that pass a pooler."""
