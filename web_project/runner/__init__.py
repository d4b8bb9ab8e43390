"""Runs all processes as one command: broker, database, api, web, subscriber."""
