"""Paced publishers of events, each in a separate process."""
