"""The Prefer header (RFC 7240): return=minimal, and handling=lenient of bulk requests."""

from collections.abc import Iterable

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

HEADER = "Prefer"
APPLIED = "Preference-Applied"
RETURN_MINIMAL = "return=minimal"
HANDLING_LENIENT = "handling=lenient"


def prefers(request: Request, preference: str) -> bool:
    """Return whether the request has the preference; of two values the first counts."""
    if "HTTP_PREFER" not in request.META:  # nearly every request
        return False
    wanted_name, _, wanted = preference.partition("=")
    for name, value in _given(request):
        if name == wanted_name:
            return value == wanted
    return False


def _given(request: Request) -> Iterable[tuple[str, str]]:
    for part in request.headers.get(HEADER, "").split(","):
        name, _, value = part.partition(";")[0].partition("=")
        yield name.strip().lower(), value.strip().strip('"').lower()


def minimal(request: Request, response: Response) -> Response:
    """Return the response, with little or no body if the request prefers that."""
    if not prefers(request, RETURN_MINIMAL):
        return response
    headers = {APPLIED: RETURN_MINIMAL}
    if response.status_code != status.HTTP_201_CREATED:
        return Response(status=status.HTTP_204_NO_CONTENT, headers=headers)
    few = {name: response.data[name] for name in ("id", "version")}
    headers["Location"] = response.headers["Location"]
    return Response(few, status=status.HTTP_201_CREATED, headers=headers)
