"""Reports of the measurements: tables on the terminal and in docs/performance.md, and plots."""
