"""One process, or several on one port, that serve the same application."""
