"""What `manage.py doctor` looks at, beside what /readyz does."""
