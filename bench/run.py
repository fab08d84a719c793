"""`make bench`: print what whole commands cost, each beside the same yardstick of the same run."""

import os
import platform
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.commands import RUNS, Cost, cost_of, median
from bench.newsletters import write_newsletter

DIGEST = str(Path(sys.executable).parent / "digest")
BUILD = [DIGEST, "build", "--at", "2026-11-20T08:00", "-o", "out"]


def main() -> None:
    """Measure in turns (A B A B …), so that a machine that slows down slows everything, and print one table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        few = write_newsletter(folder / "few", posts=12)
        many = write_newsletter(folder / "many", posts=10_000)
        warm = {"XDG_CACHE_HOME": str(folder / "cache")}
        rows: dict[str, list[Cost]] = {}
        cost_of(BUILD, folder=many, environment=warm)
        for turn in range(RUNS):
            cold = {"XDG_CACHE_HOME": str(folder / f"cold-{turn}")}
            for name, words, where, environment in [
                ("python -c pass", [sys.executable, "-c", "pass"], folder, warm),
                ("digest --help", [DIGEST, "--help"], folder, warm),
                ("build, 12 posts", BUILD, few, warm),
                ("build, 10,000 posts, first time", BUILD, many, cold),
                ("build, 10,000 posts, again", BUILD, many, warm),
            ]:
                rows.setdefault(name, []).append(cost_of(words, folder=where, environment=environment))
    _print({name: median(costs) for name, costs in rows.items()})


def _print(rows: dict[str, Cost]) -> None:
    yardstick = next(iter(rows.values())).cpu_seconds
    load = " ".join(f"{figure:.2f}" for figure in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}; medians of {RUNS} runs")
    print(f"{'command':<34}{'CPU s':>8}{'× python':>10}{'wall s':>8}{'MB':>7}")
    for name, cost in rows.items():
        ratio = cost.cpu_seconds / yardstick
        print(f"{name:<34}{cost.cpu_seconds:>8.2f}{ratio:>10.1f}{cost.wall_seconds:>8.2f}{cost.peak_megabytes:>7.0f}")


if __name__ == "__main__":
    main()
