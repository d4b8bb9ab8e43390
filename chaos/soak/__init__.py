"""Runs a desk for a long time under constant load, and checks that nothing grows."""
