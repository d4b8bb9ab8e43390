"""Columns that search and sort identically on every database, and text rules."""
