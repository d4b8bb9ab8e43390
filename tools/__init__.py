"""What keeps the project in order and is no part of it at run time."""
