"""A copy of the whole database, and putting it back under connected readers."""
