"""The address that links name, the proxies that are believed, and the page that a sign-in goes on to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.console import ConsoleSettings, ConsoleSettingsError, checked_address, checked_network
from alerts.console.routes.signing_in import path_of
from alerts.console.views.tables import MOST_TEXT, bounded


@pytest.mark.parametrize(
    ("given_", "host"),
    [
        ("https://desk.example", "desk.example"),
        ("https://Desk.Example:8443/", "desk.example:8443"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("http://localhost", "localhost"),
    ],
)
def test_an_address_is_a_scheme_and_a_host(given_: str, host: str) -> None:
    assert ConsoleSettings(checked_address(given_)).host == host


@pytest.mark.parametrize(
    "given_",
    ["", "desk.example", "http://desk.example", "https://", "https://a/b", "https://a?b", "https://a#b", "https://u@a",
     "ftp://a", "https://a:b", "https://[", "https://例.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_what_is_allowed(given_: str) -> None:
    with pytest.raises(ConsoleSettingsError, match="allowed: https://HOST"):
        checked_address(given_)


def test_a_proxy_is_trusted_by_its_network_alone() -> None:
    settings = ConsoleSettings("https://a", (checked_network("10.1.0.0/16"), checked_network("::1")))

    assert [settings.trusts(each) for each in ("10.1.2.3", "::1", "10.2.0.1", "", "nonsense", "127.0.0.1")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("given_", ["0.0.0.0/0", "::/0", "10.1.0.1/16", "x", ""])
def test_everybody_is_no_proxy(given_: str) -> None:
    with pytest.raises(ConsoleSettingsError):
        checked_network(given_)


@given(st.text())
def test_a_page_to_go_on_to_is_a_path_of_this_host(text: str) -> None:
    for each in (text, f"/{text}", f"//{text}", f"/\\{text}"):
        path = path_of(each)
        assert path.startswith("/")
        assert not path.startswith(("//", "/\\"))
        assert path.isascii()
        assert path.isprintable()


@given(st.text(max_size=400))
def test_a_bounded_text_is_printable_and_short(text: str) -> None:
    shown = bounded(text)

    assert len(shown) <= MOST_TEXT
    assert shown.isprintable()
