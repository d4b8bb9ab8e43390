"""Read-only queries for the pages."""
