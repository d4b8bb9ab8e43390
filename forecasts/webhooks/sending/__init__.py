"""Sending: which addresses are permitted, one request, and the worker that makes them in order."""
