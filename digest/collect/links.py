"""Make the links and pictures of a post absolute, and drop those that no mail should carry."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import idna

WEB = frozenset({"http", "https"})
WEB_AND_MAIL = WEB | {"mailto", "tel"}

_IGNORED = re.compile(r"[\t\n\r]")  # as browsers ignore them inside an address (WHATWG URL §4.4)
_EDGES = "".join(map(chr, range(0x21))) + "\u00a0\u2028\u2029\ufeff"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_FROM_ROOT = re.compile(r"/(?!/)[\w~./-]*", re.ASCII)  # most addresses; the rest of the work is for the others
_KEPT = "!$&'()*+,;=:@/?%~-._"  # RFC 3986 §2.2 without brackets; "%" because what is encoded stays encoded


def absolute_url(value: str, base: str, *, schemes: frozenset[str] = WEB_AND_MAIL) -> str | None:
    """Return *value* as an absolute, ASCII URL, relative ones resolved against *base*; None where it can't be followed.

    Only *schemes* pass. A host in another script becomes its `xn--` name.
    """
    if _FROM_ROOT.fullmatch(value) and "/." not in value:
        return _root_of(base) + value
    value = _IGNORED.sub("", value.strip(_EDGES))
    if not value or _CONTROL.search(value):
        return None
    if (scheme := _SCHEME.match(value)) and scheme[1].lower() not in WEB:
        name, rest = scheme[1].lower(), value[scheme.end() :]
        return f"{name}:{_encoded(rest)}" if name in schemes and rest else None
    try:
        joined = urlsplit(urljoin(base, value.replace("\\", "/")))
        host = _host(joined.netloc, joined.hostname)
    except ValueError:  # brackets that hold no IPv6 address, or a host that no name can be
        return None
    if joined.scheme not in schemes or not host:
        return None
    return urlunsplit((joined.scheme, host, *(_encoded(part) for part in joined[2:])))


def _root_of(base: str) -> str:
    return "/".join(base.split("/", 3)[:3])


def _host(netloc: str, hostname: str | None) -> str | None:
    if not hostname:
        return None
    if netloc.isascii():
        return None if re.search(r"[\s<>\"'`{}|^%]", netloc) else netloc
    userinfo, at, rest = netloc.rpartition("@")
    _, colon, port = rest.partition(":")
    return f"{_encoded(userinfo)}{at}{idna.encode(hostname, uts46=True).decode()}{colon}{port}"


def _encoded(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_KEPT)
