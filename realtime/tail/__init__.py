"""The latest events of the journal, in memory and in order."""
