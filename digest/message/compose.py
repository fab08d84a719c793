"""The message itself: parts encoded once for a variant, and one join of bytes per subscriber."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from digest.errors import MessageError, Problem
from digest.message.headers import (
    compose_name_field,
    compose_text_field,
    find_unsafe_address,
    find_unsafe_list_id,
    find_unsafe_text,
)
from digest.message.parts import MessageParts, Slot
from digest.message.quoted_printable import encode_pieces, encode_value
from digest.message.unsubscribe import compose_unsubscribe_fields, find_unsafe_url
from digest.render.rendered import RenderedIssue, SlotName

_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_LONGEST_MESSAGE_ID = 900  # 998 less the field's name (RFC 5322 §2.1.1)
_LANGUAGE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")  # RFC 3282 §2, RFC 5646
_NOT_IN_A_BODY = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a message's header says that the issue doesn't, the same for everyone."""

    from_name: str
    from_address: str
    list_name: str
    list_id: str  # see identity.list_id
    date: datetime  # aware: when the issue was frozen, the same at every offer
    reply_to: str | None = None
    language: str | None = None  # BCP 47
    subject_prefix: str = ""  # "[Test] " marks a copy that isn't the real one


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What a message says about one subscriber."""

    address: str
    name: str | None = None
    message_id: str  # with its angle brackets; see identity.message_id
    unsubscribe_url: str | None = None
    unsubscribe_mailto: str | None = None  # see unsubscribe.unsubscribe_mailto


def prepare_message(rendered: RenderedIssue, envelope: Envelope) -> MessageParts:
    """Return *rendered* as the parts of a message: all that can be encoded before it is known for whom.

    Raises MessageError for every value that would break out of its field, and for a token that rendering damaged.
    """
    MessageError.gather([*_envelope_problems(envelope), *_rendered_problems(rendered)])
    subject, subject_slots = _cut(envelope.subject_prefix + rendered.subject, rendered.tokens)
    text, text_slots = _cut(rendered.text, rendered.tokens)
    html, html_slots = _cut(rendered.html, rendered.tokens)
    opening = compose_name_field("From", envelope.from_name, envelope.from_address)
    if not subject_slots:
        opening = compose_text_field("Subject", subject[0]) + opening
    places = [*(Slot(name, is_html=False) for name in text_slots), *(Slot(name, is_html=True) for name in html_slots)]
    slots = tuple(dict.fromkeys(places))
    return MessageParts(
        opening=opening,
        subject=tuple(subject) if subject_slots else (),
        subject_slots=tuple(subject_slots),
        segments=tuple(_compose_segments(_compose_closing_fields(envelope), encode_pieces(text), encode_pieces(html))),
        slots=slots,
        gaps=tuple(slots.index(place) for place in places),
    )


def compose_message(parts: MessageParts, personal: Personal) -> bytes:
    """Return the message for one subscriber, ready for the wire: CRLF, 7-bit, and no line starts with a dot.

    Raises MessageError for a value that would break out of its header field, and for a slot without a value.
    """
    fields = _compose_personal_fields(parts, personal)
    values = _encode_slots(parts.slots, personal)
    pieces = [b""] * (2 * len(parts.gaps) + 1)
    pieces[0::2] = parts.segments
    pieces[1::2] = [values[gap] for gap in parts.gaps]
    return b"".join([parts.opening, fields, *pieces])


def _envelope_problems(envelope: Envelope) -> list[Problem]:
    problems = [
        *find_unsafe_text("the sender's name", envelope.from_name),
        *find_unsafe_address("the sender's address", envelope.from_address),
        *find_unsafe_text("the newsletter's name", envelope.list_name),
        *find_unsafe_list_id(envelope.list_id),
        *find_unsafe_text("the mark before the subject", envelope.subject_prefix),
    ]
    if envelope.reply_to is not None:
        problems += find_unsafe_address("the reply address", envelope.reply_to)
    if envelope.language is not None and not _LANGUAGE.fullmatch(envelope.language):
        fault = f"the language is {envelope.language!a}, not a language tag"
        problems.append(Problem(place=None, fault=fault, mend="write it as BCP 47 does, for example `en` or `pt-BR`"))
    return problems


def _rendered_problems(rendered: RenderedIssue) -> list[Problem]:
    problems = find_unsafe_text("the subject", rendered.subject)
    for what, text in (("the text part", rendered.text), ("the HTML part", rendered.html)):
        if found := _NOT_IN_A_BODY.search(text):
            fault = f"{what} has the character U+{ord(found[0]):04X} at position {found.start() + 1}"
            problems.append(Problem(place=None, fault=fault, mend="take it out of the post or the template"))
    for what, text in (("subject", rendered.subject), ("text part", rendered.text), ("HTML part", rendered.html)):
        pieces, _ = _cut(text, rendered.tokens)
        left = "\n".join(pieces).lower()
        problems += [
            Problem(
                place=None,
                fault=f"the slot for `{name}` in the {what} was changed after it was rendered",
                mend="let the template print it as it is, without a filter or CSS that changes letters",
            )
            for token, name in rendered.tokens.items()
            if token.lower() in left
        ]
    return problems


def _cut(text: str, tokens: Mapping[str, SlotName]) -> tuple[list[str], list[SlotName]]:
    """Return the text before, between and after the tokens, and whose places they keep."""
    if not tokens:
        return [text], []
    longest_first = sorted(tokens, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return pieces[0::2], [tokens[token] for token in pieces[1::2]]


def _compose_closing_fields(envelope: Envelope) -> bytes:
    fields = [f"Date: {format_datetime(envelope.date)}\r\n".encode("ascii")]
    if envelope.reply_to:
        fields.append(f"Reply-To: <{envelope.reply_to}>\r\n".encode("ascii"))
    fields.append(compose_name_field("List-Id", envelope.list_name, envelope.list_id))
    fields.append(b"Precedence: bulk\r\nAuto-Submitted: auto-generated\r\n")  # keeps "I'm away" replies off (RFC 3834)
    if envelope.language:
        fields.append(f"Content-Language: {envelope.language}\r\n".encode("ascii"))
    fields.append(b"MIME-Version: 1.0\r\n")
    return b"".join(fields)


def _compose_segments(fields: bytes, text: list[bytes], html: list[bytes]) -> list[bytes]:
    # "=_" can't stand in quoted-printable, so no part, nor any value put into one later, can hold the boundary
    # (RFC 2045 §6.7 (5)). The digest in it only keeps two issues apart where one is forwarded inside another.
    boundary = b"=_" + hashlib.sha256(b"\0".join([*text, b"", *html])).hexdigest()[:24].encode("ascii")
    encoding = b"; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    opening = b'Content-Type: multipart/alternative; boundary="' + boundary + b'"\r\n\r\n--' + boundary
    *text_before, text_end = [fields + opening + b"\r\nContent-Type: text/plain" + encoding + text[0], *text[1:]]
    html_start, *html_after = html
    joint = text_end + b"\r\n--" + boundary + b"\r\nContent-Type: text/html" + encoding + html_start
    segments = [*text_before, joint, *html_after]
    segments[-1] += b"\r\n--" + boundary + b"--\r\n"
    return segments


def _encode_slots(slots: tuple[Slot, ...], personal: Personal) -> list[bytes]:
    values = [value_of(slot.name, personal) for slot in slots]
    plain = [escape(value) if slot.is_html else value for slot, value in zip(slots, values, strict=True)]
    encoded = {value: encode_value(value) for value in set(plain)}  # most read the same in both parts
    return [encoded[value] for value in plain]


def value_of(name: SlotName, personal: Personal) -> str:
    """Return what the slot *name* is filled with for *personal*; raise MessageError where there is nothing."""
    value: str | None = getattr(personal, name)  # a slot is named like what it prints; a million messages ask for it
    if value is None and name == SlotName.UNSUBSCRIBE_URL:
        value = personal.unsubscribe_mailto
    if value is None:
        fault = f"the issue prints `{name}`, and there is none for {personal.address!a}"
        mend = f"print `{name}` in the template only where it is set"
        raise MessageError(Problem(place=None, fault=fault, mend=mend))
    return value


def _compose_personal_fields(parts: MessageParts, personal: Personal) -> bytes:
    MessageError.gather(_personal_problems(personal))
    fields = [
        compose_name_field("To", personal.name, personal.address),
        f"Message-ID: {personal.message_id}\r\n".encode("ascii"),
        compose_unsubscribe_fields(personal.unsubscribe_url, personal.unsubscribe_mailto),
    ]
    if parts.subject_slots:
        values = [value_of(name, personal) for name in parts.subject_slots]
        subject = "".join(text for pair in zip(parts.subject, [*values, ""], strict=True) for text in pair)
        fields.append(compose_text_field("Subject", subject))
    return b"".join(fields)


def _personal_problems(personal: Personal) -> list[Problem]:
    problems = find_unsafe_address("the subscriber's address", personal.address)
    if personal.name:
        problems += find_unsafe_text(f"the name of {personal.address!a}", personal.name)
    if len(personal.message_id) > _LONGEST_MESSAGE_ID or not _MESSAGE_ID.fullmatch(personal.message_id):
        fault = f"the Message-ID is {personal.message_id!a}, not `<name@domain>`"
        problems.append(Problem(place=None, fault=fault, mend="check the domain of `newsletter.from`"))
    if personal.unsubscribe_url is not None:
        problems += find_unsafe_url("the unsubscribe URL", personal.unsubscribe_url)
    if personal.unsubscribe_mailto is not None:
        problems += find_unsafe_url("the unsubscribe mailto", personal.unsubscribe_mailto)
    return problems
