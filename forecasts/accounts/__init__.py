"""What accounts have beside a password: tokens for the API."""
