"""The web process's server."""
