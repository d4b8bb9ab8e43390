"""The Idempotency-Key header: a repeated POST creates one forecast.

Source: draft-ietf-httpapi-idempotency-key-header-07. The draft leaves to the resource what a key
looks like (here: a UUID, bare or as the structured string "…"), how long it is known (as long as
the forecast that it made is there), and how requests are compared (by the fields they ask for).
"""

from http import HTTPStatus
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

HEADER = "Idempotency-Key"
PARAMETER = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description=(
        "A UUID that names this request, so that it can be sent again when its answer was lost. "
        "The second time nothing is made: the answer is 201 with the forecast that the first one "
        "made, as it is now. With other fields than the first time the answer is 422. The key is "
        "known as long as the forecast is there."
    ),
)
KEY_REUSED = "This Idempotency-Key was used with another body: a new request, a new key."


class KeyReused(APIException):
    """422: the key has made a forecast already, of other fields than are asked for now."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = KEY_REUSED


def key_of(request: Request) -> UUID | None:
    """Return the request's key, or None without one. Raises ValidationError for any other text."""
    given = request.headers.get(HEADER)
    if given is None:
        return None
    bare = given[1:-1] if given[:1] == given[-1:] == '"' else given
    try:
        key = UUID(bare)
    except ValueError:
        key = None
    # UUID() takes braces, "urn:uuid:" and missing hyphens too: one key is to have one spelling.
    if key is None or str(key) != bare.lower():
        refusal = "Send a UUID, e.g. 8e03978e-40d5-43dd-bc93-6894a57f9324."
        raise ValidationError({HEADER: refusal})
    return key
