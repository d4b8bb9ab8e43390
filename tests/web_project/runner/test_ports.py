import socket
from collections.abc import Iterator

import pytest

from tools.kit.ports import free_port
from web_project.runner.ports import PortUnavailableError, is_listening, require_free

pytestmark = pytest.mark.once


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_free_ports_are_accepted() -> None:
    require_free({"WEB_PORT": free_port(), "API_PORT": free_port()})


def test_a_taken_port_is_named_with_the_setting_that_changes_it(taken_port: int) -> None:
    with pytest.raises(PortUnavailableError) as refused:
        require_free({"WEB_PORT": free_port(), "API_PORT": taken_port})

    assert str(refused.value) == (
        f"port {taken_port} is taken; stop what uses it, or set API_PORT to another port"
    )


def test_a_port_taken_on_all_addresses_is_taken_on_one_address() -> None:
    with socket.create_server(("", 0)) as server, pytest.raises(PortUnavailableError):
        require_free({"WEB_PORT": server.getsockname()[1]})


def test_two_settings_cannot_share_a_port() -> None:
    port = free_port()

    with pytest.raises(PortUnavailableError, match=f"API_PORT and WEB_PORT are both {port}"):
        require_free({"WEB_PORT": port, "API_PORT": port})


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_an_invalid_port_is_refused_by_its_setting(port: int) -> None:
    with pytest.raises(PortUnavailableError, match=f"WEB_PORT={port} is no port"):
        require_free({"WEB_PORT": port})


def test_a_listening_port_is_detected(taken_port: int) -> None:
    assert is_listening(taken_port)
    assert not is_listening(free_port())
