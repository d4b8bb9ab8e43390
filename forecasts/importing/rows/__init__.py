"""Turns a row of a file into the fields of a forecast."""
