"""The size at which Gmail cuts an issue off."""

from digest.check.size import CLIPPED_AT_BYTES, find_clipping


def test_an_issue_that_gmail_shows_whole_has_no_problem() -> None:
    assert find_clipping(CLIPPED_AT_BYTES) == ()


def test_a_longer_one_names_its_size_and_what_makes_it_smaller() -> None:
    (problem,) = find_clipping(CLIPPED_AT_BYTES + 1)

    assert "102,401 bytes" in problem.fault
    assert "excerpt.words" in problem.mend
