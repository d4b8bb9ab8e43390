"""Read and check an answer of the API."""

import json
from typing import Any, Protocol

URL = "/api/weatherforecast"


class Answer(Protocol):
    """The attributes that the responses of Django's test client share."""

    status_code: int
    content: bytes

    def __getitem__(self, header: str) -> str: ...


def body(answer: Any) -> Any:
    """Return the JSON of an answer."""
    return json.loads(answer.content)


def problem(answer: Any, status: int) -> dict[str, Any]:
    """Check that the answer is an RFC 9457 problem of this status, and return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = body(answer)
    assert document["status"] == status
    assert document["type"].startswith("/problems/")
    assert document["instance"] == answer["X-Correlation-ID"]
    assert document["title"]
    assert document["detail"]
    return document


def refused_fields(answer: Any) -> list[str]:
    """Return the fields that a 400 names, each once, in order."""
    return sorted({error["attr"] for error in problem(answer, 400)["errors"]})
