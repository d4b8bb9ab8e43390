"""Requests that are refused before Django reads their body."""

import json

import pytest
from django.http import HttpResponse

from weather.http.limits import refusal

LIMIT = 1_048_576

pytestmark = pytest.mark.once


def answer(
    *, length: str = "", transfer_encoding: str = "", content_type: str = ""
) -> HttpResponse | None:
    return refusal(length=length, transfer_encoding=transfer_encoding, content_type=content_type)


@pytest.mark.parametrize("length", ["0", "", "1", str(LIMIT)])
def test_a_body_up_to_the_limit_is_accepted(length: str) -> None:
    assert answer(length=length) is None


@pytest.mark.parametrize("length", [str(LIMIT + 1), "10485760", "9" * 18, "9" * 5000])
def test_a_larger_body_is_refused_by_its_length(length: str) -> None:
    response = answer(length=length)

    assert response is not None
    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["detail"].startswith(f"The body is larger than {LIMIT}")


@pytest.mark.parametrize("length", ["-1", "1.5", "1e3", "abc", "+1", "²", "٣", "1,1", " 1"])
def test_a_length_that_is_not_a_whole_number_is_refused(length: str) -> None:
    response = answer(length=length)

    assert response is not None
    assert response.status_code == 400


@pytest.mark.parametrize("length", ["", "0", "5"])
def test_a_body_in_chunks_is_refused(length: str) -> None:
    response = answer(length=length, transfer_encoding="chunked")

    assert response is not None
    assert response.status_code == 411


@pytest.mark.parametrize(
    "content_type",
    [
        *("", "text/plain", "text/plain; charset=UTF8", 'application/json;charset="utf-8"'),
        *("multipart/form-data; boundary=x", ";;;", "\xff"),
    ],
)
def test_text_in_utf_8_is_accepted(content_type: str) -> None:
    assert answer(content_type=content_type) is None


@pytest.mark.parametrize("charset", ["rot13", "zlib", "hex", "utf-7", "utf-16", "latin-1", "x"])
def test_text_in_another_charset_is_refused(charset: str) -> None:
    response = answer(content_type=f'application/json; charset="{charset}"')

    assert response is not None
    assert response.status_code == 415
