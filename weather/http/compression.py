"""Compresses responses with Brotli or gzip, by Accept-Encoding (RFC 9110, section 12.5.3)."""

import gzip
import re
from collections.abc import Callable
from typing import Final

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Bytes. Smaller responses fit one packet anyway.
_LEAST: Final = 1000
_TYPES: Final = ("text/", "application/json", "application/vnd.oai.openapi")
_NONE = re.compile(r"(?:br|gzip|\*)\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")
_SECRET: Final = b"csrfmiddlewaretoken"


class CompressionMiddleware:
    """Compresses responses.

    Except pages that contain a secret (BREACH), streams, and responses with a strong ETag, which
    identifies the uncompressed bytes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _gains(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        coding = _coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if coding:
            response.content = _CODINGS[coding](response.content)
            response.headers["Content-Encoding"] = coding
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _gains(response: HttpResponse) -> bool:
    if response.has_header("Content-Encoding") or response.cookies:
        return False
    if response.headers.get("ETag", "W/").startswith('"'):
        return False
    if not response.headers.get("Content-Type", "").startswith(_TYPES):
        return False
    return len(response.content) >= _LEAST and _SECRET not in response.content


def _coding(accepted: str) -> str:
    if not accepted or _NONE.search(accepted):
        return ""
    names = {each.partition(";")[0].strip().lower() for each in accepted.split(",")}
    return next((name for name in _CODINGS if name in names), "")


def _brotli(content: bytes) -> bytes:
    # As small as gzip's best at a fraction of the time.
    compressed: bytes = brotli.compress(content, quality=4)
    return compressed


_CODINGS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": _brotli,
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
}
