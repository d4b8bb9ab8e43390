"""Pages of CORS_ORIGINS may read the stream without cookies, and no others."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.realtime.endpoints.test_sse import ask
from tools.kit.desk import Desk

PAGE = "https://page.example.org"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    settings = {"CORS_ORIGINS": f"{PAGE},http://localhost:3000"}
    with Desk(api=False, subscriber=False, settings=settings) as desk:
        yield desk


def headers(desk: Desk, query: str = "", method: str = "GET", **given: str) -> dict[str, Any]:
    connection, answer = ask(desk, query, method, **given)
    with connection:
        return {name.lower(): value for name, value in answer.getheaders()} | {
            "status": answer.status
        }


@pytest.mark.parametrize("query", ["", "offset=-1", "offset=rubbish"])
@pytest.mark.parametrize("origin", [PAGE, "http://localhost:3000"])
def test_a_page_of_these_origins_may_read(desk: Desk, query: str, origin: str) -> None:
    found = headers(desk, query, Origin=origin)

    assert found["access-control-allow-origin"] == origin
    assert found["cross-origin-resource-policy"] == "cross-origin"
    assert "Origin" in found["vary"]
    assert "access-control-allow-credentials" not in found


@pytest.mark.parametrize("query", ["", "offset=-1"])
@pytest.mark.parametrize("origin", ["https://evil.example", f"{PAGE}.evil.example", "null", ""])
def test_a_page_of_another_origin_may_not(desk: Desk, query: str, origin: str) -> None:
    found = headers(desk, query, **({"Origin": origin} if origin else {}))

    assert "access-control-allow-origin" not in found


def test_a_preflight_is_answered_and_kept(desk: Desk) -> None:
    found = headers(desk, "", "OPTIONS", Origin=PAGE, Access_Control_Request_Method="GET")

    assert found["status"] == 204
    assert found["access-control-allow-origin"] == PAGE
    assert "authorization" in found["access-control-allow-headers"]
    assert found["access-control-max-age"] == "86400"
