"""Breaks the running desk on purpose and counts what its readers missed (docs/reliability.md)."""
