"""How long a text takes to read."""

from digest.issue.characters import EASTERN, SOUTHERN

# Per minute. Rough: readers differ more than languages do. Thai and its neighbours write about four letters to a word.
_WORDS = 230
_EASTERN = 500
_SOUTHERN = 1000


def reading_minutes(text: str) -> int | None:
    """Return how many minutes *text* takes to read, at least 1; None where there is nothing to read."""
    spaced, eastern = EASTERN.subn(" ", text)
    spaced, southern = SOUTHERN.subn(" ", spaced)
    words = sum(any(map(str.isalnum, word)) for word in spaced.split())
    minutes = words / _WORDS + eastern / _EASTERN + southern / _SOUTHERN
    return max(1, round(minutes)) if minutes else None
