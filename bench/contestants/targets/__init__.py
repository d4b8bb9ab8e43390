"""The contestants: the project, the floors and the peers, each started on the server's core."""
