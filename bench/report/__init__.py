"""What the measurements become: tables on the terminal and in docs/performance.md, and plots."""
