"""SQLite where the writers of one process wait for each other in turn."""
