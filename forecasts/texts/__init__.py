"""Translated texts of the pages."""
