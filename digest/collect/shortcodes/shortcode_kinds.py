"""What the constructs mean whose sense is the same on every site."""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit

from digest.collect.shortcodes.constructs import Construct, Kind, Parameters, parse_parameters

# Takes an address's place where only the site's program knows it: no mail follows it, and the link's text stays.
NOWHERE = "nowhere:"

_BEFORE_ADDRESS = re.compile(r"""(?:\]\(|\]:|\b(?:href|src)[ \t]*=)[ \t]*["']?<?[ \t]*$""")
_IN_PLACE_OF_URL = frozenset({"link", "post_url", "ref", "relref"})
_PAGE_FOLLOWS = re.compile(r"/?\{%-?\s*(?:link|post_url)\b")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_PICTURE = re.compile(r"\S[^\n]*\.(?:avif|gif|jpe?g|png|svg|webp)(?:\?\S*)?", re.IGNORECASE)
_PAGE = re.compile(r".*\.(?:md|markdown|html?)", re.IGNORECASE)
_FILTERED = re.compile(
    r"""\s*(?:"([^"]*)"|'([^']*)')(?:\s*\|\s*(?:relative_url|absolute_url|url|prepend:\s*site\.(?:base)?url))+\s*"""
)
_REST_IS_BLANK = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_FILM_ID = re.compile(r"[\w-]{1,40}", re.ASCII)
_HTML_STAYS = frozenset({"rawhtml", "raw_html", "raw-html", "html", "unsafe"})
_FIGURES = frozenset({"figure", "figure.html", "image.html", "img.html"})
_DROPPED_TAGS = frozenset({"assign"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where the posts' site is, and how the text in hand is written."""

    root: str  # "https://ferry.example"
    path: str  # "", or "/blog"
    is_html: bool

    def code(self, text: str, language: str) -> str:
        """Return a block of code as HTML."""
        named = f' class="language-{escape(language)}"' if language else ""
        return f"<pre><code{named}>{escape(text, quote=False)}</code></pre>"


def replaced(construct: Construct, site: Site, text: str) -> str | None:
    """Return what takes the place of *construct* in *text*: "" for what no reader would see, None where unknown."""
    name = construct.name.lower()
    match construct.kind:
        case Kind.REMARK | Kind.MDX_REMARK:
            return ""
        case Kind.VALUE if construct.inside.startswith("/*"):
            return ""
        case Kind.SHORTCODE | Kind.MARKDOWN_SHORTCODE if construct.inside.startswith("/*"):
            return _as_written(construct, text)
        case Kind.TAG if name in _DROPPED_TAGS or construct.inside.strip(" -~\n\t").startswith("#"):
            return ""
    known = _value(construct, site, text) if construct.kind is Kind.VALUE else None
    if known is None and name in _IN_PLACE_OF_URL and construct.kind is not Kind.VALUE:
        known = _address(construct, site, text)
    if known is None:
        known = _shown(construct, site, text)
    return known


def visible(construct: Construct, text: str) -> str:
    """Return *construct* so that it is shown as it is written; in the place of an address, one that leads nowhere."""
    if _is_address(construct, text):
        return NOWHERE
    return _plain(text[construct.start : construct.end])


def _plain(written: str) -> str:
    """Return *written* so that neither HTML nor Markdown nor a typesetter finds anything in it."""
    return _PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", written)


def _as_written(construct: Construct, text: str) -> str:
    """Return what Hugo shows of `{{</* figure */>}}`."""
    written = text[construct.start : construct.end]
    return _plain(written[:3] + construct.inside.strip()[2:].removesuffix("*/") + written[-3:])


def _value(construct: Construct, site: Site, text: str) -> str | None:
    follows = _PAGE_FOLLOWS.match(text, construct.end)
    match construct.inside.strip(" -~"):
        case "site.url" | "site.baseurl" if follows:
            return ""  # the page's own address is all of it
        case "site.url":
            return site.root
        case "site.baseurl":
            return site.path
    filtered = _FILTERED.fullmatch(construct.inside)
    if filtered and _is_address(construct, text):
        path = filtered[1] or filtered[2] or ""
        return path if urlsplit(path).scheme else f"{site.path}/{path.lstrip('/')}"
    return None


def _address(construct: Construct, site: Site, text: str) -> str | None:
    if not _is_address(construct, text):
        return None
    path = construct.arguments.strip()
    if construct.name == "link" and not _PAGE.fullmatch(path) and "{" not in path:
        return f"{site.path}/{quote(path.lstrip('/'), safe='/%')}"
    return NOWHERE


def _is_address(construct: Construct, text: str) -> bool:
    before = text[max(0, construct.start - 80) : construct.start]
    return bool(_BEFORE_ADDRESS.search(re.sub(r"(?:\{\{-?\s*site\.(?:base)?url\s*-?\}\}/?)+$", "", before)))


def _shown(construct: Construct, site: Site, text: str) -> str | None:
    name = construct.name.lower()
    is_shortcode = construct.kind in (Kind.SHORTCODE, Kind.MARKDOWN_SHORTCODE)
    if is_shortcode and name.removeprefix("/") in _HTML_STAYS:
        return ""
    if name == "toc" and construct.arguments in ("", "()"):
        return ""
    parameters = parse_parameters(construct.arguments)
    if construct.kind is Kind.TAG and name in ("include", "include_cached"):
        name, parameters = _included(parameters)
        if name in ("toc", "toc.html"):
            return ""
        if name in _FIGURES:
            return _figure(parameters, construct, text)
    elif is_shortcode and name.endswith("figure"):
        return _figure(parameters, construct, text)
    elif construct.kind is Kind.VALUE and not construct.arguments.startswith("("):
        return None
    url = _embedded(name.removesuffix(".html"), parameters)
    if url is None:
        return None
    link = _link(url, parameters)
    return f"<p>{link}</p>" if site.is_html and _stands_alone(construct, text) else link


def _included(parameters: Parameters) -> tuple[str, Parameters]:
    name, *rest = parameters.plain or ("",)
    return name, Parameters(tuple(rest), parameters.named, parameters.quoted)


def _figure(parameters: Parameters, construct: Construct, text: str) -> str | None:
    src = parameters.first("src", "image_path", "url", "file")
    if src is None or not _PICTURE.fullmatch(src) or "{{" in src:
        return None
    caption = " ".join((parameters.first("caption", "title") or "").split())
    alt = parameters.first("alt") or caption
    picture = f'<img src="{escape(src)}" alt="{escape(" ".join(alt.split()))}">'
    if not caption and not _stands_alone(construct, text):
        return picture
    return f"<figure>{picture}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _embedded(name: str, parameters: Parameters) -> str | None:
    """Return the address of what a shortcode would have shown within the page."""
    first = parameters.first("id", "videoid", "url") or next(iter(parameters.plain), "")
    second = parameters.plain[1] if len(parameters.plain) > 1 else ""
    account = parameters.first("user", "username")
    if name == "originalpostembed" or (name == "gist" and "url" in parameters.named):
        is_literal = name == "gist" or first in parameters.quoted
        return first if is_literal and re.fullmatch(r"https?://[^\s\"'<>{}]+", first) else None
    if name == "video":
        name = parameters.first("provider") or ""
    patterns = {
        **dict.fromkeys(("youtube", "youtubeembed"), "https://www.youtube.com/watch?v={0}"),
        **dict.fromkeys(("vimeo", "vimeoembed"), "https://vimeo.com/{0}"),
        "streamable": "https://streamable.com/{0}",
        "instagram": "https://www.instagram.com/p/{0}/",
        **dict.fromkeys(("tweet", "x", "twitter"), "https://twitter.com/{1}/status/{0}"),
        "gist": "https://gist.github.com/{0}/{1}",
    }
    pattern = patterns.get(name)
    if pattern is None:
        return None
    match name:
        case "gist":
            given = (first, second)
        case "tweet" | "x" | "twitter":
            given = (first, account or "i") if not second else (second, first)
        case _:
            given = (first, "-")
    return pattern.format(*given) if all(_FILM_ID.fullmatch(part) for part in given) else None


def _link(url: str, parameters: Parameters) -> str:
    shown = parameters.first("title") or (urlsplit(url).hostname or "").removeprefix("www.")
    return f'<a href="{escape(url)}">▶ {_plain(shown)}</a>'


def _stands_alone(construct: Construct, text: str) -> bool:
    start = construct.start
    while start and text[start - 1] in " \t":
        start -= 1
    return (not start or text[start - 1] == "\n") and bool(_REST_IS_BLANK.match(text, construct.end))
