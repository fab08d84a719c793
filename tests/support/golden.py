"""Golden files: what was written once, read by a person, and is compared with ever after."""

import pytest

from tests.support.house import ROOT

GOLDEN = ROOT / "tests" / "golden"


def compare_with_golden(name: str, content: bytes, config: pytest.Config) -> None:
    """Fail where *content* isn't what tests/golden/ has under *name*; with `--golden`, write it there instead."""
    path = GOLDEN / name
    if config.getoption("--golden"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_bytes(content)
    wanted = path.read_bytes() if path.exists() else b""
    assert content.decode().splitlines() == wanted.decode().splitlines(), (
        f"read the difference, then `make golden`: {name}"
    )
    assert content == wanted, f"the line ends in {name} have changed"
