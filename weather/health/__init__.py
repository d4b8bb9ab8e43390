"""Whether a process can do its work: /livez and /readyz."""
