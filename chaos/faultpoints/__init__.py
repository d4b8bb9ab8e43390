"""A Django app of the chaos settings alone: named points where a process can be made to fail."""
