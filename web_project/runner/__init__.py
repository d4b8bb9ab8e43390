"""Runs the whole desk as one command: broker, database, api, web and subscriber."""
