"""The header fields that give a mailbox its unsubscribe button (RFC 2369 §3.2, RFC 8058)."""

import re
from urllib.parse import quote

from digest.errors import Problem

# One line each: readers take a fold inside the angle brackets for part of the URL, or for its end.
_LONGEST_URL = 900  # 998 less the field's name and brackets (RFC 5322 §2.1.1)
_URL = re.compile(r"(?:https?://|mailto:)[!#-+\--;=?-~]+")  # printable, without `"`, `,`, `<` and `>`


def unsubscribe_mailto(address: str, token: str) -> str:
    """Return the `mailto:` URL that unsubscribes by a message to *address*; its subject carries *token* (RFC 6068)."""
    return f"mailto:{quote(address, safe='@+')}?subject=unsubscribe%20{quote(token, safe='')}"


def find_unsafe_url(what: str, url: str) -> list[Problem]:
    """Return the problem that keeps *url* out of List-Unsubscribe, if there is one; *what* names the value."""
    if len(url) <= _LONGEST_URL and _URL.fullmatch(url):
        return []
    return [
        Problem(
            place=None,
            fault=f"{what} is {url[:_LONGEST_URL]!a}, which List-Unsubscribe can't carry",
            mend=f"use an https:// or mailto: URL of at most {_LONGEST_URL} characters, "
            'with spaces, `"`, `,`, `<`, `>` and letters beyond ASCII percent-encoded',
        )
    ]


def compose_unsubscribe_fields(url: str | None, mailto: str | None) -> bytes:
    """Return List-Unsubscribe for what there is of *url* and *mailto*, and what makes it one click.

    List-Unsubscribe-Post only stands beside an https URL (RFC 8058 §3.1). Both URLs must have been found safe.
    """
    listed = [f"<{each}>" for each in (url, mailto) if each]
    if not listed:
        return b""
    field = "List-Unsubscribe: " + ",\r\n ".join(listed) + "\r\n"
    if url and url.startswith("https://"):
        field += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return field.encode("ascii")
