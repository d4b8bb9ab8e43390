"""REDIS_URL and DATABASE_URL are parsed strictly, and never quoted in an error."""

from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured

from weather.configuration.broker_url import checked_broker_url, sentinels_of
from weather.configuration.database_url import from_url
from weather.configuration.service_urls import without_password

pytestmark = pytest.mark.once

# Passwords of which a part could be taken for a host, a port, a path or an option.
_UNENCODED = [
    *("red#sekret", "red/sekret", "red?sekret", "red@sekret", "red sekret", "red\nsekret"),
    *("re%sekret", "12#sekret", "12/sekret", "12?sekret", "red@sekret/1", "a/b@sekret", "[sekret"),
]


def _refusal(setting: str, url: str) -> str:
    read = checked_broker_url if setting == "REDIS_URL" else partial(from_url, pool_size=1)
    with pytest.raises(ImproperlyConfigured) as refused:
        read(setting, url)
    chain: BaseException | None = refused.value
    while chain is not None:  # a traceback shows these too
        assert "sekret" not in str(chain)
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    assert str(refused.value).startswith(setting)
    return str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "redis://broker.example",
        "redis://broker.example:6379/0",
        "redis://my_broker:6379/15",
        "redis://[::1]:6379/",
        "redis://:p%40ss%2Fw%23rd@127.0.0.1:6379/0",
        "redis://desk:a:b+c=d~e@127.0.0.1:6379/0?protocol=3",
        "rediss://desk:word@broker.example:6380/0?ssl_cert_reqs=none",
        "redis+sentinel://desk:w%23rd@one.example,two.example:26380,[::1]/desk?db=2",
        "redis+sentinel://one.example/desk",
        "unix:///run/broker.sock?db=2",
        "unix://desk:word@/run/broker.sock",
    ],
)
def test_a_valid_broker_is_accepted(url: str) -> None:
    assert checked_broker_url("REDIS_URL", url) == url


def test_sentinels_are_read() -> None:
    url = "redis+sentinel://desk:w%23rd@one.example,two.example:26380/main?db=2"

    assert sentinels_of(url) == (
        [("one.example", 26379), ("two.example", 26380)],
        "main",
        {"db": 2, "username": "desk", "password": "w#rd"},
    )
    assert sentinels_of("redis://one.example/0") is None


@pytest.mark.parametrize("password", _UNENCODED)
@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("REDIS_URL", "redis://:{}@broker.example:6379/0"),
        ("REDIS_URL", "redis://desk:{}@broker.example"),
        ("REDIS_URL", "unix://desk:{}@/run/broker.sock"),
        ("DATABASE_URL", "postgres://desk:{}@db.example:5432/weather"),
        ("DATABASE_URL", "postgresql://desk:{}@one.example,two.example/weather?sslmode=require"),
    ],
)
def test_a_password_that_is_not_encoded_is_refused_and_not_shown(
    setting: str, url: str, password: str
) -> None:
    assert "%23" in _refusal(setting, url.format(password))


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("http://sekret@broker.example", "redis://"),
        ("broker.example:6379", "redis://"),
        ("sekret", "redis://"),
        ("//broker.example", "redis://"),
        ("redis:broker.example", "redis://"),
        ("REDIS://broker.example", "redis://"),
        ("redis://broker.example:99999/0", "65535"),
        ("redis://broker.example:0/0", "65535"),
        ("redis://broker.example:-1/0", "65535"),
        ("redis://broker.example:sekret/0", "65535"),
        ("redis://broker.example:6379:6380/0", "65535"),
        ("redis://broker.example:٦٣٧٩/0", "65535"),
        ("redis://:sekret", "65535"),
        ("redis://", "host"),
        ("redis:///0", "host"),
        ("redis://one.example,two.example/0", "host"),
        ("redis://broker.example/sekret", "number"),
        ("redis://broker.example/0/1", "number"),
        ("redis://broker.example/-1", "number"),
        ("redis://broker.example/0?password=sekret", "redis://user:password@"),
        ("redis://broker.example/0?username=desk&password=sekret", "redis://user:password@"),
        ("redis://sekret@broker.example", "password"),
        ("redis://desk:@broker.example", "password"),
        ("redis://broker.example/0?socket_timeout=60", "ssl_cert_reqs"),
        ("redis://broker.example/0?sekret=1", "ssl_cert_reqs"),
        ("redis://broker.example/0?sekret", "name=value"),
        ("redis://broker.example/0?db=sekret", "db"),
        ("redis://[sekret]/0", "%23"),
        ("redis+sentinel://one.example,two.example", "host3/name"),
        ("redis+sentinel://one.example,,three.example/desk", "host3/name"),
        ("redis+sentinel:///desk", "host3/name"),
        ("redis+sentinel://one.example/desk/0", "host3/name"),
        ("redis+sentinel://one.example/desk?db=sekret", "db"),
        ("redis+sentinel://one.example/desk?protocol=3", "only db"),
        ("unix://", "unix:///path"),
        ("unix://broker.example/run/broker.sock", "unix:///path"),
    ],
)
def test_an_invalid_broker_is_refused_with_advice(url: str, advice: str) -> None:
    assert advice in _refusal("REDIS_URL", url)


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("mysql://desk:sekret@db.example/weather", "postgres://"),
        ("db.example/weather", "postgres://"),
        ("postgres://db.example:99999/weather", "65535"),
        ("postgres://one.example:5432,two.example:sekret/weather", "65535"),
        ("postgres://desk:word@db.example", "database"),
        ("postgres://desk:word@db.example/", "database"),
        ("postgres://db.example/weather/sekret", "%2F"),
        ("postgres://db.example/weather?password=sekret", "postgres://user:password@"),
        ("postgres://db.example/weather?sslpassword=sekret", "libpq"),
        ("postgres://db.example/weather?sekret=1", "libpq"),
        ("postgres://db.example/weather?conn_max_age=60", "libpq"),
        ("sqlite:///", "file"),
        ("sqlite:///:memory:", "file"),
        ("sqlite://db.example/weather", "file"),
        ("sqlite:///weather#1.sqlite3", "%23"),
        ("sqlite:///weather.sqlite3?timeout=1", "file"),
    ],
)
def test_an_invalid_database_is_refused_with_advice(url: str, advice: str) -> None:
    assert advice in _refusal("DATABASE_URL", url)


def test_the_parts_of_a_database_are_decoded() -> None:
    url = "postgres://de%20sk:p%40ss+%2F%23@one.example:5433,two.example/we%2Father"

    config = from_url("DATABASE_URL", f"{url}?target_session_attrs=read-write", pool_size=3)

    assert (config["USER"], config["PASSWORD"]) == ("de sk", "p@ss+/#")
    assert (config["HOST"], config["PORT"]) == ("one.example,two.example", "5433,5432")
    assert config["NAME"] == "we/ather"
    assert config["OPTIONS"]["target_session_attrs"] == "read-write"
    assert config["OPTIONS"]["pool"] == {"size": 3}


def test_a_database_may_be_reached_by_a_socket() -> None:
    config = from_url("DATABASE_URL", "postgres:////var/run/postgresql/weather", pool_size=1)

    assert (config["HOST"], config["PORT"]) == ("/var/run/postgresql", "")
    assert config["NAME"] == "weather"


def test_a_url_in_the_log_has_no_user_no_password_and_no_options() -> None:
    shown = without_password("rediss://desk:p%40ss@broker.example:6380/0?ssl_cert_reqs=none")

    assert shown == "rediss://broker.example:6380/0"
