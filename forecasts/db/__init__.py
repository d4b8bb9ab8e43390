"""Columns that search and sort alike on every database, and the rules of text."""
