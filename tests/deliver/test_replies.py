"""Replies and what they mean."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.outcome import Outcome, Phase, Reply, State
from digest.deliver.relay import Message, SessionLost
from digest.deliver.replies import Verdict, classify, outcome_of, parse_reply
from digest.errors import Place, RelayError

ADA = Message("bounces@ferry.example", "ada@example.org", b"Subject: x\r\n\r\nx\r\n")
WORDS = {"go": Verdict.GO_ON, "yes": Verdict.ACCEPTED, "later": Verdict.DEFERRED, "no": Verdict.REFUSED}
WORDS |= {"leave": Verdict.LEAVE, "stop": Verdict.STOP, "?": Verdict.UNKNOWN}
MEANINGS = """
        250   251   354   421   450   451   452   454   501  503  530  535  550  551  552   553  554
CONNECT go    go    leave leave leave leave leave leave stop stop stop stop stop stop stop  stop stop
AUTH    go    go    leave leave leave leave leave leave stop stop stop stop stop stop stop  stop stop
MAIL    go    go    leave leave leave leave leave leave stop stop stop stop stop stop stop  stop stop
RCPT    go    go    leave leave later later later later no   stop stop stop no   no   later no   no
DATA    leave leave go    leave later later later later no   stop stop stop no   no   stop  no   no
BODY    yes   yes   ?     leave later later later later no   stop stop stop no   no   stop  no   no
"""


def cells() -> Iterator[tuple[Phase, int, Verdict]]:
    codes, *rows = (line.split() for line in MEANINGS.strip().splitlines())
    for phase, *words in rows:
        for code, word in zip(codes, words, strict=True):
            yield Phase[phase], int(code), WORDS[word]


@pytest.mark.parametrize(
    ("phase", "code", "meaning"),
    [pytest.param(phase, code, meaning, id=f"{code}-to-{phase.name}") for phase, code, meaning in cells()],
)
def test_a_bare_code_means_what_its_first_digit_says_at_that_step(phase: Phase, code: int, meaning: Verdict) -> None:
    assert classify(Reply(code, "so it is"), phase) is meaning


@pytest.mark.parametrize(
    ("phase", "text", "meaning"),
    [
        pytest.param(Phase.RCPT, "550 5.1.1 no such mailbox", Verdict.REFUSED, id="nobody-there"),
        pytest.param(Phase.RCPT, "550 5.7.1 relaying denied", Verdict.STOP, id="policy-at-rcpt"),
        pytest.param(Phase.RCPT, "450 4.7.1 greylisted, come back", Verdict.DEFERRED, id="greylisting-is-4xx"),
        pytest.param(Phase.BODY, "550 5.7.515 sending domain fails DMARC", Verdict.STOP, id="outlook"),
        pytest.param(Phase.BODY, "554 5.7.0 looks like spam", Verdict.STOP, id="policy-after-the-dot"),
        pytest.param(Phase.BODY, "550 5.77.1 not the same", Verdict.REFUSED, id="not-five-seven"),
        pytest.param(Phase.RCPT, "550 5.1.8 sender's domain not found", Verdict.STOP, id="postfix-checks-senders-late"),
        pytest.param(Phase.BODY, "552 5.3.4 message too big", Verdict.STOP, id="too-big-for-anybody"),
        pytest.param(Phase.BODY, "552 5.2.2 mailbox full", Verdict.REFUSED, id="too-big-for-this-mailbox"),
        pytest.param(Phase.RCPT, "552 5.2.2 mailbox full", Verdict.DEFERRED, id="552-at-rcpt-is-452"),
    ],
)
def test_the_enhanced_code_tells_our_fault_from_the_persons(phase: Phase, text: str, meaning: Verdict) -> None:
    reply = parse_reply(int(text[:3]), text[4:])

    assert classify(reply, phase) is meaning


@pytest.mark.parametrize(
    ("text", "kept", "enhanced"),
    [
        pytest.param("5.1.1 no such person", "5.1.1 no such person", "5.1.1", id="plain"),
        pytest.param("5.1.1 no such person\n5.1.1 sorry", "5.1.1 no such person sorry", "5.1.1", id="repeated"),
        pytest.param("#5.1.0 rejected", "5.1.0 rejected", "5.1.0", id="with-a-cross"),
        pytest.param("kept as 5.1.1", "kept as 5.1.1", None, id="elsewhere"),
        pytest.param("5.1.1234 odd", "5.1.1234 odd", None, id="too-long"),
        pytest.param("", "", None, id="nothing"),
        pytest.param("2.0.0", "2.0.0", "2.0.0", id="only-the-code"),
        pytest.param("\x1b[31mred\x07\tand  wide", "[31mred and wide", None, id="terminal-tricks"),
        pytest.param("fran\udce7ais", "fran ais", None, id="not-utf-8"),
    ],
)
def test_a_replys_text_is_one_printable_line(text: str, kept: str, enhanced: str | None) -> None:
    reply = parse_reply(550, text)

    assert (reply.text, reply.enhanced) == (kept, enhanced)


@given(st.text())
def test_any_text_at_all_makes_a_reply_that_can_be_printed_and_is_short(text: str) -> None:
    reply = parse_reply(550, text)

    assert reply.text.isprintable()
    assert len(reply.text) <= 520
    reply.text.encode()


def test_parsing_a_kept_reply_again_changes_nothing() -> None:
    once = parse_reply(450, "4.2.0 busy\n4.2.0 very")

    assert parse_reply(450, once.text) == once


def test_a_refusal_keeps_the_relays_words() -> None:
    reply = parse_reply(550, "5.1.1 no such person")

    assert outcome_of(reply, Phase.RCPT, ADA, None) == Outcome(State.REFUSED, "550 5.1.1 no such person")


def test_421_ends_the_session_and_says_at_which_step() -> None:
    with pytest.raises(SessionLost, match=r"^the relay answered 421 too many to RCPT TO:<ada@example.org>$"):
        outcome_of(Reply(421, "too many"), Phase.RCPT, ADA, None)


@pytest.mark.parametrize(
    ("phase", "reply", "mend"),
    [
        pytest.param(Phase.RCPT, "530 5.7.0 log in first", "smtp.username", id="auth"),
        pytest.param(Phase.AUTH, "535 5.7.8 no", "smtp.password", id="password"),
        pytest.param(Phase.MAIL, "553 5.1.8 not your domain", "smtp.envelope_sender", id="mail-from"),
        pytest.param(Phase.RCPT, "550 5.7.1 no", "SPF", id="policy"),
        pytest.param(Phase.BODY, "552 5.3.4 too big", "posts.maximum", id="size"),
        pytest.param(Phase.DATA, "503 out of order", "whoever runs the relay", id="order"),
    ],
)
def test_a_fault_of_ours_names_the_config_the_answer_and_a_mend(phase: Phase, reply: str, mend: str) -> None:
    with pytest.raises(RelayError) as caught:
        outcome_of(parse_reply(int(reply[:3]), reply[4:]), phase, ADA, Place("config.yaml"))

    (problem,) = caught.value.problems
    assert problem.place == Place("config.yaml")
    assert reply in problem.fault
    assert mend in problem.mend
