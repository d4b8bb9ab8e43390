"""The server of the api process: waitress, with limits of its own."""
