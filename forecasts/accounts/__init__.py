"""Access tokens of accounts for the API."""
