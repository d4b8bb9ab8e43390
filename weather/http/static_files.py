"""Serves static files with whitenoise, unstreamed, from the packages that bring them.

Under ASGI Django would read a streamed file into memory first and warn of it; the largest file
here is a few hundred kilobytes.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from .security_policy import RESOURCES


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """whitenoise's middleware, answering with the file's bytes."""

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
            # As it is now: the file may have been replaced since the process started.
            response["Content-Length"] = str(len(body))
        return response
