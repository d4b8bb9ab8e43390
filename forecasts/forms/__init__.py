"""The forms of the pages, and their fields."""
