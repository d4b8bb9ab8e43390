"""The process opens some sockets of its own before it listens."""

import asyncio
import gc
from typing import Any
from unittest.mock import AsyncMock

import pytest
import uvicorn

from realtime.server import first_sockets, uvicorn_server
from realtime.server.first_sockets import SOCKETS, open_first_sockets
from realtime.server.http_protocol import PageProtocol
from realtime.server.uvicorn_server import WebServer
from realtime.server.websocket_protocol import SocketProtocol
from realtime.wire.sent import WEBSOCKET

pytestmark = pytest.mark.once


class Application:
    """Answers each socket in the manner of its path, and counts them."""

    def __init__(self) -> None:
        self.opened = self.closed = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        assert scope["type"] == "websocket"
        self.opened += 1
        await receive()
        await send({"type": "websocket.accept"})
        if scope["path"] == "/welcomes":
            await send({"type": "websocket.send", "text": '{"type":"welcome"}'})
        if scope["path"] == "/refuses":
            await send({"type": "websocket.close", "code": 4401})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self.closed += 1


def server_of(application: Any) -> WebServer:
    config = uvicorn.Config(
        application, http=PageProtocol, ws=SocketProtocol, lifespan="off", log_config=None
    )
    config.load()
    server = WebServer(config)
    server.lifespan = config.lifespan_class(config)
    return server


async def test_each_is_opened_and_closed(caplog: pytest.LogCaptureFixture) -> None:
    application = Application()
    server = server_of(application)

    await open_first_sockets(server.protocol, path="/welcomes")
    for _ in range(100):
        if application.closed == SOCKETS:
            break
        await asyncio.sleep(0.01)

    assert (application.opened, application.closed) == (SOCKETS, SOCKETS)
    assert server.server_state.connections == set()
    assert not caplog.records


@pytest.mark.parametrize("path", ["/is/silent", "/refuses"])
async def test_one_that_is_not_welcomed_is_logged_and_the_process_goes_on(
    path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(first_sockets, "PATIENCE_SECONDS", 0.1)
    application = Application()

    await open_first_sockets(server_of(application).protocol, path=path)

    assert application.opened == 1
    assert "not warmed up" in caplog.text


async def test_their_frames_are_not_counted_while_the_hub_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = []

    async def welcomed(_protocol: Any, *, path: str) -> None:
        assert path == "/welcomes"
        WEBSOCKET.frames, WEBSOCKET.bytes = 1, 100
        counted.append(WEBSOCKET.take())  # as the hub does at each look at the journal
        WEBSOCKET.frames, WEBSOCKET.bytes = 2, 200

    monkeypatch.setattr(uvicorn_server, "open_first_sockets", welcomed)
    for each in ("freeze", "set_threshold"):
        monkeypatch.setattr(gc, each, lambda *_: None)
    monkeypatch.setattr(uvicorn.Server, "startup", started := AsyncMock())
    server = server_of(Application())
    server.first_socket = "/welcomes"

    await server.startup()

    assert (counted, WEBSOCKET.take()) == ([(0, 0)], (0, 0))
    started.assert_awaited_once()
    WEBSOCKET.frames = 3
    assert WEBSOCKET.take() == (3, 0)
