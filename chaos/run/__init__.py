"""Runs trials: schedule, environment and report."""
