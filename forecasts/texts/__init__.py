"""The words of the pages, in the active language."""
