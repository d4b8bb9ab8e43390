"""The kinds of file that can be imported."""
