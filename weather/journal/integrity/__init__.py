"""Verifies, prunes and protects the journal. The journal's core does not import it."""
