"""A site under a part of the host's paths, such as /desk/ (PATH_PREFIX)."""

from typing import Any


def asgi_under(application: Any, prefix: str) -> Any:
    """Return the ASGI application under a prefix, "" for none: other paths are answered 404.

    The proxy passes paths on as they are; Django and channels take the prefix off by `root_path`.
    """
    if not prefix:
        return application

    async def under(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await application(scope, receive, send)
        elif scope["path"] == prefix or scope["path"].startswith(f"{prefix}/"):
            path = f"{prefix}/" if scope["path"] == prefix else scope["path"]
            await application({**scope, "path": path, "root_path": prefix}, receive, send)
        else:
            await _not_here(scope["type"], send)

    return under


async def _not_here(kind: str, send: Any) -> None:
    if kind == "websocket":
        await send({"type": "websocket.close", "code": 1000})  # answered 403, before it is accepted
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"There is nothing at this path.\n"})
