"""The settings and addresses of the processes under test."""
