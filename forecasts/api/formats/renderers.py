"""Registers the streamed formats for content negotiation; streams.py writes them."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer


class _Streamed(BaseRenderer):
    """A format that REST framework negotiates but does not render."""

    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return nothing: only responses without a body, such as 304, are rendered."""
        return b""


class CSVRenderer(_Streamed):
    """Comma-separated values (RFC 4180)."""

    media_type = "text/csv"
    format = "csv"


class NDJSONRenderer(_Streamed):
    """A JSON document on each line."""

    media_type = "application/x-ndjson"
    format = "ndjson"


STREAMED = (CSVRenderer, NDJSONRenderer)
