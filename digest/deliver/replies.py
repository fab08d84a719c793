"""What an SMTP reply means, by its code and by the step that it answers."""

import re
from enum import StrEnum

from digest.deliver.outcome import Outcome, Phase, Reply, State
from digest.deliver.relay import Message, SessionLost
from digest.errors import Place, Problem, RelayError


class Verdict(StrEnum):
    """What to do after a reply."""

    GO_ON = "go on"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    LEAVE = "leave"  # this session is over; the person keeps their place and nothing is counted against them
    STOP = "stop"  # the relay's trouble is with us: nobody on the list would fare better


def parse_reply(code: int, text: str) -> Reply:
    """Return the reply, its lines joined into one that is safe to print and to keep.

    Servers repeat the enhanced code on every line (RFC 2034 §4): here it stands once, in front.
    """
    lines = [" ".join(_printable(line).split()) for line in text.splitlines()]
    found = _ENHANCED_CODE.match(lines[0]) if lines else None
    if found is None:
        return Reply(code, _clip(" ".join(filter(None, lines))))
    enhanced = found[1]
    rest = (line.removeprefix(found[0]).strip() for line in lines)
    return Reply(code, _clip(" ".join(filter(None, (enhanced, *rest)))), enhanced)


def classify(reply: Reply, phase: Phase) -> Verdict:
    """Return what *reply* means for the message, when it answers *phase* (RFC 5321 §4.2.1, by first digit).

    421 never tells about a person (§3.8); before RCPT TO nothing does. 552 to RCPT TO is an old 452 (§4.5.3.1.10).
    """
    if reply.code == 421:
        return Verdict.LEAVE
    if 200 <= reply.code < 300 and phase is not Phase.DATA:
        return Verdict.ACCEPTED if phase is Phase.BODY else Verdict.GO_ON
    if reply.code == 354 and phase is Phase.DATA:
        return Verdict.GO_ON
    if 400 <= reply.code < 500:
        return Verdict.LEAVE if phase in _BEFORE_ANYBODY else Verdict.DEFERRED
    if 500 <= reply.code < 600:
        return _judge_refusal(reply, phase)
    return Verdict.UNKNOWN if phase is Phase.BODY else Verdict.LEAVE  # out of step: who knows what it answers


def outcome_of(reply: Reply, phase: Phase, message: Message, place: Place | None) -> Outcome | None:
    """Return what *reply* makes of *message*, None where the conversation goes on.

    Raises SessionLost where another session may fare better, RelayError where nobody would; *place* is where the
    relay is configured.
    """
    verdict = classify(reply, phase)
    if verdict is Verdict.GO_ON:
        return None
    if verdict is Verdict.LEAVE:
        raise SessionLost(f"the relay answered {reply} to {_step(phase, message)}")
    if verdict is Verdict.STOP:
        fault = f"the relay answered {reply} to {_step(phase, message)}"
        raise RelayError(Problem(place, fault, _mend(reply, phase, message)))
    return Outcome(State(verdict.value), str(reply))


# At the start of a reply's text; some servers write "#5.1.0".
_ENHANCED_CODE = re.compile(r"#?([245]\.\d{1,3}\.\d{1,3})(?=\s|$)[\s-]*")
_LONGEST_TEXT = 500
_BEFORE_ANYBODY = frozenset({Phase.CONNECT, Phase.AUTH, Phase.MAIL})
# A command it doesn't know, or out of order, or not before AUTH (RFC 5321 §4.2.2, RFC 4954 §6): our doing.
_OUR_CODES = frozenset({500, 502, 503, 530, 534, 535, 538})
# The envelope sender is bad, which Postfix says at RCPT TO; the message is too big for anybody (RFC 3463).
_OUR_ENHANCED_CODES = frozenset({"5.1.7", "5.1.8", "5.3.4"})


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _judge_refusal(reply: Reply, phase: Phase) -> Verdict:
    enhanced = reply.enhanced or ""
    # 5.7.x is about policy and authentication, whoever the message is for (Outlook's 550 5.7.515, for example).
    about_us = phase in _BEFORE_ANYBODY or reply.code in _OUR_CODES
    if about_us or enhanced in _OUR_ENHANCED_CODES or enhanced.startswith("5.7."):
        return Verdict.STOP
    if reply.code == 552 and phase is Phase.RCPT:
        return Verdict.DEFERRED
    if reply.code == 552 and not enhanced.startswith("5.2."):  # 5.2.x: this mailbox is full, not the relay's limit
        return Verdict.STOP
    return Verdict.REFUSED


def _step(phase: Phase, message: Message) -> str:
    match phase:
        case Phase.MAIL:
            return f"MAIL FROM:<{message.envelope_sender}>"
        case Phase.RCPT:
            return f"RCPT TO:<{message.recipient}>"
        case Phase.DATA:
            return f"DATA for {message.recipient}"
        case Phase.BODY:
            return f"the message for {message.recipient}"
        case _:
            return phase.value


def _mend(reply: Reply, phase: Phase, message: Message) -> str:
    if reply.code in {530, 534, 535, 538}:
        return "check smtp.username and smtp.password; nobody was marked"
    if reply.code == 552 or reply.enhanced == "5.3.4":
        size = len(message.data) // 1000
        return f"the message has {size} kB, too much for this relay: lower posts.maximum, excerpt.words or email.fit"
    if phase is Phase.MAIL or reply.enhanced in {"5.1.7", "5.1.8"}:
        return f"allow <{message.envelope_sender}> as a sender at the relay, or change smtp.envelope_sender"
    if reply.enhanced and reply.enhanced.startswith("5.7."):
        return (
            "the relay's rules are against this mail (SPF, DKIM, sending limits, an unverified sender): show "
            "its answer to whoever runs it, then run `digest send` again; nobody was marked"
        )
    return "show this answer to whoever runs the relay, then run `digest send` again; nobody was marked"
