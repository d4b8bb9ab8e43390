"""The clients' endpoints: WebSocket, server-sent events, and catching up over HTTP."""
