"""The warm-up answers some requests; an error in one does not stop the process."""

from typing import Any

import pytest
from django.conf import settings as ours
from django.test import Client

from weather.http.warm_up import warm_up

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_path_of_the_process_is_answered(client: Client) -> None:
    assert ours.WARM_UP_PATHS
    assert {client.get(path).status_code for path in ours.WARM_UP_PATHS} == {200}


@pytest.mark.parametrize("hosts", [["*"], [".example.org"], ["127.0.0.1", "localhost"]])
def test_it_works_with_any_allowed_hosts(
    settings: Any, hosts: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    settings.ALLOWED_HOSTS = hosts

    warm_up(ours.WARM_UP_PATHS)

    assert not caplog.records


def test_an_error_is_logged_and_the_process_goes_on(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ROOT_URLCONF = "no.such.module"

    warm_up(ours.WARM_UP_PATHS)

    assert "not warmed up" in caplog.text
