"""When a deferred message is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.claims import Claimed
from digest.deliver.outcome import Outcome, State
from digest.deliver.retries import settle
from tests.deliver.frozen import ACCEPTED, BUSY, LINE_LOST, NO_SUCH_PERSON, NOON

TWO_DAYS = timedelta(days=2)
HOURS = st.floats(min_value=0.1, max_value=200).map(lambda hours: timedelta(hours=hours))


def somebody(attempts: int = 0) -> Claimed:
    return Claimed(7, "ada@ferry.example", None, 0, attempts, NOON if attempts else None)


@pytest.mark.parametrize("outcome", [ACCEPTED, NO_SUCH_PERSON, LINE_LOST])
def test_other_answers_than_later_are_kept_as_they_are(outcome: Outcome) -> None:
    settlement = settle(somebody(), outcome, NOON, TWO_DAYS)

    assert (settlement.state, settlement.reply, settlement.next_try_at) == (outcome.state, outcome.reply, None)


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 5), (2, 15), (3, 60), (4, 240), (5, 240), (9, 240)])
def test_the_wait_grows_to_four_hours(attempts: int, minutes: int) -> None:
    settlement = settle(somebody(attempts), BUSY, NOON, TWO_DAYS)

    assert settlement.state is State.DEFERRED
    assert settlement.next_try_at == NOON + timedelta(minutes=minutes)


def test_after_the_last_attempt_the_person_counts_as_refused_with_the_last_reply() -> None:
    settlement = settle(somebody(9), BUSY, NOON + TWO_DAYS, TWO_DAYS)

    assert (settlement.state, settlement.reply, settlement.next_try_at) == (State.REFUSED, "451 later", None)


@given(retry_for=HOURS)
def test_a_relay_that_always_says_later_is_tried_to_the_end_and_no_longer(retry_for: timedelta) -> None:
    tried_at = [NOON]

    while (settlement := settle(somebody(len(tried_at) - 1), BUSY, tried_at[-1], retry_for)).next_try_at:
        tried_at.append(settlement.next_try_at)

    assert settlement.state is State.REFUSED
    assert tried_at[-1] == NOON + retry_for
    assert tried_at == sorted(set(tried_at))
