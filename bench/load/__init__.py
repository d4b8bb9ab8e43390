"""Loading a server: what is published to it, and who listens."""
