"""The database under test."""
