"""The words that config.yaml and the rooms have in common."""

from enum import StrEnum


class Every(StrEnum):
    """How often an issue is due."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "2 weeks"
    MONTH = "month"


class Order(StrEnum):
    """Which posts an issue shows first."""

    NEWEST = "newest"
    OLDEST = "oldest"


class Security(StrEnum):
    """How the line to the relay is kept from listeners."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
