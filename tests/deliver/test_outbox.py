"""The folder that stands in for a relay."""

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.outbox import Outbox, file_name
from digest.deliver.outcome import Outcome, State
from digest.deliver.relay import Message, Relay
from digest.errors import RelayError

ADDRESSES = st.text(min_size=1, max_size=300)
DATA = b"Subject: Ferries\r\n\r\nAt eight.\r\n"


def offer(relay: Relay, recipient: str, data: bytes = DATA, before_dot: Callable[[], None] = lambda: None) -> Outcome:
    async def before() -> None:
        before_dot()

    async def converse() -> Outcome:
        session = await relay.open()
        try:
            return await session.offer(Message("bounces@ferry.example", recipient, data), before)
        finally:
            await session.close()

    return asyncio.run(converse())


def test_a_file_holds_the_message_byte_for_byte(tmp_path: Path) -> None:
    outcome = offer(Outbox(tmp_path / "outbox" / "12", "outbox/12"), "ada@ferry.example")

    assert (outcome.state, outcome.reply) == (State.ACCEPTED, "written to outbox/12/ada@ferry.example.eml")
    assert (tmp_path / "outbox" / "12" / "ada@ferry.example.eml").read_bytes() == DATA


def test_a_message_offered_twice_is_one_file_and_half_a_file_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "ada@ferry.example.eml.part").write_bytes(b"Subj")
    offer(Outbox(tmp_path, "outbox/12"), "ada@ferry.example")

    offer(Outbox(tmp_path, "outbox/12"), "ada@ferry.example")

    assert [path.name for path in tmp_path.iterdir()] == ["ada@ferry.example.eml"]


def test_nothing_is_written_before_the_ledger_knows(tmp_path: Path) -> None:
    files_then: list[list[Path]] = []

    offer(
        Outbox(tmp_path, "outbox/12"),
        "ada@ferry.example",
        before_dot=lambda: files_then.append(list(tmp_path.iterdir())),
    )

    assert files_then == [[]]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")

    with pytest.raises(RelayError, match=r"outbox/12: can't be written"):
        offer(Outbox(tmp_path / "outbox" / "12", "outbox/12"), "ada@ferry.example")


def test_a_full_disk_is_named_and_no_half_file_stays(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a disk small enough to fill")

    try:
        with pytest.raises(RelayError, match="No space left on device"):
            offer(Outbox(tmp_path, "outbox/12"), "ada@ferry.example", b"x" * 200_000)
        left = list(tmp_path.iterdir())
    finally:
        subprocess.run(["umount", tmp_path], check=True)

    assert left == []


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ada@ferry.example", "ada@ferry.example.eml"),
        ("Ada@ferry.example", "%41da@ferry.example.eml"),
        ("o'hara+news@ferry.example", "o%27hara+news@ferry.example.eml"),
        ("a/b@ferry.example", "a%2Fb@ferry.example.eml"),
        ("zoë@ferry.example", "zo%C3%AB@ferry.example.eml"),
        ("50%@ferry.example", "50%25@ferry.example.eml"),
    ],
)
def test_a_file_is_named_after_the_address(address: str, name: str) -> None:
    assert file_name(address) == name


@given(ADDRESSES, ADDRESSES)
def test_two_addresses_never_share_a_file_whatever_the_file_system(one: str, other: str) -> None:
    assert (file_name(one).lower() == file_name(other).lower()) is (one == other)


@given(ADDRESSES)
def test_every_name_is_one_that_every_file_system_takes(address: str) -> None:
    name = file_name(address)

    assert name.isascii()
    assert len(f"{name}.part") <= 255
    assert not set(name) & set('/\\:*?"<>|\0 ')
    assert not name.startswith(("-", ".")) or address.startswith(("-", "."))
