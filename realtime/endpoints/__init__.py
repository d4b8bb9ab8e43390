"""Where clients connect: WebSocket, server-sent events, and catching up over HTTP."""
