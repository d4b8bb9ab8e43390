"""Sends events to the readers of this process."""
