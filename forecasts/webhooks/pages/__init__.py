"""Webhooks on the site: an account's own, with their delivery log."""
