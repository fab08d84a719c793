"""What a message and its list are called: Message-ID and List-Id."""

import hmac
import re

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9-]+")


def message_id(key: bytes, issue: str, address: str, domain: str) -> str:
    """Return the Message-ID of the copy of *issue* for *address*: the same at every offer (RFC 5322 §3.6.4).

    It says which issue it is and nothing about the person: without *key* nobody can tell whose it is, nor guess it.
    """
    person = hmac.digest(key, b"message-id\0" + issue.encode() + b"\0" + address.encode(), "sha256")[:16].hex()
    readable = _NOT_IN_A_NAME.sub("-", issue).strip("-") or "issue"
    return f"<{readable}.{person}@{domain}>"


def list_id(from_address: str) -> str:
    """Return the List-Id of the newsletter that writes from *from_address*: `post@a.example` is `post.a.example`.

    RFC 2919 §2 wants it never to change, and the address changes less than the name.
    """
    return from_address.replace("@", ".").lower()
