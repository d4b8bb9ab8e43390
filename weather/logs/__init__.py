"""Logging of all processes, for our lines and those of libraries (structlog)."""
