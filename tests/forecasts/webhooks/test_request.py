"""One request to a real server that fails, hangs, sends slowly, redirects or floods."""

import http.server
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import trustme
from standardwebhooks import WebhookVerificationError

from forecasts.webhooks.secrets import new_secret
from forecasts.webhooks.sending import request
from forecasts.webhooks.sending.request import ANSWER_KEPT, Result, post

from .receiver import Receiver, receiver, status

SECRET, OLD_SECRET = new_secret(), new_secret()
TEXT = '{"type":"weatherforecast.created","data":{"location":"Åre 🌧"}}'


@pytest.fixture(autouse=True)
def _private(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def sent(url: str) -> Result:
    return post(url, event_id="e-1", text=TEXT, secrets=[SECRET, OLD_SECRET])


def test_the_library_verifies_a_request_with_either_secret(server: Receiver) -> None:
    result = sent(f"{server.url}?a=b%20c")

    assert result.is_delivered
    assert (result.status, result.answer) == (200, "said")
    [received] = server.received
    assert received.text == TEXT
    assert received.path == "/hook?a=b%20c"
    assert received.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    for secret in (SECRET, OLD_SECRET):
        assert received.verify(secret)["data"]["location"] == "Åre 🌧"
    with pytest.raises(WebhookVerificationError):
        received.verify(new_secret())


@pytest.mark.parametrize("code", [301, 302, 307, 308, 400, 404, 410, 500, 503])
def test_other_statuses_are_not_a_delivery(server: Receiver, code: int) -> None:
    server.answer = status(code)

    result = sent(server.url)

    assert not result.is_delivered
    assert result.status == code


def test_a_redirect_is_not_followed(server: Receiver) -> None:
    with receiver() as inside:
        server.answer = status(307, Location=inside.url)
        sent(server.url)

    assert inside.received == []


def test_a_server_that_hangs_is_given_up(server: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "DEADLINE_SECONDS", 0.3)

    def hang(handler: http.server.BaseHTTPRequestHandler) -> None:
        server.is_over.wait(20)

    server.answer = hang

    result = sent(server.url)

    assert result.status is None
    assert "within 0.3 s" in result.error


def test_a_server_that_sends_byte_by_byte_is_given_up(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "DEADLINE_SECONDS", 0.5)

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not server.is_over.wait(0.05):
            handler.wfile.write(b"x")

    server.answer = drip
    began = time.monotonic()

    result = sent(server.url)

    assert result.status is None
    assert "no whole answer within" in result.error
    assert time.monotonic() - began < 10


def test_a_status_counts_even_if_the_body_never_ends(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "DEADLINE_SECONDS", 0.5)

    def begin(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nbeg")
        server.is_over.wait(20)

    server.answer = begin

    assert sent(server.url).is_delivered


def test_of_an_endless_answer_64_kb_are_read(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flood(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.is_over.is_set():
            handler.wfile.write(b"x" * 65_536)

    server.answer = flood

    result = sent(server.url)

    assert result.is_delivered
    assert len(result.answer) == ANSWER_KEPT

    monkeypatch.setattr(request, "ANSWER_KEPT", 10_000_000)
    assert len(sent(server.url).answer) == 64 * 1024


@pytest.mark.parametrize("said", [b"", b"rubbish\r\n\r\n", b"HTTP/1.1 2", b"\x00" * 100])
def test_an_answer_that_is_not_http_is_not_a_delivery(server: Receiver, said: bytes) -> None:
    def say(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(said)

    server.answer = say

    result = sent(server.url)

    assert not result.is_delivered
    assert result.error


def test_a_closed_port_is_not_a_delivery() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert sent(f"http://127.0.0.1:{port}/").error == "Connection refused"


def test_a_name_is_resolved_only_once(server: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.url.rpartition(":")[2].partition("/")[0])
    answers, ask = ["127.0.0.1", "127.0.0.2"], socket.getaddrinfo

    def of_dns(host: Any, *args: Any, **kwargs: Any) -> Any:
        return ask(answers.pop(0) if host == "rebind.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", of_dns)

    result = sent(f"http://rebind.example:{port}/hook")

    assert result.is_delivered
    assert answers == ["127.0.0.2"]
    assert server.received[0].headers["host"] == f"rebind.example:{port}"


def test_an_ipv6_address_is_called_and_in_brackets_in_the_host_header() -> None:
    with receiver("::1") as server:
        result = sent(server.url)

        assert result.is_delivered
        host = server.url.removeprefix("http://").removesuffix("/hook")
        assert host.startswith("[::1]:")
        assert server.received[0].headers["host"] == host


def test_an_ipv4_mapped_ipv6_address_is_called(server: Receiver) -> None:
    assert sent(server.url.replace("127.0.0.1", "[::ffff:127.0.0.1]")).is_delivered


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"])
def test_without_the_setting_this_machine_is_not_called_by_ipv6(
    server: Receiver, settings: Any, host: str
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    url = server.url.replace("http://127.0.0.1", f"https://{host}")

    assert "not a public address" in sent(url).error
    assert server.received == []


def test_without_the_setting_this_machine_is_not_called(server: Receiver, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False

    result = sent(server.url.replace("http://", "https://"))

    assert "not a public address" in result.error
    assert server.received == []


class _Tls:
    """A TLS server with a certificate for localhost from a private authority."""

    def __init__(self, folder: Any) -> None:
        authority = trustme.CA()
        self.authority = folder / "ca.pem"
        authority.cert_pem.write_to_path(self.authority)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost", "::1").configure_cert(context)
        self._server = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, args=(context,))
        self._thread.start()

    def _serve(self, context: ssl.SSLContext) -> None:
        peer, _ = self._server.accept()
        peer.settimeout(10)
        try:
            with context.wrap_socket(peer, server_side=True) as secure:
                received = b""
                while not received.endswith(TEXT.encode()):
                    received += secure.recv(65_536)
                secure.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            peer.close()

    def close(self) -> None:
        self._thread.join(10)
        self._server.close()


@pytest.fixture
def tls(tmp_path: Any) -> Iterator[_Tls]:
    server = _Tls(tmp_path)
    request._tls.cache_clear()
    yield server
    server.close()
    request._tls.cache_clear()


def test_a_certificate_of_an_unknown_authority_is_refused(tls: _Tls) -> None:
    assert "the certificate is not valid" in sent(f"https://localhost:{tls.port}/").error


def test_a_certificate_for_another_name_is_refused(tls: _Tls, settings: Any) -> None:
    settings.WEBHOOK_CA_FILE = str(tls.authority)
    assert "the certificate is not valid" in sent(f"https://127.0.0.1:{tls.port}/").error


@pytest.mark.parametrize("host", ["localhost", "[::1]"])
def test_a_valid_certificate_is_accepted(tls: _Tls, settings: Any, host: str) -> None:
    settings.WEBHOOK_CA_FILE = str(tls.authority)
    assert sent(f"https://{host}:{tls.port}/").status == 204


def test_a_certificate_without_the_ipv6_address_is_refused(tls: _Tls, settings: Any) -> None:
    settings.WEBHOOK_CA_FILE = str(tls.authority)
    error = sent(f"https://[::ffff:127.0.0.1]:{tls.port}/").error
    assert "the certificate is not valid" in error
