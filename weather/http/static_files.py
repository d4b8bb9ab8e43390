"""Serves static files with whitenoise, unstreamed, from the packages that bring them.

Under ASGI Django would read a streamed file into memory first and warn of it; the largest file
here is a few hundred kilobytes. Files by hashed names are kept by browsers for a year, and texts
are compressed.
"""

import mimetypes
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware

from weather.assets.compression import compressed, is_worth_it
from weather.assets.names import digest_of, joined_or_none, split_name

from .security_policy import RESOURCES

_FOR_EVER: Final = "max-age=31536000, public, immutable"


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """whitenoise's middleware, answering with the file's bytes."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request for a static file, whether or not its name has a digest."""
        path = request.path_info
        if not path.startswith(self.static_prefix):
            return self._rest(request)
        name, digest = split_name(path.removeprefix(self.static_prefix))
        found = self._response(name, request) if digest or path not in self.files else None
        if found is None:
            return self._rest(request)
        # A page of another release may ask for another digest: it gets the current content.
        is_same = digest and digest == digest_of(name)
        found["Cache-Control"] = _FOR_EVER if is_same else "no-cache"
        return found

    def _rest(self, request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = super().__call__(request)
        return answer

    def _response(self, name: str, request: HttpRequest) -> HttpResponse | None:
        if request.method not in ("GET", "HEAD"):
            return None
        if (static_file := self.files.get(f"{self.static_prefix}{name}")) is not None:
            return self.serve(static_file, request)
        if (body := joined_or_none(name)) is None:
            return None
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
        response["Cross-Origin-Resource-Policy"] = RESOURCES
        return _compressed(response, request)

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """Return the file, or what its conditions and ranges ask for instead."""
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file:
                body = found.file.read()
        response = HttpResponse(body, status=int(found.status))
        del response["content-type"]
        for name, value in found.headers:
            response[name] = value
        response["Cross-Origin-Resource-Policy"] = RESOURCES
        if found.file is not None:
            # Read again: the file may have been replaced since the process started.
            response["Content-Length"] = str(len(body))
        return _compressed(response, request)


def _compressed(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Compress a whole file for a browser that takes gzip."""
    body = response.content
    if response.status_code != 200 or not is_worth_it(response.get("Content-Type", ""), body):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = compressed(body)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response
