"""Reports of the desk's processes: their state, and the steps of an event."""
