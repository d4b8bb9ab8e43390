"""Runs a desk for a long time under an even load, and looks whether anything grows."""
