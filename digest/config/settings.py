"""Every key of config.yaml: its kind, what it is when left out, and what it means."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    PrivateAttr,
    SecretStr,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from digest.config import kinds
from digest.config.addresses import is_loopback, parse_feed
from digest.config.kinds import setting
from digest.config.values import Unfit, parse_day_of_month, parse_text, parse_weekday
from digest.config.words import Every, Security

_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class Section(BaseModel):
    """Keys that belong together; any other key is refused."""

    # Inputs stay out of pydantic's own errors: a traceback must not show a password.
    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_default=True, arbitrary_types_allowed=True, hide_input_in_errors=True
    )


class Newsletter(Section):
    """The newsletter itself: its name, address, look."""

    name: kinds.Text = setting("What readers know it by.", example="The Weekly Ferry")
    url: kinds.SiteUrl = setting(
        "Your site. Relative links and images in posts resolve against it.", example="https://ferry.example/"
    )
    from_: kinds.Sender = setting(
        "Whom messages come from.", alias="from", example="The Weekly Ferry <post@ferry.example>"
    )
    reply_to: kinds.Sender | None = setting("Where answers go, if not to `from`.", None, example="editor@ferry.example")
    language: kinds.Language = setting("BCP 47 tag: words, dates and the direction of the text.", "en", example="pt-BR")
    timezone: kinds.Zone = setting(
        "Where its clock hangs: due times and dates of posts.", "UTC", example="Europe/London"
    )
    address: kinds.Lines | None = setting(
        "Postal address, printed in every footer.", None, example="1 Quay Street, Bristol"
    )


def _parse_on(value: object, info: ValidationInfo) -> str | None:
    if value is None:
        return {Every.DAY: None, Every.MONTH: "1"}.get(info.data.get("every", Every.WEEK), "friday")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    text = " ".join(parse_text(str(value) if is_number else value).lower().split())
    match info.data.get("every"):
        case Every.DAY:
            raise Unfit("{value} means nothing where an issue is due every day", "leave `on` out")
        case Every.WEEK | Every.TWO_WEEKS:
            return parse_weekday(text)
        case Every.MONTH:
            return parse_day_of_month(text)
    return text  # `every` itself has a fault, which is told


class Schedule(Section):
    """When issues are due."""

    every: kinds.EveryWord = setting("`day`, `week`, `2 weeks` or `month`.", "week")
    on: Annotated[
        str | None,
        PlainValidator(_parse_on),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 1, "maximum": 31}]}),
    ] = setting(
        "A weekday; for months 1 to 31, `last`, or a last weekday. Left out: `friday`, and the 1st for months.",
        None,
        example="last friday",
    )
    at: kinds.Clock = setting("Time of day, in the newsletter's time zone.", "08:00", example="17:30")
    late: kinds.Duration = setting("A missed start is still sent within this time; after it, only when asked.", "12h")


class TagSection(Section):
    """A heading of the issue, and the posts that stand under it."""

    title: kinds.Text = setting("The heading.", example="News")
    tags: tuple[kinds.Text, ...] = setting("Posts with one of these tags stand here.", example=["news"])


class Feed(Section):
    """A feed, and what its posts get besides."""

    url: kinds.Feed = setting("RSS, Atom or JSON Feed: a URL, or a file.", example="https://ferry.example/feed.xml")
    source: kinds.Text | None = setting(
        "Whom its posts quote. Left out: nobody if it is your own site's, else the feed's title.",
        None,
        example="The Harbour Gazette",
    )
    tags: tuple[kinds.Text, ...] = setting("Tags that each of its posts gets besides its own.", [], example=["news"])
    language: kinds.Language | None = setting("BCP 47 tag. Left out: what the feed says.", None, example="ar")
    allow_private: kinds.Switch = setting(
        "Let it stand in a private network, or on this machine.",
        False,  # noqa: FBT003 - a default, as every other key has one
    )


def _as_keys(value: object) -> object:
    return value if isinstance(value, (dict, Feed)) else {"url": parse_feed(value)}


class Posts(Section):
    """Where posts come from, and how many an issue takes."""

    folder: kinds.ConfigPath = setting("Folder of Markdown and HTML files, beside config.yaml.", "posts")
    feeds: tuple[Annotated[Feed, BeforeValidator(_as_keys, json_schema_input_type=str | Feed)], ...] = setting(
        "RSS, Atom or JSON feeds: URLs or files, or keys with values.",
        [],
        example=["https://ferry.example/feed.xml"],
        repr=False,
    )
    permalink: kinds.Permalink = setting(
        "A post's URL on your site, from {url}, {year}, {month}, {day} and {slug}.", "{url}{year}/{month}/{slug}/"
    )
    order: kinds.OrderWord = setting("Which posts come first: `newest` or `oldest`.", "newest")
    minimum: kinds.Whole = setting("With fewer posts than this there is no issue; they wait for the next.", 1)
    maximum: kinds.Whole = setting("An issue takes no more posts than this.", 30)
    sections: tuple[TagSection, ...] = setting(
        "Headings by tag, in order.", [], example=[{"title": "News", "tags": ["news"]}]
    )

    @field_validator("maximum")
    @classmethod
    def _holds_the_minimum(cls, maximum: int, info: ValidationInfo) -> int:
        if maximum < info.data.get("minimum", 0):
            raise Unfit(
                "{value} is less than `minimum`, so there would never be an issue", "raise it, or lower `minimum`"
            )
        return maximum


class Excerpt(Section):
    """How much of a post an issue shows."""

    words: kinds.Whole = setting("Words of a post's beginning, counted as its language counts them.", 60)


class Utm(Section):
    """What is added to links for your visitor statistics; never over what a link already has."""

    source: kinds.Text = setting("`utm_source`.", example="digest")
    medium: kinds.Text = setting("`utm_medium`.", "email")


class Email(Section):
    """What the issue looks like in an inbox."""

    subject: kinds.Text = setting("A template.", "{{ newsletter.name }}: {{ issue.posts[0].title }}")
    preheader: kinds.Text | None = setting(
        "A template for the line that inboxes show after the subject. Left out: the issue's own.",
        None,
        example="{{ issue.posts | length }} posts from the quay",
    )
    template: kinds.TemplateName = setting("Name of templates/NAME.html.j2 and NAME.txt.j2.", "issue")
    fit: kinds.Size = setting("Shorten excerpts rather than be clipped at this size; `off` to never.", "100kB")
    utm: Utm | None = setting(
        "Left out: links stay as they are.", None, example={"source": "digest", "medium": "email"}
    )


class Smtp(Section):
    """The relay. Without this section, messages are written to outbox/ instead of being sent."""

    host: kinds.Host = setting("The relay's name.", example="smtp.example.net")
    allow_plaintext: kinds.Switch = setting(
        "Let `security: none` send to another machine, for all to read.",
        False,  # noqa: FBT003 - a default, as every other key has one
    )
    security: kinds.SecurityWord = setting("`starttls`, `tls`, or `none` (to this machine only).", "starttls")
    port: kinds.Port = setting("Left out: 587 for starttls, 465 for tls, 25 for none.", None, example=587)
    password: kinds.Secret | None = setting(
        "Best as ${NAME}, from the environment or .env.", None, example="${SMTP_PASSWORD}"
    )
    username: kinds.Text | None = setting("Left out: nobody logs in.", None, example="ferry")
    connections: kinds.Whole = setting("How many connections at once.", 10)
    messages_per_connection: kinds.Whole = setting("A connection is renewed after so many messages.", 100)
    rate: kinds.Rates = setting(
        "At most so many messages a second, minute, hour or day; one or a list.", [], example="14/second"
    )
    retry_for: kinds.Duration = setting("How long a message that the relay defers is tried again.", "2d")
    envelope_sender: kinds.Address | None = setting(
        "Where bounces go. Left out: the address in `newsletter.from`.", None, example="bounces@ferry.example"
    )
    ehlo_name: kinds.Host | None = setting(
        "The name this machine greets the relay with.", None, example="mail.ferry.example"
    )
    timeout: kinds.Whole | None = setting(
        "Seconds to wait for an answer. Left out: as long as RFC 5321 asks.", None, example=60
    )

    @field_validator("security")
    @classmethod
    def _keeps_the_line_secret(cls, security: Security, info: ValidationInfo) -> Security:
        host, allowed = info.data.get("host"), info.data.get("allow_plaintext", True)
        if security is Security.NONE and host is not None and not allowed and not is_loopback(host):
            mend = "write `starttls` or `tls`; if you accept that, `allow_plaintext: true`"
            raise Unfit("{value} would let anyone on the way read password and messages", mend)
        return security

    @field_validator("port", mode="before")
    @classmethod
    def _follows_security(cls, port: object, info: ValidationInfo) -> object:
        return _PORTS[info.data.get("security", Security.STARTTLS)] if port is None else port

    @field_validator("username")
    @classmethod
    def _comes_with_a_password(cls, username: str | None, info: ValidationInfo) -> str | None:
        password = info.data.get("password", ...)
        if username and password is None:
            raise Unfit("has no `password` beside it", "add `password: ${SMTP_PASSWORD}`, or leave both out")
        if username is None and isinstance(password, SecretStr):
            raise Unfit("is missing, though there is a `password`", "add `username`, or leave both out")
        return username


class Unsubscribe(Section):
    """How readers leave. With neither `url` nor `mailto`, messages can't offer it with one click."""

    url: kinds.UnsubscribeUrl | None = setting(
        "Where `digest serve` is reached; https only.", None, example="https://news.ferry.example"
    )
    mailto: kinds.Address | None = setting(
        "An address; works with no server at all.", None, example="leave@ferry.example"
    )
    key: kinds.TokenKey | None = setting(
        "What signs the links, where several machines share it. Left out: one is made beside the database.",
        None,
        example="${UNSUBSCRIBE_KEY}",
    )


class Config(Section):
    """The whole of config.yaml."""

    newsletter: Newsletter = setting("The newsletter itself: its name, address, look.")
    schedule: Schedule = setting("When issues are due.", {})
    posts: Posts = setting("Where posts come from, and how many an issue takes.", {})
    excerpt: Excerpt = setting("How much of a post an issue shows.", {})
    email: Email = setting("What the issue looks like in an inbox.", {})
    smtp: Smtp | None = setting("The relay. Left out: messages are written to outbox/ instead of being sent.", None)
    unsubscribe: Unsubscribe = setting("How readers leave.", {})
    state: kinds.State = setting(
        "Where the ledger is kept: a file, or a postgresql:// URL when several machines send.", "state/digest.db"
    )
    subscribers: kinds.Subscribers = setting(
        "Who gets it: addresses, or keys with values; or one `file`.", [], repr=False
    )

    _path: Path = PrivateAttr(default=Path("config.yaml"))

    def model_post_init(self, context: Any, /) -> None:  # noqa: ANN401 - pydantic's signature
        """Remember which file this was read from."""
        self._path = (context or {}).get("path", self._path)

    @property
    def path(self) -> Path:
        """Return the path of config.yaml, as it was given."""
        return self._path

    @property
    def folder(self) -> Path:
        """Return the folder of config.yaml: relative paths in it begin here."""
        return self._path.parent

    @property
    def database(self) -> Path | str:
        """Return what `state` names, ready to be opened: a file's path, or a URL that may hold a password."""
        return self.state.get_secret_value() if isinstance(self.state, SecretStr) else self.state

    @property
    def envelope_sender(self) -> str:
        """Return where bounces go: to `smtp.envelope_sender`, else to the address that messages come from."""
        chosen = self.smtp.envelope_sender if self.smtp else None
        return chosen or self.newsletter.from_.address
