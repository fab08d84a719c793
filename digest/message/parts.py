"""An issue's variant as far as it can be written before it is known for whom; the ledger freezes it."""

import json
from dataclasses import dataclass
from typing import NoReturn

from digest.errors import MessageError, Problem
from digest.render.rendered import SlotName

_FORMAT = 1
_KEYS = {"format", "opening", "subject", "subject_slots", "segments", "slots", "gaps"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a body; in HTML its value is escaped."""

    name: SlotName
    is_html: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageParts:
    """Everything of a message that is the same for a variant, encoded, with CRLF line ends.

    A message is *opening*, the fields that name a person, then *segments* with a value in each gap between them.
    """

    opening: bytes
    segments: tuple[bytes, ...]  # one more than gaps
    slots: tuple[Slot, ...] = ()  # each once
    gaps: tuple[int, ...] = ()  # which of the slots each gap is, in order
    subject: tuple[str, ...] = ()  # only where the subject has slots, else it stands in *opening*; one more than those
    subject_slots: tuple[SlotName, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the parts as JSON in ASCII, the same bytes for the same parts."""
        document = {
            "format": _FORMAT,
            "opening": self.opening.decode("ascii"),
            "subject": self.subject,
            "subject_slots": self.subject_slots,
            "segments": [segment.decode("ascii") for segment in self.segments],
            "slots": [[slot.name, slot.is_html] for slot in self.slots],
            "gaps": self.gaps,
        }
        return json.dumps(document, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, frozen: bytes) -> "MessageParts":
        """Return the parts that `to_bytes` wrote; raise MessageError for anything else."""
        try:
            document = json.loads(frozen.decode("ascii"))
        except ValueError:
            _refuse("it is not JSON in ASCII")
        if not isinstance(document, dict) or document.keys() != _KEYS or document["format"] != _FORMAT:
            _refuse(f"it is not of format {_FORMAT}")
        subject, subject_slots = _texts(document["subject"]), _slot_names(document["subject_slots"])
        segments, slots = _texts(document["segments"]), _slots(document["slots"])
        gaps = _gaps(document["gaps"], slots)
        if len(segments) != len(gaps) + 1 or len(subject) != len(subject_slots) + (1 if subject else 0):
            _refuse("texts and slots don't match")
        return cls(
            opening=_ascii(document["opening"]),
            subject=subject,
            subject_slots=subject_slots,
            segments=tuple(_ascii(segment) for segment in segments),
            slots=slots,
            gaps=gaps,
        )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        _refuse("a text is missing")
    return tuple(value)


def _slot_names(value: object) -> tuple[SlotName, ...]:
    names = _texts(value)
    if not set(names) <= set(SlotName):
        _refuse("it has a slot that nobody knows how to fill")
    return tuple(SlotName(name) for name in names)


def _slots(value: object) -> tuple[Slot, ...]:
    if not isinstance(value, list):
        _refuse("its slots are missing")
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[1], bool):
            _refuse("a slot is neither for HTML nor for text")
    names = _slot_names([name for name, _ in value])
    return tuple(Slot(name, is_html) for name, (_, is_html) in zip(names, value, strict=True))


def _gaps(value: object, slots: tuple[Slot, ...]) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(gap) is int and 0 <= gap < len(slots) for gap in value):
        _refuse("a gap is for no slot")
    return tuple(value)


def _ascii(value: object) -> bytes:
    if not isinstance(value, str) or not value.isascii():
        _refuse("a part is not ASCII")
    return value.encode("ascii")


def _refuse(reason: str) -> NoReturn:
    raise MessageError(
        Problem(
            place=None,
            fault=f"the frozen message can't be read: {reason}",
            mend="go on with the release of digest that froze it, or restore the state from a copy",
        )
    )
