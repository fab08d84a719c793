"""Ask the web for feeds: only what changed, only so much, only so long, and never inside a private network."""

import asyncio
import socket
import ssl
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import httpx2

from digest.collect.feeds.feed import LARGEST_BYTES, Feed
from digest.collect.feeds.feed_memory import Said, recall, remember
from digest.collect.feeds.public_address import addresses_of, is_public
from digest.collect.links import WEB, absolute_url
from digest.errors import PostError

AT_ONCE = 4
MOST_REDIRECTS = 5

SECONDS_PER_STEP = 10.0
SECONDS_IN_ALL = 30.0
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ANY_FEED = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_TRY_LATER = "look at it in a browser; if it is gone for good, take it out of `posts.feeds`"


def ask_all(feeds: Sequence[Feed], memory: Path | None) -> list[Said | PostError]:
    """Return what each of *feeds* says, or the error that tells why it doesn't; remembers it in the folder *memory*.

    It runs its own event loop: call it from a thread that runs none.
    """
    return asyncio.run(_ask_all(feeds, memory))


async def _ask_all(feeds: Sequence[Feed], memory: Path | None) -> list[Said | PostError]:
    asking = _Asking(memory)
    return await asyncio.gather(*(asking.ask(feed) for feed in feeds))


@dataclass(slots=True)
class _Asking:
    """One round of questions: at most four at once, and one per host."""

    memory: Path | None
    hosts: dict[str, asyncio.Lock] = field(default_factory=dict)
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    certificates: ssl.SSLContext = field(default_factory=lambda: httpx2.create_ssl_context())

    async def ask(self, feed: Feed) -> Said | PostError:
        host = urlsplit(feed.address).hostname or ""
        async with self.hosts.setdefault(host, asyncio.Lock()), self.places:
            try:
                async with asyncio.timeout(SECONDS_IN_ALL):
                    return await self._follow(feed)
            except TimeoutError:
                return feed.broken(f"took longer than {SECONDS_IN_ALL:.0f} seconds", _TRY_LATER)
            except PostError as error:
                return error

    async def _follow(self, feed: Feed) -> Said:
        """Return what stands at the end of all redirects."""
        kept = recall(self.memory, feed)
        target, moved_to, is_permanent = _target(feed, feed.address), None, True
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._ask_once(feed, target, kept if kept and kept.url == _bare(target) else None)
            if isinstance(answer, Said):
                said = replace(answer, moved_to=moved_to)
                if said != kept:
                    remember(self.memory, feed, said)
                return said
            target, is_permanent = answer.target, is_permanent and answer.is_permanent
            moved_to = _bare(target) if is_permanent else moved_to
        raise feed.broken(f"leads on and on: more than {MOST_REDIRECTS} redirects", _TRY_LATER)

    async def _ask_once(self, feed: Feed, target: SplitResult, kept: Said | None) -> "Said | _Redirect":
        asked = {"User-Agent": _program(), "Accept": _ANY_FEED, "Accept-Encoding": "gzip"}
        if kept and kept.etag:
            asked["If-None-Match"] = kept.etag
        if kept and kept.last_modified:
            asked["If-Modified-Since"] = kept.last_modified
        # Connections are not kept: one opened for a name must not serve another name at the same address.
        once = httpx2.Limits(max_keepalive_connections=0)
        async with httpx2.AsyncClient(
            verify=self.certificates, trust_env=False, timeout=SECONDS_PER_STEP, limits=once
        ) as web:
            try:
                return await _converse(feed, _Question(target, asked, kept), web)
            except httpx2.TimeoutException as error:
                raise feed.broken(f"gave no answer for {SECONDS_PER_STEP:.0f} seconds", _TRY_LATER) from error
            except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
                raise feed.broken(f"can't be reached: {str(error) or type(error).__name__}", _TRY_LATER) from error


@dataclass(frozen=True, slots=True)
class _Redirect:
    """Somewhere else, where the answer is."""

    target: SplitResult
    is_permanent: bool


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of one host."""

    target: SplitResult
    asked: dict[str, str]
    kept: Said | None


def _target(feed: Feed, url: str) -> SplitResult:
    """Return *url* in parts, its host in ASCII; raises PostError where it leads to no page on the web."""
    try:
        written = urlsplit(url)
        login, at, host = written.netloc.rpartition("@")
        target = urlsplit(absolute_url(written._replace(netloc=host, fragment="").geturl(), "", schemes=WEB) or "")
        is_page = bool(target.hostname) and target.port != 0  # it is read here, and may be no number
    except ValueError:
        is_page = False
    if not is_page:
        raise feed.broken("leads to what is no page on the web", _TRY_LATER)
    return target._replace(netloc=f"{login}{at}{target.netloc}")


def _bare(target: SplitResult) -> str:
    """Return *target* as a URL without name and password: links in posts are made with it."""
    return target._replace(netloc=target.netloc.rpartition("@")[2]).geturl()


async def _converse(feed: Feed, question: _Question, web: httpx2.AsyncClient) -> Said | _Redirect:
    """Return the answer of the first of the host's addresses that answers.

    The connection goes to the very address that was looked at, so that no name can lead elsewhere in between.
    """
    target = question.target
    host, port = target.hostname or "", target.port or (443 if target.scheme == "https" else 80)
    refusal: httpx2.HTTPError | None = None
    for address in await _permitted_addresses(feed, host, port):
        bracketed = f"[{address}]" if ":" in address else address
        request = web.build_request(
            "GET",
            f"{target.scheme}://{bracketed}:{port}{target.path or '/'}{'?' + target.query if target.query else ''}",
            headers={"Host": target.netloc.rpartition("@")[2], **question.asked},
            extensions={"sni_hostname": host},
        )
        login = (unquote(target.username), unquote(target.password or "")) if target.username else None
        try:
            answer = await web.send(request, stream=True, auth=login)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            refusal = error
            continue
        try:
            return await _understand(feed, question, answer)
        finally:
            await answer.aclose()
    raise refusal or httpx2.ConnectError("its host has no address")


async def _permitted_addresses(feed: Feed, host: str, port: int) -> list[str]:
    try:
        addresses = await addresses_of(host, port)
    except (OSError, UnicodeError) as error:
        reason = "there is no such host" if isinstance(error, socket.gaierror) else str(error)
        raise feed.broken(f"{host} can't be found: {reason}", _TRY_LATER) from error
    permitted = [address for address in addresses if feed.allow_private or is_public(address)]
    if not permitted:
        raise feed.broken(
            f"{host} is {', '.join(addresses)}, which is inside a private network, not on the internet",
            "if that is as it should be, write `{url: …, allow_private: true}`",
        )
    return permitted


async def _understand(feed: Feed, question: _Question, answer: httpx2.Response) -> Said | _Redirect:
    code = answer.status_code
    if code == 304 and question.kept:
        return question.kept
    if code in _REDIRECTS and (location := answer.headers.get("location")):
        here = question.target
        to = _target(feed, absolute_url(location, _bare(here), schemes=WEB) or "")
        # Name and password are for the host they were written for, and never for all to read.
        is_as_safe = to.hostname == here.hostname and (to.scheme, here.scheme) != ("http", "https")
        login = "".join(here.netloc.rpartition("@")[:2]) if is_as_safe else ""
        return _Redirect(to._replace(netloc=login + to.netloc.rpartition("@")[2]), code in _PERMANENT)
    if code != 200:
        raise feed.broken(f"answers {code} {answer.reason_phrase}".rstrip(), _mend_of(code))
    return Said(
        url=_bare(question.target),
        content=await _read_content(feed, answer),
        content_type=answer.headers.get("content-type", ""),
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
    )


def _mend_of(code: int) -> str:
    if code in (401, 403, 407):
        return "see whether it needs a name and a password: https://${NAME}:${PASSWORD}@…"
    if code in (404, 410):
        return "look on the site for where it stands now, or take it out of `posts.feeds`"
    return "try again later" if code == 429 or code >= 500 else _TRY_LATER


async def _read_content(feed: Feed, answer: httpx2.Response) -> bytes:
    """Return what the feed says, unpacked by ourselves: a small answer may be packed so that it fills the memory."""
    packed_as = answer.headers.get("content-encoding", "identity").strip().lower()
    if packed_as not in ("", "identity", "gzip", "x-gzip"):
        raise feed.broken(f"is packed as {packed_as}, which was not asked for", _TRY_LATER)
    unpacker = zlib.decompressobj(47) if packed_as.endswith("gzip") else None
    content = bytearray()
    async for part in answer.aiter_raw():
        try:
            content += unpacker.decompress(part, LARGEST_BYTES + 1) if unpacker else part
        except zlib.error as error:
            raise feed.broken("is packed in a way that can't be unpacked", _TRY_LATER) from error
        if len(content) > LARGEST_BYTES or (unpacker and unpacker.unconsumed_tail):
            fault = f"is larger than {LARGEST_BYTES // 1_000_000} MB, too large for a feed"
            raise feed.broken(fault, "ask its author for one with fewer posts")
    return bytes(content)


def _program() -> str:
    try:
        return f"digest/{version('digest')}"
    except PackageNotFoundError:
        return "digest"
