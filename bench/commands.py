"""Time whole commands as the operating system accounts for them."""

import os
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a finished command used: CPU seconds (user and system), wall seconds, peak memory in MB."""

    cpu_seconds: float
    wall_seconds: float
    peak_megabytes: float


def cost_of(words: list[str], *, folder: Path, environment: dict[str, str]) -> Cost:
    """Return what one run of *words* in *folder* costs; raise RuntimeError when it ends with another status than 0."""
    started = os.times().elapsed
    process_id = os.fork()
    if process_id == 0:
        _become(words, folder, environment)
    _, status, usage = os.wait4(process_id, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        wall_seconds=os.times().elapsed - started,
        peak_megabytes=usage.ru_maxrss / 1024,
    )


def _become(words: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Turn this forked process into the command, its words thrown away."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, sys.stdout.fileno())
    os.dup2(nothing, sys.stderr.fileno())
    os.chdir(folder)
    os.execvpe(words[0], words, {**os.environ, **environment})  # noqa: S606 - our own command, no shell


def median(costs: list[Cost]) -> Cost:
    """Return the medians of *costs*, figure by figure."""
    return Cost(
        cpu_seconds=statistics.median(cost.cpu_seconds for cost in costs),
        wall_seconds=statistics.median(cost.wall_seconds for cost in costs),
        peak_megabytes=statistics.median(cost.peak_megabytes for cost in costs),
    )
