"""Many creations, changes and deletions in one request."""
