"""Columns that search and sort identically on every database, text rules, and snapshots."""
