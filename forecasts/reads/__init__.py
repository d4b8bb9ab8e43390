"""Queries for the pages. They write nothing."""
