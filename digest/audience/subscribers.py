"""What a list says about people, line by line: each person once, and nothing that would spoil a message."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digest.audience.addresses import AddressFault, address_key, parse_address
from digest.audience.subscriber import Subscriber
from digest.errors import ConfigError, Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a list says about one person, as it was written there."""

    address: str
    name: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    place: Place | None = None


def parse_subscribers(lines: Iterable[Line]) -> tuple[Subscriber, ...]:
    """Return the people that *lines* name, in list order.

    Raises ConfigError with every problem: no address, somebody who is named twice, a name that can't be printed.
    """
    people, problems = sort_out(lines)
    ConfigError.gather(problems)
    return people


def sort_out(lines: Iterable[Line]) -> tuple[tuple[Subscriber, ...], tuple[Problem, ...]]:
    """Return the people that *lines* name, and what is wrong with the other lines; the first of two twins counts."""
    people: dict[str, Subscriber] = {}
    problems: list[Problem] = []
    for line in lines:
        try:
            address = parse_address(line.address)
        except AddressFault as fault:
            problems.append(_no_address(line, str(fault)))
            continue
        faults = list(_faults(line))
        problems.extend(faults)
        if faults:
            continue
        twin = people.setdefault(address_key(address), person := _subscriber(address, line))
        if twin is not person:
            problems.append(_twice(line, twin))
    return tuple(people.values()), tuple(problems)


def _no_address(line: Line, fault: str) -> Problem:
    if not line.address.strip():
        return Problem(line.place, "a subscriber without an address", "add an address, or take the line out")
    mend = "correct it, or take the line out"
    if "<" in line.address:
        mend = "write the address alone; the name has a place of its own, `name:`"
    elif "@" in line.address and re.search(r"[,;\s]", line.address.strip()):
        mend = "write one address a line"
    return Problem(line.place, f"`{_shown(line.address)}` is not an address. {fault}", mend)


def _faults(line: Line) -> Iterator[Problem]:
    address = _shown(line.address)
    for what, text in (("name", line.name), *(("tag", tag) for tag in line.tags)):
        spoiler = None if not text or text.isprintable() else next(filter(_spoils_a_line, text.strip()), None)
        if spoiler:
            fault = f"the {what} of {address} holds {_called(spoiler)}, which no line of a message may carry"
            yield Problem(line.place, fault, f"take it out of `{_shown(text or '')}`")
    if line.language and not _LANGUAGE.fullmatch(line.language.strip()):
        fault = f"`{_shown(line.language)}` is no language tag, for {address}"
        yield Problem(line.place, fault, "write it as BCP 47 does: `en`, `pt-BR`, `zh-Hant`")


# The shape of a tag (RFC 5646 §2.1): a language of two or three letters, and subtags. CLDR's underscore is taken, too.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*|")


def _spoils_a_line(letter: str) -> bool:
    """Return whether *letter* could end a header line, or nothing could encode it: Cc, Cs, and U+2028 and U+2029."""
    return unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}


def _called(letter: str) -> str:
    return {"\n": "a line break", "\r": "a line break", "\t": "a tab", "\0": "a NUL"}.get(
        letter, f"U+{ord(letter):04X}"
    )


def _shown(text: str) -> str:
    """Return *text* fit to stand in a message."""
    safe = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text.strip())
    return safe if len(safe) <= 80 else f"{safe[:80]}…"


def _subscriber(address: str, line: Line) -> Subscriber:
    return Subscriber(
        address=address,
        name=line.name.strip() or None if line.name else None,
        tags=frozenset(filter(None, map(str.strip, line.tags))) if line.tags else _NO_TAGS,
        language=line.language.strip().replace("_", "-") or None if line.language else None,
        place=line.place,
    )


_NO_TAGS: frozenset[str] = frozenset()


def _twice(line: Line, twin: Subscriber) -> Problem:
    first = f", first at {twin.place}" if twin.place else ""
    as_written = "" if line.address.strip() == twin.address else f" (as {_shown(line.address)})"
    return Problem(line.place, f"{twin.address} is on the list twice{first}{as_written}", "take one of the two out")
