"""A webhook's address must be public: addresses of this machine or its network are refused."""

import socket
from typing import Any

import pytest

from forecasts.webhooks.sending.addresses import Forbidden, checked_url, is_public, resolved


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # metadata of clouds
        "100.64.0.1",  # carrier-grade NAT, and a cloud's metadata
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%lo",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo of 127.0.0.1
        "2001:db8::1",
    ],
)
def test_a_private_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",  # not https
        "ftp://example.org/",
        "https:///hook",
        "https://",
        "//example.org",
        "example.org",
        "https://user@example.org/",
        "https://user:pass@example.org/",
        "https://example.org/#part",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org/a b",
        "https://example.org/\r\nX: y",
        "https://exämple.org/",
        "https://[::1",
        "https://::1/",
        "https://[]/",
        "https://[::1]x/",
        "https://[::1]:0/",
        "https://[1.2.3.4]/",
        "https://[::1::2]/",
        "https://[12345::]/",
        "https://[fe80::1%25lo]/",
        "https://[fe80::1%lo]/",
        "https://[v1.x]/",
        "https://user@[::1]/",
        "https://example.org/" + "x" * 500,
        "",
    ],
)
def test_an_invalid_or_unsafe_url_is_refused(url: str) -> None:
    with pytest.raises(Forbidden, match="Send a URL"):
        checked_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://017700000001/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[::]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00:ec2::254]/",
        "https://0/",
    ],
)
def test_every_spelling_of_this_machine_is_refused(url: str) -> None:
    with pytest.raises((Forbidden, OSError)):
        resolved(checked_url(url))


@pytest.mark.parametrize(
    ("url", "address", "port"),
    [
        ("https://[2606:4700:4700::1111]/hook", "2606:4700:4700::1111", 443),
        ("https://[2606:4700:4700:0::1111]:8443", "2606:4700:4700::1111", 8443),
        ("https://[::ffff:1.1.1.1]/hook?a=b", "::ffff:1.1.1.1", 443),
        ("https://[::ffff:101:101]/", "::ffff:1.1.1.1", 443),
    ],
)
def test_a_public_address_of_ipv6_is_connected_to(url: str, address: str, port: int) -> None:
    assert resolved(checked_url(url)) == (address, port)


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = ["1.1.1.1", "10.0.0.1"]

    def of_dns(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in answers]

    monkeypatch.setattr(socket, "getaddrinfo", of_dns)
    with pytest.raises(Forbidden, match=r"is 10\.0\.0\.1, which is not a public address"):
        resolved(checked_url("https://example.org/"))


def test_a_setting_permits_this_machine(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    assert resolved(checked_url("http://127.0.0.1:8080/hook")) == ("127.0.0.1", 8080)
    assert resolved(checked_url("http://[::1]:8080/hook")) == ("::1", 8080)
