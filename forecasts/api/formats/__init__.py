"""The list as CSV and as lines of JSON, streamed."""
