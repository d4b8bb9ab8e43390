"""Prepares static files for sending: joined, with hashed names, compressed."""
