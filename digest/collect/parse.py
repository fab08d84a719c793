"""One post's text to a Post: what its front matter means, checked key by key."""

from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from digest.collect.dates import parse_date
from digest.collect.front_matter.block import FrontMatter
from digest.collect.front_matter.front_matter import split_front_matter
from digest.collect.heading import opening_heading
from digest.collect.keys import Keys, plain_text
from digest.collect.links import WEB, absolute_url
from digest.collect.path_name import PathName, is_html, parse_path_name
from digest.collect.permalink import Facts, own_permalink, permalink
from digest.collect.post import Image, LeftOut, Post, Role, Source
from digest.collect.reading import Reading
from digest.errors import PostError

EXCERPT_KEYS = ("excerpt", "summary", "description")

_ROLES = {"true": Role.NORMAL, **{role.value: role for role in Role}}
_NO = frozenset({"false", "no", "off", "skip"})
_NOT_PUBLIC = frozenset({"draft", "hidden", "private", "skip"})  # Pelican's words and Nikola's
_PUBLISHED_FROM = ("publishdate", "pubdate")  # Hugo's word, and Astro's
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)  # stands in for a date that is missing, until that is told


def parse_post(text: str, relative: str, reading: Reading) -> Post | LeftOut:
    """Return the post that *text* is, or why it never becomes one; *relative* is its path in the folder.

    Raises PostError with every fault of its front matter.
    """
    front = split_front_matter(text, reading.shown(relative))
    keys = Keys(front)
    title = _title(keys, front)
    if reason := _why_left_out(keys):
        return LeftOut(front.path, title or "", reason)
    if title is None and "title" not in keys.refused:
        keys.refuse("title", "is missing", "write `title: …` in the front matter, or open the text with `# …`")
    named = parse_path_name(relative)
    published_at = _published_at(keys, named, reading)
    slug = keys.text("slug") or named.slug
    url = _url(keys, (relative, title or "", slug, published_at or _EARLIEST), reading)
    post = Post(
        id=keys.text("id") or url,
        path=front.path,
        title=title or "",
        published_at=published_at or _EARLIEST,
        url=url,
        authors=keys.people("authors", "author"),
        tags=keys.tags("tags", "tag", "categories", "category"),
        language=_language(keys),
        image=_image(keys, url),
        role=_role(keys),
        link=_address(keys, reading.site_url, "link", "link_url", "external_url", "source_url"),
        source=_source(keys, "source", reading),
        via=_source(keys, "via", reading),
    )
    keys.block(*EXCERPT_KEYS)  # for its problems only: excerpts are typeset when a post is chosen
    PostError.gather(keys.problems)
    return post


def _title(keys: Keys, front: FrontMatter) -> str | None:
    if title := plain_text(keys.text("title") or ""):
        return title
    heading = opening_heading(front.body, is_html=is_html(front.path))
    return heading.title if heading else None


def _why_left_out(keys: Keys) -> str | None:
    if keys.flag("draft"):
        return "draft"
    if keys.flag("published") is False:
        return "`published: false`"
    for name in ("digest", "newsletter"):
        value = keys.raw(name)
        if value is not None and str(value).strip().lower() in _NO:
            return f"`{name}: {str(value).strip().lower()}`"
    status = str(keys.raw("status")).strip().lower()
    return f"`status: {status}`" if status in _NOT_PUBLIC else None


def _role(keys: Keys) -> Role:
    value = keys.raw("digest")
    if value is None:
        return Role.NORMAL
    role = _ROLES.get(str(value).strip().lower())
    if role is None:
        keys.refuse("digest", "says nothing that is known", "write skip, intro, lead, full or title")
    return role or Role.NORMAL


def _published_at(keys: Keys, named: PathName, reading: Reading) -> datetime | None:
    """Return the later of `date` and `publishDate`, else the date in the file's path, else in the one it asks for."""
    moments = [_moment(keys, name, reading) for name in ("date", *_PUBLISHED_FROM) if keys.raw(name) is not None]
    if moments:
        return max((moment for moment in moments if moment), default=None)
    published_on = named.published_on or parse_path_name((keys.text("path") or "").strip("/")).published_on
    if published_on is None:
        mend = "write `date: 2026-03-02`, or `draft: true` or `digest: skip` to leave the post out"
        keys.refuse("date", "is missing, and the file's name has none", mend)
        return None
    return parse_date(datetime.combine(published_on, time(), tzinfo=reading.zone), reading.zone)


def _moment(keys: Keys, name: str, reading: Reading) -> datetime | None:
    try:
        return parse_date(keys.raw(name), reading.zone)
    except ValueError:
        mend = f"write it as YYYY-MM-DD, for example `{name}: 2026-03-02` or `{name}: 2026-03-02 08:00`"
        keys.refuse(name, f"is {keys.spelled(name)}, not a calendar date", mend)
        return None


def _url(keys: Keys, told: tuple[str, str, str | None, datetime], reading: Reading) -> str:
    relative, title, slug, published_at = told
    facts = Facts(
        relative=relative,
        title=title,
        slug=slug,
        categories=keys.tags("categories", "category"),
        published_at=published_at.astimezone(reading.zone),
    )
    for name in ("url", "permalink", "path"):
        value = keys.raw(name)
        if not isinstance(value, str):
            continue
        if name == "path":  # a page is a folder to those who know this key, Zola and Gatsby
            value = f"/{value.strip().strip('/')}/"
        try:
            if own := own_permalink(value, facts, reading.site_url):
                return own
        except ValueError as error:
            mend = "write where the post stands on your own site, for example `/2026/tea/`; `link:` may lead anywhere"
            keys.refuse(name, f"is {keys.spelled(name)}: it {error}", mend)
            return reading.site_url
    try:
        return permalink(reading.permalink, facts, reading.site_url)
    except ValueError as error:
        keys.refuse("slug", f'is "{facts.slug}": it {error}', "write letters, digits and hyphens")
        return reading.site_url


def _language(keys: Keys) -> str | None:
    language = (keys.text("lang", "language") or "").replace("_", "-")
    parts = language.split("-")
    if language and not (
        parts[0].isalpha() and all(part.isalnum() and part.isascii() and len(part) <= 8 for part in parts)
    ):
        name = "lang" if keys.raw("lang") is not None else "language"
        keys.refuse(name, f"is {keys.spelled(name)}, no language tag", "write one like `en`, `pt-BR` or `zh-Hans`")
    return language or None


def _image(keys: Keys, url: str) -> Image | None:
    written = keys.address("image")
    if written is None or written[1].startswith("data:"):  # which no mail program shows
        return None
    address = _address(keys, url, "image")
    return Image(url=address, alt=keys.text("image_alt") or keys.within("image", "alt") or "") if address else None


def _address(keys: Keys, base: str, *names: str) -> str | None:
    written = keys.address(*names)
    if written is None:
        return None
    name, value = written
    address = absolute_url(value, base, schemes=WEB)
    if address is None:
        keys.refuse(name, f'is "{value}", no address on the web', "write one that begins with https://")
    return address


def _source(keys: Keys, name: str, reading: Reading) -> Source | None:
    value = keys.raw(name)
    if value is None:
        return None
    if isinstance(value, str) and not value.strip().lower().startswith(("http://", "https://")):
        return Source(name=keys.text(name) or "")
    url = _address(keys, reading.site_url, name)
    called = keys.within(name, "name", "title")
    if url and not called:
        called = (urlsplit(url).hostname or "").removeprefix("www.")
    return Source(name=called, url=url, author=keys.within(name, "author")) if called else None
