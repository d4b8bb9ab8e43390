"""What sends events into a server under test, paced, in a process of its own."""
