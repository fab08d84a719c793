"""Values to compose messages from, and the reading back of what was composed."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

from digest.message.compose import Envelope, Personal
from digest.render.rendered import RenderedIssue, SlotName

ENVELOPE = Envelope(
    from_name="The Weekly Ferry",
    from_address="post@ferry.example",
    list_name="The Weekly Ferry",
    list_id="post.ferry.example",
    date=datetime(2026, 11, 20, 8, tzinfo=UTC),
    reply_to="editor@ferry.example",
    language="en-GB",
)
ADA = Personal(
    address="ada@example.org",
    name="Ada Lovelace",
    message_id="<12.0123456789abcdef@ferry.example>",
    unsubscribe_url="https://news.ferry.example/u/k1.abc_DEF-123",
    unsubscribe_mailto="mailto:leave@ferry.example?subject=unsubscribe%20k1.abc_DEF-123",
)
TOKENS = {"NAMExTOKEN1": SlotName.NAME, "URLxTOKEN2": SlotName.UNSUBSCRIBE_URL, "ADDRESSxTOKEN3": SlotName.ADDRESS}
RENDERED = RenderedIssue(
    subject="Tide tables, and a kettle",
    preheader="What the week brought in",
    html='<p>Hello NAMExTOKEN1</p>\n<a href="URLxTOKEN2">Leave</a> ADDRESSxTOKEN3\n',
    text="Hello NAMExTOKEN1,\n\nLeave: URLxTOKEN2\n(ADDRESSxTOKEN3)\n",
    tokens=TOKENS,
)


def rendered(*, subject: str = "Tides", html: str = "<p>x</p>", text: str = "x") -> RenderedIssue:
    """Return a rendered issue of these texts, with the tokens of RENDERED."""
    return replace(RENDERED, subject=subject, html=html, text=text)


def read_back(message: bytes) -> EmailMessage:
    """Return *message* as the standard library's parser, which had no part in writing it, understands it."""
    return message_from_bytes(message, policy=policy.default)


def content(message: bytes, subtype: str) -> str:
    """Return the decoded text of the part `text/<subtype>`, with "\\n" for line ends."""
    part = read_back(message).get_body((subtype,))
    assert part is not None
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    return text.decode().replace("\r\n", "\n")


def decoded(field: str) -> str:
    """Return the text of an unfolded header field with its encoded-words decoded."""
    return str(make_header(decode_header(field)))
