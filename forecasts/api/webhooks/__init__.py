"""Webhooks over the REST API: each account its own."""
