"""The pace of a run, on a clock that only the pauses move."""

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.pace import Limit, Pace

LIMITS = st.lists(
    st.builds(Limit, st.integers(1, 5), st.integers(1, 60).map(lambda seconds: timedelta(seconds=seconds))), max_size=3
)


def offers(limits: list[Limit], lulls: list[float]) -> list[datetime]:
    """Return when offers were let through that were asked for at once, but for the *lulls* before them."""
    now = datetime(2026, 11, 20, 8, tzinfo=UTC)
    moments = []

    async def pause(seconds: float) -> None:
        nonlocal now
        now += timedelta(seconds=seconds)

    async def ask() -> None:
        pace = Pace(limits, lambda: now)
        for lull in lulls:
            await pause(lull)
            await pace.turn(pause)
            moments.append(now)

    asyncio.run(ask())
    return moments


@given(LIMITS, st.lists(st.floats(0, 20).map(lambda seconds: round(seconds, 3)), max_size=30))
def test_no_span_of_time_holds_more_offers_than_the_limit(limits: list[Limit], lulls: list[float]) -> None:
    moments = offers(limits, lulls)

    for limit in limits:
        for first, beyond in zip(moments, moments[limit.count :], strict=False):
            assert beyond - first >= limit.span


def test_without_a_limit_nobody_waits() -> None:
    assert len(set(offers([], [0.0] * 20))) == 1


def test_what_a_limit_allows_at_once_goes_at_once() -> None:
    first, *others = offers([Limit(3, timedelta(seconds=1))], [0.0] * 4)

    assert [(moment - first).total_seconds() for moment in others] == [0, 0, 1]
