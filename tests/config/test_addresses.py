from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import addresses
from digest.config.addresses import Mailbox
from digest.config.values import Unfit

Parse = Callable[[object], object]


@pytest.mark.parametrize(
    ("parse", "written", "value"),
    [
        (addresses.parse_address, "Post@Ferry.Example", "Post@ferry.example"),
        (addresses.parse_address, "post@bücher.example", "post@xn--bcher-kva.example"),
        (addresses.parse_address, "post@ferry.test", "post@ferry.test"),
        (addresses.parse_mailbox, "post@ferry.example", Mailbox(None, "post@ferry.example")),
        (addresses.parse_mailbox, "<post@ferry.example>", Mailbox(None, "post@ferry.example")),
        (addresses.parse_mailbox, "Die Fähre <post@ferry.example>", Mailbox("Die Fähre", "post@ferry.example")),
        (
            addresses.parse_mailbox,
            '"Ferry, \\"The\\"" <post@ferry.example>',
            Mailbox('Ferry, "The"', "post@ferry.example"),
        ),
        (addresses.parse_site_url, "https://ferry.example", "https://ferry.example/"),
        (addresses.parse_site_url, "http://ferry.example/blog/", "http://ferry.example/blog/"),
        (addresses.parse_unsubscribe_url, "https://news.ferry.example/", "https://news.ferry.example"),
        (addresses.parse_feed, "feeds/ferry.xml", "feeds/ferry.xml"),
        (addresses.parse_feed, "https://ferry.example/feed?x=1", "https://ferry.example/feed?x=1"),
        (addresses.parse_host, "smtp.example.net", "smtp.example.net"),
        (addresses.parse_host, "localhost", "localhost"),
        (addresses.parse_host, "127.0.0.1", "127.0.0.1"),
        (addresses.parse_host, "[::1]", "::1"),
        (addresses.parse_language, "en", "en"),
        (addresses.parse_language, "no", "no"),
        (addresses.parse_language, "PT-br", "pt-BR"),
        (addresses.parse_language, "zh-hant-tw", "zh-Hant-TW"),
        (addresses.parse_language, "es-419", "es-419"),
        (addresses.parse_language, "de-CH-1996", "de-CH-1996"),
        (addresses.parse_language, "en-x-ferry", "en-x-ferry"),
    ],
)
def test_names_of_places_are_read_and_tidied(parse: Parse, written: str, value: object) -> None:
    assert parse(written) == value


@pytest.mark.parametrize(
    ("parse", "written", "fault"),
    [
        (addresses.parse_address, "post", "must have an @-sign"),
        (addresses.parse_address, "jörg@ferry.example", "not supported"),
        (addresses.parse_address, "a b@ferry.example", "is not an address"),
        (addresses.parse_mailbox, "Ferry post@ferry.example", "is not an address"),
        (addresses.parse_mailbox, "Ferry <post@ferry.example", "is not an address"),
        (addresses.parse_mailbox, "a <b@ferry.example> <c@ferry.example>", "is not an address"),
        (addresses.parse_mailbox, "Ferry\r\nBcc: x <post@ferry.example>", "line break"),
        (addresses.parse_site_url, "ferry.example", "is not an http or https URL"),
        (addresses.parse_site_url, "ftp://ferry.example", "is not an http or https URL"),
        (addresses.parse_site_url, "https://", "is not an http or https URL"),
        (addresses.parse_site_url, "https://ferry.example/a b", "is not an http or https URL"),
        (addresses.parse_site_url, "https://ferry.example:port/", "is not a URL"),
        (addresses.parse_site_url, "https://[ferry", "is not a URL"),
        (addresses.parse_site_url, "https://ferry.example/?a=b", "more than host and path"),
        (addresses.parse_site_url, "https://ada:secret@ferry.example/", "more than host and path"),
        (addresses.parse_unsubscribe_url, "http://news.ferry.example", "RFC 8058"),
        (addresses.parse_unsubscribe_url, "http://localhost:8000", "RFC 8058"),
        (addresses.parse_feed, "gopher://ferry.example/feed", "is not an http or https URL"),
        (addresses.parse_host, "smtp.example.net:25", "is not the name of a host"),
        (addresses.parse_host, "smtp://smtp.example.net", "is not the name of a host"),
        (addresses.parse_language, "en_GB", "is not the tag of a language"),
        (addresses.parse_language, "english", "is not the tag of a language"),
    ],
)
def test_names_of_no_place_are_unfit(parse: Parse, written: str, fault: str) -> None:
    with pytest.raises(Unfit) as caught:
        parse(written)

    assert fault in caught.value.fault


def test_a_language_with_an_underscore_is_answered_with_a_hyphen() -> None:
    with pytest.raises(Unfit) as caught:
        addresses.parse_language("en_GB")

    assert caught.value.mend == "did you mean `en-GB`?"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_is_loopback(host: str) -> None:
    assert addresses.is_loopback(host)


@pytest.mark.parametrize("host", ["smtp.example.net", "10.0.0.1", "localhost.example.net", "::2"])
def test_other_machines_are_not_loopback(host: str) -> None:
    assert not addresses.is_loopback(host)


@pytest.mark.parametrize(
    ("mailbox", "shown"),
    [
        (Mailbox("Ferry", "post@ferry.example"), "Ferry <post@ferry.example>"),
        (Mailbox(None, "a@b.example"), "a@b.example"),
    ],
)
def test_a_mailbox_shows_its_name_where_it_has_one(mailbox: Mailbox, shown: str) -> None:
    assert str(mailbox) == shown


@settings(deadline=None)
@given(st.text())
def test_no_text_does_more_than_be_unfit(text: str) -> None:
    for parse in (addresses.parse_mailbox, addresses.parse_site_url, addresses.parse_host, addresses.parse_language):
        with suppress(Unfit):
            parse(text)
