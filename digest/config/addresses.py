"""Names of places on the net in config.yaml: addresses, mailboxes, URLs, hosts, languages."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from digest.config.values import Unfit, parse_text

_MAILBOX = re.compile(r"(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>")
_HOST = re.compile(r"(?=.{1,253}$)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")

# BCP 47: language with extended subtags, script, region, variants, extensions, private use.
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, and the name to show beside it; `name` is None where there is none."""

    name: str | None
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def parse_address(value: object) -> str:
    """Return *value* as an address that any relay takes: the domain in lower case and as A-labels."""
    text = parse_text(value)
    try:
        # `.test` is let through: newsletters are tried out there, and no relay will take it by mistake.
        found = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        reason = str(error).rstrip(".")
        raise Unfit(
            f"{{value}} is not an address: {reason[:1].lower()}{reason[1:]}", "write one like `post@ferry.example`"
        ) from None
    return found.ascii_email or found.normalized


def parse_mailbox(value: object) -> Mailbox:
    """Return *value*, like "The Weekly Ferry <post@ferry.example>" or an address alone, as a mailbox."""
    text = parse_text(value)
    match = _MAILBOX.fullmatch(text)
    if match is None:
        return Mailbox(None, parse_address(text))
    name = match["name"]
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return Mailbox(name.strip() or None, parse_address(match["address"]))


def parse_site_url(value: object) -> str:
    """Return *value* as the absolute URL of a site, with "/" at its end, so that a path can be put behind it."""
    url = _parse_url(value, "https://ferry.example/")
    return url if url.endswith("/") else f"{url}/"


def parse_unsubscribe_url(value: object) -> str:
    """Return *value* as the base of the public pages, without "/" at its end; only https will do (RFC 8058 §3.1)."""
    url = _parse_url(value, "https://news.ferry.example")
    if not url.lower().startswith("https:"):
        fault = "is not https: mail programs unsubscribe people with one click only over https (RFC 8058)"
        raise Unfit(fault, "serve the pages over https, or leave `url` out and write `mailto` alone")
    return url.rstrip("/")


def parse_feed(value: object) -> str:
    """Return *value* as the URL or the path of a feed."""
    text = parse_text(value)
    return _parse_url(text, "https://ferry.example/feed.xml", bare=False) if "://" in text else text


def parse_host(value: object) -> str:
    """Return *value* as a host's name or IP address, without port."""
    text = parse_text(value).strip("[]")
    if is_ip_address(text) or _HOST.fullmatch(text):
        return text
    mend = "write only the name, like `smtp.example.net`; the port has a key of its own, `port`"
    raise Unfit("{value} is not the name of a host", mend)


def is_loopback(host: str) -> bool:
    """Return whether *host* is this very machine."""
    if is_ip_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host.lower().rstrip(".") == "localhost"


def is_ip_address(host: str) -> bool:
    """Return whether *host* is an IP address rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def parse_language(value: object) -> str:
    """Return *value* as a BCP 47 language tag in its usual case: "en", "pt-BR", "zh-Hant"."""
    text = parse_text(value)
    match = _LANGUAGE.fullmatch(text.lower())
    if match is None:
        hyphened = text.replace("_", "-")
        is_near = _LANGUAGE.fullmatch(hyphened.lower())
        mend = f"did you mean `{hyphened}`?" if is_near else "write a BCP 47 tag like `en`, `pt-BR` or `zh-Hant`"
        raise Unfit("{value} is not the tag of a language", mend)
    parts = (
        match["language"],
        match["script"] and match["script"].title(),
        match["region"] and match["region"].upper(),
    )
    return "-".join(part for part in parts if part) + match["rest"]


def _parse_url(value: object, example: str, *, bare: bool = True) -> str:
    text = parse_text(value)
    mend = f"write it whole, like {example}"
    try:
        parts = urlsplit(text)
        _ = parts.port  # checks it
    except ValueError:
        raise Unfit("{value} is not a URL", mend) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r'[\s<>"\\^`{|}]', text):
        raise Unfit("{value} is not an http or https URL", mend)
    if bare and (parts.query or parts.fragment or "?" in text or "#" in text or "@" in parts.netloc):
        raise Unfit("{value} has more than host and path", f"leave out `?`, `#`, and any name or password: {example}")
    return text
