"""The accounts of those who read by sockets and streams."""
