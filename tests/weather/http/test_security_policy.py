"""Every response has the policy that django-csp makes of the setting, built only once."""

from typing import Any

import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from weather.http.security_policy import PolicyMiddleware

HEADER = "Content-Security-Policy"


def _answer(status: int = 200, own: str | None = None) -> HttpResponse:
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status, headers={HEADER: own} if own else None)

    answer = PolicyMiddleware(view)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    return answer


def test_the_policy_equals_that_of_the_library() -> None:
    theirs = CSPMiddleware(lambda _: HttpResponse())(RequestFactory().get("/"))
    assert isinstance(theirs, HttpResponse)

    # The library does not order its directives.
    assert sorted(_answer()[HEADER].split("; ")) == sorted(theirs[HEADER].split("; "))
    assert "default-src 'self'" in _answer()[HEADER]


def test_other_sites_cannot_load_responses_and_device_features_are_off() -> None:
    answer = _answer()

    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.django_db
def test_static_files_can_be_loaded_only_by_this_origin(client: Client) -> None:
    answer = client.get("/static/web_project/desk.css")

    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_a_response_keeps_its_own_policy() -> None:
    assert _answer(own="default-src 'none'")[HEADER] == "default-src 'none'"


def test_only_the_debug_pages_have_no_policy(settings: Any) -> None:
    settings.DEBUG = True
    assert not _answer(status=404).has_header(HEADER)
    assert _answer(status=403).has_header(HEADER)

    settings.DEBUG = False
    assert _answer(status=404).has_header(HEADER)
