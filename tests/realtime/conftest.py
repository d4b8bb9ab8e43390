"""A separate channel layer for each test."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

import pytest
from channels.layers import channel_layers, get_channel_layer


@pytest.fixture
async def own_layer(settings: Any) -> AsyncGenerator[None]:
    """Keep the group's messages within the test; close the layer's connections after it."""
    layers = settings.CHANNEL_LAYERS
    config = {**layers["default"]["CONFIG"], "prefix": f"tests.{uuid4().hex}"}
    settings.CHANNEL_LAYERS = {"default": {**layers["default"], "CONFIG": config}}
    channel_layers.backends = {}
    yield
    layer: Any = get_channel_layer()
    await layer.flush()
    channel_layers.backends = {}
