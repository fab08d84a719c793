"""What a rendered issue looks like with one person's values in its slots."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.message.compose import compose_message, prepare_message
from digest.message.filled import fill_slots
from tests.message.builders import ADA, ENVELOPE, RENDERED, content, read_back, rendered


def test_every_slot_is_filled_in_every_part() -> None:
    filled = fill_slots(replace(RENDERED, subject="For NAMExTOKEN1", preheader="Dear NAMExTOKEN1"), ADA)

    assert (filled.subject, filled.preheader) == ("For Ada Lovelace", "Dear Ada Lovelace")
    assert filled.html == (
        '<p>Hello Ada Lovelace</p>\n<a href="https://news.ferry.example/u/k1.abc_DEF-123">Leave</a> ada@example.org\n'
    )
    assert filled.text == (
        "Hello Ada Lovelace,\n\nLeave: https://news.ferry.example/u/k1.abc_DEF-123\n(ada@example.org)\n"
    )
    assert filled.tokens == {}


def test_a_name_cannot_become_html() -> None:
    filled = fill_slots(RENDERED, replace(ADA, name="<b>Ada & 'co'</b>"))

    assert "Hello &lt;b&gt;Ada &amp; &#x27;co&#x27;&lt;/b&gt;</p>" in filled.html
    assert "Hello <b>Ada & 'co'</b>," in filled.text


def test_without_a_page_the_link_to_leave_is_a_letter() -> None:
    filled = fill_slots(RENDERED, replace(ADA, unsubscribe_url=None))

    assert "Leave: mailto:leave@ferry.example?subject=unsubscribe%20k1.abc_DEF-123\n" in filled.text


def test_what_has_no_slots_stays_as_it_is() -> None:
    plain = replace(rendered(), tokens={})

    assert fill_slots(plain, ADA) == plain


@settings(max_examples=30)
@given(name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40))
def test_what_is_shown_is_what_is_sent(name: str) -> None:
    person = replace(ADA, name=name)
    parts = prepare_message(replace(RENDERED, subject="For NAMExTOKEN1"), ENVELOPE)

    filled = fill_slots(replace(RENDERED, subject="For NAMExTOKEN1"), person)

    message = compose_message(parts, person)
    assert content(message, "html").rstrip("\n") == filled.html.rstrip("\n")
    assert content(message, "plain").rstrip("\n") == filled.text.rstrip("\n")
    assert str(read_back(message)["To"].addresses[0].addr_spec) == person.address
