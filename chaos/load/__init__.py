"""The load of a desk: readers, writers and browser pages, with logs of what each received."""
