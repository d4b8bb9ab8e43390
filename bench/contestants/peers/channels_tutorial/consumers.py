"""The tutorial's asynchronous consumer (part 3)."""

import json
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

ROOM = "chat_lobby"


class ChatConsumer(AsyncWebsocketConsumer):
    """Joins the room and passes on what is said there."""

    async def connect(self) -> None:
        """Join the room."""
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()

    async def disconnect(self, close_code: int) -> None:
        """Leave the room."""
        await self.channel_layer.group_discard(ROOM, self.channel_name)

    async def chat_message(self, event: dict[str, Any]) -> None:
        """Pass a message on."""
        await self.send(text_data=json.dumps({"message": event["message"]}))
