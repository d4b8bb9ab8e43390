"""Limits on how many requests an account and an address may make in a minute."""
