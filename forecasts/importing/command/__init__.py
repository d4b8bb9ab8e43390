"""The command line of the import: arguments, progress, report."""
