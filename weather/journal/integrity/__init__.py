"""Checking the journal, guarding it, and deleting its oldest part."""
