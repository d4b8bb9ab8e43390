"""The tests, in the rooms that they test; tests/processes and tests/e2e start real processes."""
