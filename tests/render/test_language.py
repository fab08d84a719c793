"""A language decides how dates are said."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.issue.period import Period
from digest.render.language import locale_of, say_date, say_period

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("language", "name"),
    [("pt-BR", "pt_BR"), ("zh-Hant-TW", "zh_Hant_TW"), ("de-1996", "de"), ("tlh", "en"), ("", "en"), ("x", "en")],
)
def test_unknown_parts_of_a_language_are_dropped_from_the_end(language: str, name: str) -> None:
    assert str(locale_of(language)) == name


@pytest.mark.parametrize(
    ("language", "style", "said"),
    [
        ("en-GB", "day", "18 November"),
        ("en", "day", "November 18"),
        ("de", "long", "18. November 2026"),
        ("fr", "full", "mercredi 18 novembre 2026"),
        ("en", "yyyy-MM-dd", "2026-11-18"),
    ],
)
def test_dates_are_said_in_the_language(language: str, style: str, said: str) -> None:
    assert say_date(date(2026, 11, 18), style, language=language, zone=UTC) == said


def test_moment_is_said_in_the_newsletters_zone() -> None:
    summer_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert say_date(summer_midnight, language="en-GB", zone=LONDON) == "2 July"


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        pytest.param((2026, 11, 13, 8), (2026, 11, 20, 8), "13–20 Nov 2026", id="week"),
        pytest.param((2026, 11, 16, 0), (2026, 11, 23, 0), "16–22 Nov 2026", id="midnight-belongs-to-the-day-after"),
        pytest.param((2026, 12, 28, 8), (2027, 1, 4, 8), "28 Dec 2026 – 4 Jan 2027", id="two-years"),
        pytest.param((2026, 11, 13, 8), (2026, 11, 13, 8), "13 Nov 2026", id="empty"),
    ],
)
def test_period_is_said_as_the_days_it_touches(
    since: tuple[int, int, int, int], until: tuple[int, int, int, int], said: str
) -> None:
    period = Period(datetime(*since, tzinfo=UTC), datetime(*until, tzinfo=UTC))

    assert say_period(period, language="en-GB", zone=UTC).replace("\u2009", " ") == said
