"""Django's PostgreSQL backend with a connection pool and lock timeouts."""
