"""Formats on the wire: cursors, envelopes, frames."""
