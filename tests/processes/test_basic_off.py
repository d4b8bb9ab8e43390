"""BASIC_AUTH=false: passwords are refused and tokens are accepted."""

import json
from collections.abc import Iterator

import pytest

from tests.accounts import basic
from tests.processes.test_readers import EVENTS, Answer
from tools.kit.desk import Desk

pytestmark = pytest.mark.once

BASIC = {"Authorization": basic("ada", "ada-writes")}
NEW = json.dumps({"date": "2025-10-25", "temperatureC": 1})


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(subscriber=0, settings={"BASIC_AUTH": "false"}) as desk:
        desk.add_account("ada", "ada-writes")
        yield desk


def test_a_password_is_refused_and_a_token_accepted(desk: Desk) -> None:
    api = f"{desk.api_url}/api/weatherforecast"
    kind = {"Content-Type": "application/json"}
    token = desk.manage("createtoken", "ada", "--name", "feed", "--scope", "write").strip()
    bearer = {"Authorization": f"Bearer {token}"}

    refused = Answer(api, BASIC | kind, NEW)

    assert refused.status == 401
    assert "Basic" not in refused.headers["WWW-Authenticate"]
    assert Answer(api, bearer | kind, NEW).status == 201
    stream = f"{desk.web_url}/weatherforecast/stream"
    assert Answer(stream, BASIC | EVENTS).status == 403
    assert "event: welcome" in Answer(stream, bearer | EVENTS).text


def test_the_openapi_document_has_no_basic_authentication(desk: Desk) -> None:
    document = json.loads(Answer(f"{desk.api_url}/schema/?format=json", {}).text)

    assert set(document["components"]["securitySchemes"]) == {"session", "token"}
