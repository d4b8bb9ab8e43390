"""What must hold of a run. Imports nothing of the project that it judges."""
