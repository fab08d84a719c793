"""What the laws of issue/ are tried on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from digest.issue.schedule import Schedule, parse_schedule

ZONES = st.sampled_from(["Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "Europe/London"]).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
_WEEKDAYS = st.sampled_from(["monday", "wednesday", "friday", "sunday"])
_TURNS = st.one_of(
    st.tuples(st.just("day"), st.none()),
    st.tuples(st.sampled_from(["week", "2 weeks"]), _WEEKDAYS),
    st.tuples(
        st.just("month"),
        st.one_of(st.integers(1, 31).map(str), st.just("last"), _WEEKDAYS.map(lambda name: f"last {name}")),
    ),
)
SCHEDULES: st.SearchStrategy[Schedule] = st.builds(
    lambda turn, at, zone, late: parse_schedule(*turn, at=at.replace(microsecond=0), zone=zone, late=late),
    _TURNS,
    st.times(),
    ZONES,
    st.integers(0, 48).map(lambda hours: timedelta(hours=hours)),
)
