"""From a file's row to a forecast's fields."""
