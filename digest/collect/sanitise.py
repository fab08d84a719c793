"""Make HTML that people wrote safe to mail: an allow-list, absolute links, well-formed, never deeply nested."""

import re

import nh3

from digest.collect.nesting import DEEPEST, limit_nesting
from digest.collect.tidy import tidy

_ALLOWED = """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup
    table tbody td tfoot th thead time tr u ul var wbr
"""
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
}
_CLEANER = nh3.Cleaner(
    tags=set(_ALLOWED.split()),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    filter_style_properties={"text-align"},
    link_rel=None,
)

# What XML can't hold, lxml drops the rest of a mail for.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ROUNDS = 8


def sanitise(html: str, *, base: str, prefix: str) -> str:
    """Return *html* with only what a mail may carry, every link absolute against *base*, every id holding *prefix*.

    The result is well-formed: parsing and writing it changes nothing. At most 100 elements stand one in the other.
    """
    html = _tidied(limit_nesting(_CONTROL.sub("", html)), base, prefix)
    # What is taken out can leave what a parser would put elsewhere (a link in a link), so until nothing changes.
    for _ in range(_ROUNDS):
        settled = _tidied(_CLEANER.clean(html), base, prefix)
        if settled == html:
            return html
        html = settled
    return nh3.clean(html, tags=set())  # no such text was ever found; its words alone are safe


def _tidied(html: str, base: str, prefix: str) -> str:
    return _CONTROL.sub("", tidy(html, base=base, prefix=prefix, deepest=DEEPEST))
