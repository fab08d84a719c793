"""Addresses: whether text is one, how it is written to, and whether two are the same person's."""

import re
import unicodedata
from contextlib import suppress

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailSyntaxError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES


class AddressFault(ValueError):  # noqa: N818 - it says which fault
    """This text is no address; the words say why."""


def parse_address(text: str) -> str:
    """Return the address as it is written to: domain in lower case and as A-labels, local part as given.

    Space around it goes. IDNA 2008 (RFC 5891), no quoted local parts, no address literals, no display name.
    Nothing is asked of the network, and domains under `.test` and `.example` pass. Raises AddressFault.
    """
    text = text.strip()
    if plain := _PLAIN_ADDRESS.fullmatch(text):
        local, domain = plain[1], plain[2].lower()
        if len(text) <= _LONGEST and local.lower() not in _SHARED_MAILBOXES and not f".{domain}".endswith(_UNREACHABLE):
            return f"{local}@{domain}"
    return _parse_any_address(text)


def address_key(address: str) -> str:
    """Return what *address* is found by: who left as `Ada@example.org` is not mailed as `ada@EXAMPLE.org`.

    By RFC 5321 §2.4 letter case before the @ may tell two people apart. Nobody has been seen to do so, and not to
    mail somebody is the smaller mistake. Text that is no address has a key, too, so that any can be looked up.
    """
    if address.isascii():
        return address.strip().lower()
    with suppress(AddressFault):  # an old list may have what we would not take today
        address = parse_address(address)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).strip().casefold())


_LONGEST = 254
# Most addresses look like this, and with the two tables need no more asking: thirty times faster, and the same answer.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN_ADDRESS = re.compile(
    rf"(?=[^@]{{1,64}}@)({_ATOM}(?:\.{_ATOM})*)@(?![^@]*--)((?:{_LABEL}\.)+{_LABEL}(?<=[A-Za-z]))"
)
_SHARED_MAILBOXES = frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)
_UNREACHABLE = tuple(f".{domain}" for domain in SPECIAL_USE_DOMAIN_NAMES if domain != "test")


def _parse_any_address(text: str) -> str:
    if len(text) > _LONGEST:  # said here, as the library goes through all of it before it looks at the length
        raise AddressFault(f"It has {len(text)} letters, and an address at most {_LONGEST}.")
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except EmailSyntaxError as error:
        raise AddressFault(str(error).replace("email address", "address")) from error
    return f"{found.local_part}@{found.ascii_domain}"
