from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from digest.config.addresses import Mailbox
from digest.config.settings import Feed, Utm
from digest.config.values import Rate
from digest.config.words import Every, Order, Security
from tests.config.reading import RIGHT, config_from, problems_from


def test_a_short_config_has_sensible_values_for_all_else(tmp_path: Path) -> None:
    config = config_from(tmp_path, RIGHT)

    assert config.newsletter.from_ == Mailbox("The Weekly Ferry", "post@ferry.example")
    assert config.newsletter.reply_to is None
    assert config.newsletter.language == "en"
    assert config.newsletter.timezone == ZoneInfo("UTC")
    assert config.newsletter.address is None
    assert config.schedule.every is Every.WEEK
    assert config.schedule.on == "friday"
    assert config.schedule.at == time(8)
    assert config.schedule.late == timedelta(hours=12)
    assert config.posts.folder == tmp_path / "posts"
    assert config.posts.permalink == "{url}{year}/{month}/{slug}/"
    assert (config.posts.order, config.posts.minimum, config.posts.maximum) == (Order.NEWEST, 1, 30)
    assert (config.posts.feeds, config.posts.sections) == ((), ())
    assert config.excerpt.words == 60
    assert config.email.subject == "{{ newsletter.name }}: {{ issue.posts[0].title }}"
    assert (config.email.preheader, config.email.template, config.email.utm) == (None, "issue", None)
    assert config.email.fit == 100_000
    assert config.smtp is None
    assert (config.unsubscribe.url, config.unsubscribe.mailto, config.unsubscribe.key) == (None, None, None)
    assert config.database == tmp_path / "state" / "digest.db"
    assert config.subscribers == ()
    assert config.envelope_sender == "post@ferry.example"


def test_every_key_of_the_design_is_read(tmp_path: Path) -> None:
    text = """\
newsletter:
  name: The Weekly Ferry
  url: https://ferry.example/
  from: The Weekly Ferry <post@ferry.example>
  reply_to: editor@ferry.example
  language: en-GB
  timezone: Europe/London
  address: |
    1 Quay Street
    Bristol
schedule: {every: month, on: last friday, at: 17:30, late: 6h}
posts:
  folder: ../posts
  feeds: [https://ferry.example/feed.xml]
  permalink: "{url}{slug}/"
  order: oldest
  minimum: 2
  maximum: 12
  sections: [{title: News, tags: [news, quay]}]
excerpt: {words: 40}
email:
  subject: "{{ newsletter.name }}"
  preheader: "{{ issue.posts | length }} posts"
  template: plain
  fit: off
  utm: {source: digest, medium: email}
smtp:
  host: smtp.example.net
  port: 2525
  security: starttls
  username: ferry
  password: ${SMTP_PASSWORD}
  connections: 4
  messages_per_connection: 25
  rate: [14/second, 50000/day]
  retry_for: 1d
  envelope_sender: bounces@ferry.example
  ehlo_name: mail.ferry.example
  timeout: 60
unsubscribe: {url: https://news.ferry.example/, mailto: leave@ferry.example, key: 0123456789abcdef-key}
state: postgresql://ferry@db.example/digest
subscribers:
  - ada@example.org
"""

    config = config_from(tmp_path, text, {"SMTP_PASSWORD": "hunter2"})

    assert config.newsletter.address == "1 Quay Street\nBristol"
    assert (config.schedule.every, config.schedule.on) == (Every.MONTH, "last friday")
    assert config.schedule.at == time(17, 30)
    assert config.posts.folder == tmp_path / "../posts"
    assert config.posts.feeds == (Feed(url="https://ferry.example/feed.xml"),)
    assert config.posts.sections[0].tags == ("news", "quay")
    assert config.email.fit is None
    assert config.email.utm == Utm(source="digest", medium="email")
    assert config.smtp is not None
    assert config.smtp.port == 2525
    assert config.smtp.password == SecretStr("hunter2")
    assert config.smtp.rate == (Rate(14, 1), Rate(50_000, 86_400))
    assert config.smtp.retry_for == timedelta(days=1)
    assert (config.smtp.ehlo_name, config.smtp.timeout) == ("mail.ferry.example", 60)
    assert config.envelope_sender == "bounces@ferry.example"
    assert config.unsubscribe.url == "https://news.ferry.example"
    assert config.database == "postgresql://ferry@db.example/digest"


def test_a_config_knows_its_file_and_folder(tmp_path: Path) -> None:
    config = config_from(tmp_path, RIGHT)

    assert config.path == tmp_path / "config.yaml"
    assert config.folder == tmp_path


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    config = config_from(tmp_path, f"{RIGHT}posts: {{folder: /srv/posts}}\nstate: /var/ferry.db\n")

    assert config.posts.folder == Path("/srv/posts")
    assert config.database == Path("/var/ferry.db")


@pytest.mark.parametrize(
    ("schedule", "on"),
    [
        ("{every: week}", "friday"),
        ("{every: 2 weeks}", "friday"),
        ("{every: day}", None),
        ("{every: month}", "1"),
        ("{every: month, on: 15}", "15"),
        ("{every: month, on: Last  Friday}", "last friday"),
        ("{on: Monday}", "monday"),
    ],
)
def test_the_day_follows_how_often(tmp_path: Path, schedule: str, on: str | None) -> None:
    config = config_from(tmp_path, f"{RIGHT}schedule: {schedule}\n")

    assert config.schedule.on == on


@pytest.mark.parametrize(
    ("schedule", "fault"),
    [
        ("{every: week, on: 15}", "5:29: schedule.on: `15` is not a day of the week"),
        ("{every: month, on: friday}", '5:30: schedule.on: "friday" is not a day of the month'),
        ("{every: day, on: friday}", '5:28: schedule.on: "friday" means nothing where an issue is due every day'),
        ("{on: true}", "5:16: schedule.on: `true` is true or false to YAML, not text"),
    ],
)
def test_a_day_that_does_not_fit_is_a_problem(tmp_path: Path, schedule: str, fault: str) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}schedule: {schedule}\n")

    assert problem.startswith(f"config.yaml:{fault}")


def test_a_day_is_not_judged_where_how_often_is_not_known(tmp_path: Path) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}schedule: {{every: never, on: fryday}}\n")

    assert problem.startswith("config.yaml:5:19: schedule.every")


@pytest.mark.parametrize(
    ("security", "port"),
    [(Security.STARTTLS, 587), (Security.TLS, 465)],
)
def test_the_port_follows_security(tmp_path: Path, security: Security, port: int) -> None:
    config = config_from(tmp_path, f"{RIGHT}smtp: {{host: smtp.example.net, security: {security}}}\n")

    assert config.smtp is not None
    assert config.smtp.port == port


@pytest.mark.parametrize("smtp", ["{host: localhost, security: none}", "{host: '::1', security: none}"])
def test_plain_text_is_fine_to_this_machine(tmp_path: Path, smtp: str) -> None:
    config = config_from(tmp_path, f"{RIGHT}smtp: {smtp}\n")

    assert config.smtp is not None
    assert (config.smtp.security, config.smtp.port) == (Security.NONE, 25)


def test_plain_text_to_another_machine_must_be_allowed(tmp_path: Path) -> None:
    smtp = "smtp: {host: relay.example.net, security: none"

    allowed = config_from(tmp_path, f"{RIGHT}{smtp}, allow_plaintext: true}}\n")
    (problem,) = problems_from(tmp_path, f"{RIGHT}{smtp}}}\n")

    assert allowed.smtp is not None
    assert problem.startswith('config.yaml:5:43: smtp.security: "none" would let anyone on the way read')
    assert "allow_plaintext: true" in problem


@pytest.mark.parametrize(
    ("smtp", "fault"),
    [
        ("{host: a.example, username: ferry}", "5:35: smtp.username: has no `password` beside it"),
        ("{host: a.example, password: hunter2}", "5:1: smtp.username: is missing, though there is a `password`"),
        ("{host: a.example, password: 1234567}", "5:35: smtp.password: is a number"),
    ],
)
def test_username_and_password_come_together(tmp_path: Path, smtp: str, fault: str) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}smtp: {smtp}\n")

    assert problem.startswith(f"config.yaml:{fault}")


def test_a_maximum_below_the_minimum_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}posts: {{minimum: 5, maximum: 3}}\n")

    assert problem.startswith("config.yaml:5:30: posts.maximum: `3` is less than `minimum`")


@pytest.mark.parametrize("state", ["mysql://root:hunter2@db.example/x", "postgres://db.example/x"])
def test_another_database_is_a_problem(tmp_path: Path, state: str) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}state: {state}\n")

    assert problem.startswith("config.yaml:5:8: state: is neither a file nor a postgresql:// URL")
    assert "hunter2" not in problem


def test_a_short_key_for_tokens_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}unsubscribe: {{key: hunter2}}\n")

    assert problem.startswith("config.yaml:5:20: unsubscribe.key: is short enough to be guessed")
    assert "hunter2" not in problem


def test_a_config_shows_no_secret_and_nobody_on_the_list(tmp_path: Path) -> None:
    text = f"""{RIGHT}smtp: {{host: a.example, username: ferry, password: hunter2}}
unsubscribe: {{key: hunter2-hunter2-hunter2}}
state: postgresql://ferry:hunter2@db.example/x
posts: {{feeds: ["https://ada:hunter2@ferry.example/feed"]}}
subscribers: [ada@example.org]
"""

    config = config_from(tmp_path, text)

    for shown in (repr(config), str(config)):
        assert "hunter2" not in shown
        assert "ada@" not in shown


def test_a_feed_is_a_url_or_keys_with_values(tmp_path: Path) -> None:
    text = f"{RIGHT}posts: {{feeds: [feeds/own.xml, {{url: https://a.example/rss, tags: [news], language: AR}}]}}\n"

    config = config_from(tmp_path, text)

    assert config.posts.feeds == (
        Feed(url="feeds/own.xml"),
        Feed(url="https://a.example/rss", tags=("news",), language="ar"),
    )
    assert not any(feed.allow_private for feed in config.posts.feeds)


@pytest.mark.parametrize(
    ("feed", "problem"),
    [
        ("{source: The Gazette}", "config.yaml:5:17: posts.feeds.0.url: is missing"),
        ("{url: https://a.example/rss, sauce: x}", "config.yaml:5:46: posts.feeds.0.sauce: there is no such key"),
        ("{url: ftp://a.example/rss}", "config.yaml:5:23: posts.feeds.0.url: "),
        ("ftp://a.example/rss", "config.yaml:5:17: posts.feeds.0: "),
        ("[https://a.example/rss]", "config.yaml:5:17: posts.feeds.0: "),
        ('"${FEED}"', "config.yaml:5:17: posts.feeds.0: what ${FEED} gives is not an http or https URL"),
    ],
)
def test_what_is_wrong_with_a_feed_has_its_place(tmp_path: Path, feed: str, problem: str) -> None:
    (told,) = problems_from(tmp_path, f"{RIGHT}posts: {{feeds: [{feed}]}}\n", {"FEED": "gopher://hunter2"})

    assert told.startswith(problem)
    assert "hunter2" not in told


def test_a_config_cannot_be_changed(tmp_path: Path) -> None:
    config = config_from(tmp_path, RIGHT)

    with pytest.raises(ValueError, match="frozen"):
        setattr(config, "state", Path("elsewhere"))  # noqa: B010 - what mypy would not let anyone write
