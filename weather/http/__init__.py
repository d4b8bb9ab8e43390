"""Middleware and errors that both processes share."""
