"""`make bench`: measures the project and its peers side by side, and writes docs/performance.md."""
