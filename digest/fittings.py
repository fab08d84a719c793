"""What config.yaml has each room do, as the plain values that the room takes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from digest.audience.keys import read_key
from digest.audience.subscriber import Subscriber
from digest.audience.subscriber_file import read_subscribers
from digest.audience.subscribers import Line, parse_subscribers
from digest.audience.tokens import unsubscribe_token
from digest.collect.feeds.feed import Feed, shown_url
from digest.collect.reading import Reading
from digest.config import settings
from digest.config.settings import Config
from digest.config.subscriber_lines import SubscriberFile
from digest.deliver.outbox import Outbox
from digest.deliver.pace import Limit
from digest.deliver.relay import Relay
from digest.errors import Place, Problem
from digest.issue.assemble import Showing
from digest.issue.schedule import Schedule, parse_schedule
from digest.issue.sections import TagSection
from digest.issue.selection import Rules
from digest.message.compose import Envelope, Personal
from digest.message.identity import list_id, message_id
from digest.message.unsubscribe import unsubscribe_mailto
from digest.render.masthead import Masthead

# Signs what nobody is sent: the links of `digest build` and `digest test` work once the first issue has made a key.
_KEY_FOR_SHOW = b"for show: no issue has been sent yet"


def reading_of(config: Config) -> Reading:
    """Return how posts are read."""
    return Reading(
        shown_as=shown_path(config, config.posts.folder),
        zone=config.newsletter.timezone,
        site_url=config.newsletter.url,
        permalink=config.posts.permalink,
        language=config.newsletter.language,
    )


def feeds_of(config: Config) -> tuple[Feed, ...]:
    """Return the feeds to read."""
    return tuple(_feed_of(config, feed) for feed in config.posts.feeds)


def has_folder(config: Config) -> bool:
    """Return whether there has to be a folder of posts; who has feeds and names no folder may do without."""
    is_needed = "folder" in config.posts.model_fields_set or not config.posts.feeds
    return is_needed or config.posts.folder.exists()


def schedule_of(config: Config) -> Schedule:
    """Return when issues are due."""
    schedule = config.schedule
    return parse_schedule(
        schedule.every, schedule.on, at=schedule.at, zone=config.newsletter.timezone, late=schedule.late
    )


def rules_of(config: Config) -> Rules:
    """Return how posts are chosen."""
    posts = config.posts
    return Rules(order=posts.order, minimum=posts.minimum, maximum=posts.maximum, zone=config.newsletter.timezone)


def showing_of(config: Config) -> Showing:
    """Return how an issue shows its posts."""
    newsletter = config.newsletter
    return Showing(
        words=config.excerpt.words,
        zone=newsletter.timezone,
        language=newsletter.language,
        sections=tuple(TagSection(section.title, section.tags) for section in config.posts.sections),
    )


def masthead_of(config: Config) -> Masthead:
    """Return what templates know about the newsletter."""
    newsletter = config.newsletter
    return Masthead(
        name=newsletter.name,
        url=newsletter.url,
        from_name=newsletter.from_.name or newsletter.name,
        from_address=newsletter.from_.address,
        language=newsletter.language,
        address=newsletter.address,
        reply_to=newsletter.reply_to.address if newsletter.reply_to else None,
        unsubscribe_mailto=leave_address(config),
        has_unsubscribe_url=True,  # a mailto: URL where there are no public pages
        zone=newsletter.timezone,
    )


def envelope_of(config: Config, date: datetime, *, subject_prefix: str = "") -> Envelope:
    """Return what every message's header says; *date* is the issue's."""
    newsletter = config.newsletter
    return Envelope(
        from_name=newsletter.from_.name or newsletter.name,
        from_address=newsletter.from_.address,
        list_name=newsletter.name,
        list_id=list_id(newsletter.from_.address),
        date=date.astimezone(newsletter.timezone),
        reply_to=newsletter.reply_to.address if newsletter.reply_to else None,
        language=newsletter.language,
        subject_prefix=subject_prefix,
    )


def leave_address(config: Config) -> str:
    """Return the address that reads who wants to leave: `unsubscribe.mailto`, else where answers go."""
    newsletter = config.newsletter
    return config.unsubscribe.mailto or (newsletter.reply_to or newsletter.from_).address


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What makes a message personal: the key, and what it is used for."""

    key: bytes
    from_address: str
    leave_address: str
    leave_url: str | None

    def personal(self, address: str, name: str | None, *, issue: str) -> Personal:
        """Return what the message of *issue* says about one person; the same at every offer."""
        token = unsubscribe_token(self.key, address, self.from_address)
        return Personal(
            address=address,
            name=name,
            message_id=message_id(self.key, issue, address, self.from_address.rpartition("@")[2]),
            unsubscribe_url=f"{self.leave_url}/u/{token}" if self.leave_url else None,
            unsubscribe_mailto=unsubscribe_mailto(self.leave_address, token),
        )


def signing_of(config: Config, key: bytes | None = None) -> Signing:
    """Return how links and Message-IDs are signed: with *key*, else with the newsletter's own if there is one yet."""
    url = config.unsubscribe.url
    return Signing(
        key=key or configured_key(config) or read_key(key_path(config)) or _KEY_FOR_SHOW,
        from_address=config.newsletter.from_.address,
        leave_address=leave_address(config),
        leave_url=url.rstrip("/") if url else None,
    )


def stand_in(config: Config, people: Collection[Subscriber]) -> Personal:
    """Return nobody in particular, for show: the newsletter's own address, and "Reader" where everybody has a name."""
    name = "Reader" if people and all(person.name for person in people) else None
    return signing_of(config).personal(config.newsletter.from_.address, name, issue="preview")


def subscribers_of(config: Config) -> tuple[Subscriber, ...]:
    """Return the people on the list; raises ConfigError with every problem in it."""
    listed = config.subscribers
    if isinstance(listed, SubscriberFile):
        return read_subscribers(listed.path, shown_path(config, listed.path))
    return parse_subscribers(
        Line(address=line.address, name=line.name, tags=line.tags, language=line.language, place=line.place)
        for line in listed
    )


def has_state(config: Config) -> bool:
    """Return whether there may be something to remember: a database that was made by an earlier run."""
    return not isinstance(config.database, Path) or config.database.exists()


def configured_key(config: Config) -> bytes | None:
    """Return `unsubscribe.key`, None where it is left out."""
    secret = config.unsubscribe.key
    return secret.get_secret_value().encode() if secret else None


def key_path(config: Config) -> Path:
    """Return where the key is that the first sending made: beside the database."""
    return Path(str(config.database)).with_suffix(".key")


def relay_of(config: Config, folder_name: str) -> Relay:
    """Return the relay that config.yaml names; without one, the folder *folder_name* in outbox/ beside it."""
    smtp = config.smtp
    if smtp is None:
        return Outbox(config.folder / "outbox" / folder_name, name=f"outbox/{folder_name}")
    # aiosmtplib comes in for sending only: `digest build` uses this module, too.
    from digest.deliver.door import RelaySettings, Timeouts
    from digest.deliver.smtp import SmtpRelay

    seconds = smtp.timeout
    timeouts = Timeouts(connect=seconds, command=seconds, data=seconds, block=seconds, dot=seconds) if seconds else None
    return SmtpRelay(
        RelaySettings(
            host=smtp.host,
            port=smtp.port,
            security=smtp.security,
            allow_plaintext=smtp.allow_plaintext,
            username=smtp.username,
            password=smtp.password.get_secret_value() if smtp.password else None,
            connections=smtp.connections,
            messages_per_connection=smtp.messages_per_connection,
            ehlo_name=smtp.ehlo_name or config.newsletter.from_.address.rpartition("@")[2],
            timeouts=timeouts or Timeouts(),
            place=Place(str(config.path)),
        )
    )


def limits_of(config: Config) -> tuple[Limit, ...]:
    """Return how fast the relay may be offered messages."""
    rates = config.smtp.rate if config.smtp else ()
    return tuple(Limit(rate.count, timedelta(seconds=rate.seconds)) for rate in rates)


def not_acted_on(config: Config) -> tuple[Problem, ...]:
    """Return the keys of config.yaml that are set and that this release does nothing about: nobody may rely on them."""
    unheeded = {
        "email.utm": (config.email.utm, "links stay as they are"),
    }
    return tuple(
        Problem(Place(str(config.path)), f"{key}: this release does nothing about it yet: {effect}", "leave it out")
        for key, (value, effect) in unheeded.items()
        if value
    )


def _feed_of(config: Config, feed: settings.Feed) -> Feed:
    is_file = "://" not in feed.url
    path = config.folder / feed.url
    return Feed(
        address=str(path) if is_file else feed.url,
        shown_as=shown_path(config, path) if is_file else shown_url(feed.url),
        place=Place(str(config.path)),
        source=feed.source,
        tags=feed.tags,
        language=feed.language,
        allow_private=feed.allow_private,
    )


def shown_path(config: Config, path: Path) -> str:
    """Return *path* as a person would type it: relative to config.yaml's folder where it lies below it."""
    return str(path.relative_to(config.folder)) if path.is_relative_to(config.folder) else str(path)
