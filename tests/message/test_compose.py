"""Whole messages, read back by the standard library's parser."""

from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.errors import MessageError
from digest.message.compose import Envelope, Personal, compose_message, prepare_message
from digest.render.rendered import RenderedIssue
from tests.message.builders import ADA, ENVELOPE, RENDERED, content, decoded, read_back, rendered

hostile_bodies = st.text("ab .=-_\r\nFé日👨‍👩‍👧\u200fش<&", max_size=300)
names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=120)


def compose(issue: RenderedIssue = RENDERED, *, envelope: Envelope = ENVELOPE, personal: Personal = ADA) -> bytes:
    return compose_message(prepare_message(issue, envelope), personal)


def test_every_header_field_reads_back_and_stands_once() -> None:
    message = read_back(compose())

    fields = dict(message.items())
    assert len(fields) == len(message.items())
    assert fields["From"] == "The Weekly Ferry <post@ferry.example>"
    assert fields["To"] == "Ada Lovelace <ada@example.org>"
    assert fields["Subject"] == "Tide tables, and a kettle"
    assert fields["Message-ID"] == "<12.0123456789abcdef@ferry.example>"
    assert parsedate_to_datetime(fields["Date"]) == ENVELOPE.date
    assert fields["Reply-To"] == "editor@ferry.example"
    assert fields["List-Id"] == "The Weekly Ferry <post.ferry.example>"
    assert fields["List-Unsubscribe"] == f"<{ADA.unsubscribe_url}>, <{ADA.unsubscribe_mailto}>"
    assert fields["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert fields["Precedence"] == "bulk"
    assert fields["Auto-Submitted"] == "auto-generated"
    assert fields["Content-Language"] == "en-GB"
    assert fields["MIME-Version"] == "1.0"


def test_what_is_not_known_has_no_field() -> None:
    message = read_back(
        compose(
            rendered(),
            envelope=replace(ENVELOPE, reply_to=None, language=None),
            personal=replace(ADA, name=None, unsubscribe_url=None, unsubscribe_mailto=None),
        )
    )

    absent = {"Reply-To", "Content-Language", "List-Unsubscribe", "List-Unsubscribe-Post"}
    assert absent.isdisjoint(message.keys())
    assert message["To"] == "ada@example.org"


def test_the_parts_are_text_first_and_html_last_in_utf_8() -> None:
    message = read_back(compose())

    parts = [part for part in message.walk() if not part.is_multipart()]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in parts} == {"utf-8"}
    assert {part["Content-Transfer-Encoding"] for part in parts} == {"quoted-printable"}


def test_slots_are_filled_plain_in_text_and_escaped_in_html() -> None:
    personal = replace(ADA, name='Ada <b>&"Co"', unsubscribe_url="https://n.example/u?a=1&b=2")

    message = compose(personal=personal)

    assert content(message, "plain") == (
        'Hello Ada <b>&"Co",\n\nLeave: https://n.example/u?a=1&b=2\n(ada@example.org)\n'
    )
    assert content(message, "html") == (
        "<p>Hello Ada &lt;b&gt;&amp;&quot;Co&quot;</p>\n"
        '<a href="https://n.example/u?a=1&amp;b=2">Leave</a> ada@example.org\n'
    )


def test_the_way_out_in_the_text_is_the_mailto_where_there_is_no_url() -> None:
    message = compose(personal=replace(ADA, unsubscribe_url=None))

    assert f"Leave: {ADA.unsubscribe_mailto}\n" in content(message, "plain")


@given(names)
@example("Zoë")
@example("x" * 300)
def test_a_subject_may_greet_by_name(name: str) -> None:
    message = compose(rendered(subject="NAMExTOKEN1: tides for NAMExTOKEN1"), personal=replace(ADA, name=name))

    assert read_back(message)["Subject"] == f"{name}: tides for {name}"


def test_a_mark_stands_before_the_subject() -> None:
    message = compose(envelope=replace(ENVELOPE, subject_prefix="[Test] "))

    assert read_back(message)["Subject"] == "[Test] Tide tables, and a kettle"


@given(hostile_bodies, hostile_bodies, names)
@example("\r\n.\r\n", "\n.\n", ".")
@example("x" * 5000, "." * 5000, "👨‍👩‍👧" * 60)
def test_a_message_is_safe_on_the_wire_whatever_the_body(before: str, after: str, name: str) -> None:
    issue = rendered(html=f"{before}NAMExTOKEN1{after}", text=f"{after}NAMExTOKEN1{before}")

    message = compose(issue, personal=replace(ADA, name=name))

    lines = message.split(b"\r\n")
    assert message.endswith(b"\r\n")
    assert not any(line.startswith(b".") for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert message.isascii()
    assert b"\0" not in message
    body = message.split(b"\r\n\r\n", 1)[1]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert content(message, "plain") == (after + name + before).replace("\r\n", "\n").replace("\r", "\n")


@given(hostile_bodies, names)
def test_the_boundary_stands_where_parts_meet_and_nowhere_else(text: str, name: str) -> None:
    issue = rendered(text=f"--=_{text}NAMExTOKEN1", html=f"=_{text}")

    message = compose(issue, personal=replace(ADA, name=name))

    boundary = read_back(message).get_boundary()
    assert boundary is not None
    assert message.count(boundary.encode()) == 4  # named once, then before each part and at the end


def test_the_same_values_compose_the_same_bytes() -> None:
    assert compose() == compose()


def test_a_message_holds_nobody_elses_address() -> None:
    parts = prepare_message(RENDERED, ENVELOPE)

    compose_message(parts, replace(ADA, address="eve@example.com", name="Eve"))
    message = compose_message(parts, ADA)

    assert b"eve" not in message.lower()


@pytest.mark.parametrize(
    ("envelope", "fault"),
    [
        ({"from_name": "a\nBcc: e@f.example"}, "the sender's name"),
        ({"from_address": "post"}, "the sender's address"),
        ({"list_name": "a\0"}, "the newsletter's name"),
        ({"list_id": "a\r\nb.c"}, "the list's id"),
        ({"reply_to": "a@b.example\r\nBcc: e@f.example"}, "the reply address"),
        ({"language": "en\r\n"}, "the language"),
        ({"subject_prefix": "\u2028"}, "the mark before the subject"),
    ],
)
def test_an_envelope_that_would_break_a_header_is_refused(envelope: dict[str, str], fault: str) -> None:
    with pytest.raises(MessageError, match=f"^{fault} "):
        prepare_message(RENDERED, replace(ENVELOPE, **envelope))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("issue", "fault"),
    [
        (rendered(subject="tea\r\nBcc: e@f.example"), "the subject"),
        (rendered(text="a\0"), "the text part"),
        (rendered(html="\ud800"), "the HTML part"),
        (rendered(html="<b>namextoken1</b>"), "the slot for `name` in the HTML part"),
    ],
)
def test_a_rendered_issue_that_cannot_be_a_message_is_refused(issue: RenderedIssue, fault: str) -> None:
    with pytest.raises(MessageError, match=f"^{fault} "):
        prepare_message(issue, ENVELOPE)


@pytest.mark.parametrize(
    ("personal", "fault"),
    [
        ({"address": "a@b.example\r\nBcc: e@f.example"}, "the subscriber's address"),
        ({"address": "a@b.example, e@f.example"}, "the subscriber's address"),
        ({"name": "Ada\nBcc: e@f.example"}, "the name of 'ada@example.org'"),
        ({"name": "\udc80"}, "the name of 'ada@example.org'"),
        ({"message_id": "<a@b>\r\n"}, "the Message-ID"),
        ({"unsubscribe_url": "https://a/>\r\n"}, "the unsubscribe URL"),
        ({"unsubscribe_mailto": "mailto:a b"}, "the unsubscribe mailto"),
    ],
)
def test_a_person_whose_values_would_break_a_header_is_refused(personal: dict[str, str], fault: str) -> None:
    with pytest.raises(MessageError, match=f"^{fault} "):
        compose(personal=replace(ADA, **personal))


def test_all_faults_of_an_envelope_are_told_at_once() -> None:
    with pytest.raises(MessageError) as caught:
        prepare_message(rendered(subject="\n"), replace(ENVELOPE, from_name="\n", list_id=""))

    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("subject", ["plain", "NAMExTOKEN1"])
def test_a_slot_without_a_value_is_an_error_not_a_gap(subject: str) -> None:
    with pytest.raises(MessageError, match=r"the issue prints `name`, and there is none for 'ada@example\.org'"):
        compose(replace(RENDERED, subject=subject), personal=replace(ADA, name=None))


def test_a_name_of_several_words_in_another_script_reads_back() -> None:
    name = "Екатерина Александровна Константинопольская-Преображенская"

    message = compose(personal=replace(ADA, name=name))

    raw = message.split(b"To: ", 1)[1].split(b"Message-ID", 1)[0].replace(b"\r\n", b"").decode("ascii")
    assert decoded(raw) == f"{name} <ada@example.org>"
