"""The invariants of a run. Imports nothing of the project under test."""
