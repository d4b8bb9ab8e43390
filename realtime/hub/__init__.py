"""The readers of this process, and what each is sent."""
