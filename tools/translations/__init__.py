"""The catalogues of the pages' texts."""
