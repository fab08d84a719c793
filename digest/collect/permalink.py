"""Where a post stands on the newsletter's site: its permalink, by its own word or by the pattern."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from digest.collect.links import WEB, absolute_url
from digest.collect.path_name import stem_of

FIELDS = frozenset(
    {"url", "year", "month", "day", "i_month", "i_day", "slug", "title", "name", "path", "section", "categories"}
)

_FIELD = re.compile(r"\{(\w*)\}")
_NO_ADDRESS = re.compile(r"[\x00-\x1f\x7f\\]")
_ENCODED_PATH = re.compile(r"[\w/.~-]*", re.ASCII)
_JEKYLL_FIELD = re.compile(r":([a-z]\w*)")
_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title.html",
}
_SLASHES = re.compile(r"/{2,}")
_SEGMENT_SAFE = "-._~!$&'()*+,;=:@"
_DROPPED_IN_SLUGS = "\u200b\u200c\u200d\u2060\ufeff'’"


def unknown_fields(pattern: str) -> tuple[str, ...]:
    """Return the fields that *pattern* names and no post has."""
    return tuple(name for name in _FIELD.findall(pattern) if name not in FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a permalink may be made of."""

    relative: str  # the file's path in the folder
    title: str
    slug: str | None  # the post's own, or its file's; without one it is made from the title
    categories: tuple[str, ...]
    published_at: datetime  # in the newsletter's zone


def permalink(pattern: str, facts: Facts, site_url: str) -> str:
    """Return the absolute URL that *pattern* spells with *facts*, under *site_url* unless it names another site.

    Raises ValueError, saying why, for a slug or path that climbs out of its folder.
    """
    filled = "".join([_filled(part, facts) if number % 2 else part for number, part in enumerate(_parts_of(pattern))])
    if filled.startswith(("http://", "https://")):
        scheme, _, rest = filled.partition("://")
        return absolute_url(f"{scheme}://{_SLASHES.sub('/', rest)}", site_url, schemes=WEB) or site_url
    return _under(site_url, filled)


def own_permalink(value: str, facts: Facts, site_url: str) -> str | None:
    """Return the absolute URL that a post's own `url` or `permalink` means; None where it is code for another program.

    Jekyll's fields (`/:year/:title/`) are filled. Raises ValueError, saying why, for one that leaves the site.
    """
    value = value.strip()
    if "{{" in value or "{%" in value or not value:
        return None
    value = _JEKYLL_STYLES.get(value, value)
    if _NO_ADDRESS.search(value):
        raise ValueError("holds a character that no address has")
    if re.match(r"https?://", value, re.IGNORECASE):
        return _on_this_site(value, site_url)
    if value.startswith("//"):
        raise ValueError("leads to another site")
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value):
        raise ValueError("is no address of a page")
    if "/:" in f"/{value}":
        value = value.replace(":output_ext", ".html").replace(":title", ":slug")  # Jekyll's title is the file's name
        if any(name not in FIELDS for name in _JEKYLL_FIELD.findall(value)):
            return None
        value = _JEKYLL_FIELD.sub(lambda match: _filled(match[1], facts), value)
    _refuse_climbing(urlsplit(value).path)
    return _under(site_url, value)


def slugify(text: str) -> str:
    """Return *text* in lower case, its letters and digits of any script kept, all else a hyphen."""
    kept = []
    for letter in unicodedata.normalize("NFC", text).lower():
        if letter in _DROPPED_IN_SLUGS:
            continue
        kept.append(letter if unicodedata.category(letter)[0] in "LMN" else "-")
    return re.sub("-{2,}", "-", "".join(kept)).strip("-") or "post"


def _filled(field: str, facts: Facts) -> str:
    """Return what stands for *field*, ready to stand in a path; the site itself is put before it later."""
    match field:
        case "year":
            return f"{facts.published_at.year:04}"
        case "month":
            return f"{facts.published_at.month:02}"
        case "day":
            return f"{facts.published_at.day:02}"
        case "i_month":
            return str(facts.published_at.month)
        case "i_day":
            return str(facts.published_at.day)
        case "slug":
            return _path((facts.slug or "").strip("/ \t\n")) or quote(slugify(facts.title), safe="")
        case "title":
            return quote(slugify(facts.title), safe="")
        case "name":
            return _path(stem_of(facts.relative))
        case "path":
            stem = stem_of(facts.relative)
            return _path(f"{facts.relative.rpartition('/')[0]}/{'' if stem == 'index' else stem}")
        case "section":
            return _path(facts.relative.rpartition("/")[0].partition("/")[0])
        case "categories":
            return "/".join(quote(slugify(category), safe="") for category in facts.categories)
    return ""


def _under(site_url: str, path: str) -> str:
    root, below = _root_of(site_url)
    path = _SLASHES.sub("/", f"/{path}")
    if below and path.startswith(f"{below}/"):  # `/blog/tea/` on a site that is at `/blog/` already
        path = path[len(below) :]
    if _ENCODED_PATH.fullmatch(path):
        return root + path
    return absolute_url(root + path, site_url, schemes=WEB) or site_url


@lru_cache(maxsize=8)
def _parts_of(pattern: str) -> tuple[str, ...]:
    """Return *pattern* cut at its fields: text and a field's name by turns."""
    return tuple(_FIELD.split(pattern))


@lru_cache(maxsize=8)
def _root_of(site_url: str) -> tuple[str, str]:
    """Return the site's URL without a slash at its end, and the path in it."""
    root = (absolute_url(site_url, site_url, schemes=WEB) or site_url).rstrip("/")
    return root, urlsplit(root).path


def _on_this_site(value: str, site_url: str) -> str:
    url = absolute_url(value, site_url, schemes=WEB)
    if url is None or _bare_host(url) != _bare_host(_root_of(site_url)[0]):
        raise ValueError("leads to another site")
    _refuse_climbing(urlsplit(url).path)
    return url


def _bare_host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _path(text: str) -> str:
    """Return *text* as the segments of a path, percent-encoded; what is encoded already isn't encoded twice."""
    if _ENCODED_PATH.fullmatch(text) and "/." not in f"/{text}":
        return text.strip("/")
    text = unquote(text)
    _refuse_climbing(text)
    segments = (re.sub(r"\s+", "-", segment.strip()) for segment in unicodedata.normalize("NFC", text).split("/"))
    return "/".join(quote(segment, safe=_SEGMENT_SAFE, errors="replace") for segment in segments if segment)


def _refuse_climbing(path: str) -> None:
    decoded = unquote(unquote(path))  # twice: some servers do
    if any(segment.strip() in (".", "..") for segment in decoded.split("/")) or _NO_ADDRESS.search(decoded):
        raise ValueError("climbs out of its folder")
