"""The end of the journal, in memory and in order."""
