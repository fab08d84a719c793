"""Tables of outcomes, for people and for programs."""

from digest.deliver.ledger import Tally
from digest.deliver.outcome import State

MEANINGS = {
    State.ACCEPTED: "the relay took it",
    State.DEFERRED: "the relay said: later",
    State.REFUSED: "the relay said: never",
    State.UNKNOWN: "the line was lost before the answer",
    State.SUPPRESSED: "must not be mailed",
    State.PLANNED: "still to be offered",
}


def tally_facts(tally: Tally) -> dict[str, int]:
    """Return the counts that `--json` promises; they add up to the people the issue was frozen for."""
    return {
        "planned": tally.planned + tally.claimed + tally.offered,
        "accepted": tally.accepted,
        "deferred": tally.deferred,
        "refused": tally.refused,
        "unknown": tally.unknown,
        "suppressed": tally.suppressed,
    }


def print_tally(tally: Tally, seconds: float) -> None:
    """Print what became of everybody, and how long it took."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_column(style="dim")
    facts = tally_facts(tally)
    for state, meaning in MEANINGS.items():
        if facts[state] or state is State.ACCEPTED:
            table.add_row(f"{facts[state]:,}", state.value, meaning)
    Console().print(table)
    Console(stderr=True).print(f"in {seconds:.1f} s", style="dim")
