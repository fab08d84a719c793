"""Tell whether two URLs lead to the same page, and clean one of what only counts visitors."""

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

_COUNTS_VISITORS = re.compile(r"(?:utm_[^=]*|fbclid|gclid|mc_cid|mc_eid)(?:=|$)", re.IGNORECASE)
_OWN_PORTS = {"http": ":80", "https": ":443"}


def page_of(url: str) -> str:
    """Return what all URLs of one page have in common: use it to compare, not to link.

    Host in lower case; no fragment, no slash at the end, nothing that counts visitors, no difference of http and https.
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(_OWN_PORTS.get(parts.scheme, ":"))
    query = _without_counters(parts.query)
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def without_counters(url: str) -> str:
    """Return *url* without `utm_source` and its kin, by which sites count where visitors come from."""
    if "?" not in url:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=_without_counters(parts.query)))


@lru_cache(maxsize=256)
def host_of(url: str) -> str:
    """Return the host of *url* as two are compared: in lower case, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _without_counters(query: str) -> str:
    return "&".join(part for part in query.split("&") if not _COUNTS_VISITORS.match(part)) if query else ""
