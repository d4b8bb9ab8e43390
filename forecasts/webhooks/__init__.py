"""Webhooks: events as signed POST requests to the addresses that accounts subscribe."""
