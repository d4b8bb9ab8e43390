"""`make fuzz`: schemathesis against the running api process."""
