"""The accounts of socket and stream readers."""
