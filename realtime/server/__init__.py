"""The server of the web process: uvicorn with changed protocols."""
