"""The import's command line: its arguments, its progress and its report."""
