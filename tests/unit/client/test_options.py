"""What clients are made with: keys and addresses, given or from the environment, and numbers."""

import re
from math import inf, nan
from typing import Any

import httpx2
import pytest

from threadline import AsyncThreadline, Retries, Threadline

CLIENTS: list[Any] = [Threadline, AsyncThreadline]
SECRET = "tl_api_secret"  # of nobody


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THREADLINE_API_KEY", raising=False)
    monkeypatch.delenv("THREADLINE_URL", raising=False)


def refused(kind: type[Exception], **options: Any) -> str:
    """Return with which text both clients refuse to be made."""
    texts = set[str]()
    for client in CLIENTS:
        with pytest.raises(kind) as caught:
            client(**options)
        texts.add(str(caught.value))
    assert len(texts) == 1
    return texts.pop()


@pytest.mark.parametrize("client", CLIENTS)
def test_white_space_around_a_key_is_left_out(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client(f" {SECRET}\r\n")._address.api_key == SECRET
    monkeypatch.setenv("THREADLINE_API_KEY", f"{SECRET}\n")
    assert client()._address.api_key == SECRET


@pytest.mark.parametrize("key", [f"{SECRET}\näöü", f"{SECRET} more", f"{SECRET}\x01", "äöü", f"{SECRET}\x7f"])
def test_a_key_that_cannot_be_sent_is_refused_at_once_and_not_shown(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_API_KEY", key)
    for options, name in (({"api_key": key}, "api_key"), ({}, "THREADLINE_API_KEY")):
        text = refused(ValueError, **options)
        assert f"of `{name}` is none that a key has" in text
        assert not any(part in text for part in (SECRET, *key.split()))


@pytest.mark.parametrize("key", ["", " \n"])
def test_an_empty_key_is_a_mistake_and_not_that_of_the_environment(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_API_KEY", SECRET)
    assert refused(ValueError, api_key=key).startswith("`api_key` is empty. Leave it out for the key in")


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_variable_is_none(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADLINE_URL", text)
    with Threadline(SECRET) as client:
        assert client._address.base_url == "http://127.0.0.1:8787"
    monkeypatch.setenv("THREADLINE_API_KEY", text)
    assert refused(ValueError).startswith("A key is needed: pass `api_key=…`, or set THREADLINE_API_KEY.")


def test_a_key_may_be_in_the_headers_of_an_http_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THREADLINE_API_KEY", raising=False)
    with (
        httpx2.Client(headers={"Authorization": f"Bearer {SECRET}"}) as http,
        Threadline(http_client=http) as client,
    ):
        assert client._address.api_key is None


@pytest.mark.parametrize("kind", [Threadline, AsyncThreadline])
@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("timeout", "Here it is `timeout_seconds=60.0`."),
        ("max_retries", "Here it is `retries=Retries(most_tries=5)`."),
        ("base_ulr", "Did you mean `base_url`?"),
    ],
)
def test_the_names_of_other_clients_are_told_with_ours(kind: type[Threadline], name: str, ours: str) -> None:
    options: dict[str, Any] = {name: 3}
    with pytest.raises(TypeError, match=f"There is no argument `{name}`. {re.escape(ours)}"):
        kind(SECRET, **options)


def test_an_empty_address_is_a_mistake_and_not_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THREADLINE_URL", "https://example.com")
    assert refused(ValueError, base_url="").startswith("`base_url` is empty. Leave it out")


def test_white_space_around_an_address_is_left_out() -> None:
    with Threadline(SECRET, base_url=" HTTPS://example.com/analytics/\n") as client:
        assert client._address.base_url == "HTTPS://example.com/analytics"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("example.com", "`http://` or `https://`; `example.com` does not."),
        ("ftp://ada:password@example.com", "`http://` or `https://`; it does not."),
        ("http://", "must have a host, {rest}; `http://` does not fit."),
        ("http://a.com:port", "must have a host, {rest}; `http://a.com:port` does not fit."),
        ("http://a.com?project=1", "must have a host, {rest}; `http://a.com?project=1` does not fit."),
        ("http://a.com/#top", "must have a host, {rest}; `http://a.com/#top` does not fit."),
        ("http://a b.com", "must have a host, {rest}; `http://a b.com` does not fit."),
        ("http://ada:password@a.com?b=c", "must have a host, {rest}; it does not fit."),
    ],
)
def test_an_address_that_is_not_of_http_is_refused_at_once(
    url: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told.format(rest="may have a port and a path, and has nothing behind them")
    text = refused(ValueError, base_url=url)
    assert text.startswith("The base URL (`base_url`) must ")
    assert text.endswith(told)
    monkeypatch.setenv("THREADLINE_URL", url)
    text = refused(ValueError)
    assert text.startswith("The base URL (`THREADLINE_URL`) must ")
    assert text.endswith(told)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"api_key": SECRET.encode()}, "`api_key` must be a text, and is of type `bytes`."),
        (
            {"base_url": httpx2.URL("http://a:b@c")},
            "`base_url` must be a text such as `http://127.0.0.1:8787`,",
        ),
        ({"timeout_seconds": "60"}, "`timeout_seconds` must be a number, not '60' of type `str`."),
        ({"timeout_seconds": None}, "`timeout_seconds` must be a number, not None of type `NoneType`."),
        ({"retries": 3}, "`retries` must be a `Retries`, such as `Retries(most_tries=3)`, not 3."),
    ],
)
def test_an_argument_of_another_type_is_refused_at_once(options: dict[str, Any], told: str) -> None:
    text = refused(TypeError, **options)
    assert text.startswith(told)
    assert SECRET not in text


@pytest.mark.parametrize("seconds", [0, -1, nan, inf, 1e12])
def test_a_timeout_that_nothing_can_wait_is_refused_at_once(seconds: float) -> None:
    text = refused(ValueError, timeout_seconds=seconds)
    assert text == f"`timeout_seconds` must be above 0 and at most 2,000,000, not {seconds}."


@pytest.mark.parametrize("http", [5, httpx2.AsyncClient(), lambda: 5])
def test_an_http_client_of_another_kind_is_refused_at_once(http: Any) -> None:
    with pytest.raises(
        TypeError, match=r"`http_client` must be an `httpx2\.Client`, or a function that makes"
    ):
        Threadline(http_client=http)


@pytest.mark.parametrize(
    ("options", "kind", "told"),
    [
        ({"most_tries": 0}, ValueError, "`most_tries` must be at least 1, not 0."),
        ({"most_tries": "3"}, TypeError, "`most_tries` must be a whole number, not '3' of type `str`."),
        ({"first_pause_seconds": -1}, ValueError, "`first_pause_seconds` must be at least 0, not -1."),
        ({"longest_pause_seconds": None}, TypeError, "`longest_pause_seconds` must be a number, not None"),
        ({"total_seconds": nan}, ValueError, "`total_seconds` must be at least 0, not nan."),
        ({"deadline_seconds": 0}, ValueError, "`deadline_seconds` must be above 0 and at most"),
    ],
)
def test_tries_that_cannot_be_made_are_refused_at_once(
    options: dict[str, Any], kind: type[Exception], told: str
) -> None:
    with pytest.raises(kind) as caught:
        Retries(**options)
    assert str(caught.value).startswith(told)
