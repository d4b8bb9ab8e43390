"""Loading a desk: readers, writers and browser pages, and what each was told."""
