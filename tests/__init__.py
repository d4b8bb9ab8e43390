"""The tests, in a folder per room; tests/processes and tests/e2e start real processes."""
