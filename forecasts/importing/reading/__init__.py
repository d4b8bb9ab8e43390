"""Reads a file: finds its source and turns its lines or entries into rows."""
