"""Issues as assemble/ would hand them on, with every kind of post that a design has to stand."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from digest.collect.post import Image, Role, Source
from digest.issue.direction import Direction
from digest.issue.issue import Issue, IssuePost, Section
from digest.issue.period import Period
from digest.render.masthead import Masthead

LONDON = ZoneInfo("Europe/London")
PERIOD = Period(datetime(2026, 11, 13, 8, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC))
SUBJECT = "{{ newsletter.name }}: {{ issue.posts[0].title }}"

_SITE = "https://ferry.example/2026/11"


def sample_masthead(**changes: Any) -> Masthead:  # noqa: ANN401 — any field
    """Return the sample newsletter's masthead, with *changes*."""
    masthead = Masthead(
        name="The Weekly Ferry",
        url="https://ferry.example/",
        language="en-GB",
        address="1 Quay Street, Bristol",
        from_name="The Weekly Ferry",
        from_address="post@ferry.example",
        reply_to="editor@ferry.example",
        unsubscribe_mailto="leave@ferry.example",
        has_unsubscribe_url=True,
        zone=LONDON,
    )
    return replace(masthead, **changes)


def sample_post(slug: str = "fog", **changes: Any) -> IssuePost:  # noqa: ANN401 — any field
    """Return a short post of our own, shortened, with *changes*."""
    post = IssuePost(
        id=slug,
        path=f"posts/{slug}.md",
        title="Fog on the river",
        url=f"{_SITE}/{slug}/",
        permalink=f"{_SITE}/{slug}/",
        date=datetime(2026, 11, 18, 7, 30, tzinfo=LONDON),
        authors=("Ada Marsh",),
        tags=("weather",),
        language=None,
        written_in="en-GB",
        direction=Direction.LTR,
        image=None,
        role=Role.NORMAL,
        html="<p>The <em>early</em> boat waited.</p>",
        is_shortened=True,
        continue_url=f"{_SITE}/{slug}/",
        source=None,
        via=None,
        is_link=False,
        reading_minutes=None,
    )
    return replace(post, **changes)


def link_post(**changes: Any) -> IssuePost:  # noqa: ANN401 — any field
    """Return a link post that quotes a paper and names no author."""
    url = "https://harbour-courier.example/2026/ferries-return"
    post = sample_post(
        "ferries-return",
        title="Night ferries return to the strait",
        url=url,
        continue_url=url,
        authors=(),
        html="<blockquote><p>“We waited nine years,” said the harbour master, Khalīl al-Baḥrī (<em>rubbān</em>, "
        "“pilot”) — and then he blew the horn himself.</p></blockquote>",
        source=Source(name="The Harbour Courier", url="https://harbour-courier.example/"),
        is_link=True,
    )
    return replace(post, **changes)


def rtl_post(**changes: Any) -> IssuePost:  # noqa: ANN401 — any field
    """Return a post in Arabic, for a newsletter in another language."""
    post = sample_post(
        "mina",
        title="الميناء في الصباح",
        language="ar",
        written_in="ar",
        direction=Direction.RTL,
        authors=("ليلى بحري",),
        html="<p>وصلت العبّارة الأولى قبل الفجر، وكان الضباب كثيفًا حتى "
        'اختفى <a href="https://ferry.example/lighthouse/">الفنار</a> كلّه.</p>'
        "<blockquote><p>«لا نبحر إلا حين نرى الشاطئ.»</p></blockquote><ul><li>السابعة صباحًا</li><li>الظهيرة</li></ul>",
    )
    return replace(post, **changes)


def full_post(**changes: Any) -> IssuePost:  # noqa: ANN401 — any field
    """Return a whole post, with headings, lists, a table, code, a footnote, a picture and a quotation in it."""
    post = sample_post(
        "timetable",
        title="Reading the winter timetable",
        role=Role.FULL,
        html=_FULL_HTML,
        is_shortened=False,
        continue_url=None,
    )
    return replace(post, **changes)


def sample_issue(**changes: Any) -> Issue:  # noqa: ANN401 — any field
    """Return an issue with an intro and one post of each kind, with *changes*; `posts` stand in one section."""
    lead = sample_post(
        "crossing",
        title="What a slow crossing is good for",
        role=Role.LEAD,
        reading_minutes=4,
        date=datetime(2026, 11, 19, 18, tzinfo=LONDON),
        image=Image(
            url="https://ferry.example/pictures/crossing.jpg", alt="A white ferry in low sun, seen from the quay"
        ),
        html="<p>Forty minutes is too long to stand and too short to sleep, and so people talk. This week I rode "
        'the <a href="https://ferry.example/route/3/">number three</a> back and forth for a day, to find out what '
        "they talk <em>about</em>.</p><p>Mostly, it turns out, about lunch — and about the bridge that was "
        "promised in 1971.</p>",
    )
    note = sample_post("bell", title="The bell is back", role=Role.TITLE, html="", is_shortened=True)
    intro = sample_post(
        "hello",
        title="Hello",
        role=Role.INTRO,
        html="<p>Good morning! The first frost is on the railings, the kettle is on in the wheelhouse, and there are "
        "six things to read.</p>",
        is_shortened=False,
        continue_url=None,
    )
    named = link_post(
        title="Who still builds wooden boats?",
        source=Source(name="Slipway Review", url="https://slipway.example/", author="Noor Haddad"),
        via=Source(name="Tide Lines", url="https://tidelines.example/"),
        html="<p>Eleven yards are left on this coast, and three of them have apprentices.</p>",
        url="https://slipway.example/wood",
        continue_url="https://slipway.example/wood",
    )
    posts = changes.pop("posts", (lead, link_post(), full_post(), named, rtl_post(), note))
    sections = (Section(None, posts),)
    return replace(Issue(number=12, period=PERIOD, sections=sections, intro=intro, left_over=4), **changes)


_FULL_HTML = """\
<p>The winter timetable starts on Monday. It looks like the summer one, but it is not.<sup><a href="#fn-timetable-1" \
id="fnref-timetable-1">[1]</a></sup></p>
<h2>Three things have changed</h2>
<ol><li>The last boat leaves at <strong>nine</strong>.</li><li>Bicycles go free.</li><li>Dogs do not:<ul>\
<li>small ones pay a coin,</li><li>large ones two.</li></ul></li></ol>
<table><thead><tr><th>Boat</th><th>Leaves</th><th style="text-align:right">Seats</th></tr></thead>
<tbody><tr><td>Kittiwake</td><td>07:10</td><td style="text-align:right">120</td></tr>
<tr><td>Storm Petrel</td><td>09:40</td><td style="text-align:right">85</td></tr></tbody></table>
<p><img src="https://ferry.example/pictures/quay.jpg" alt="The quay at dusk"></p>
<h3>For those who read machines</h3>
<p>The feed has a new field, <code>pier</code>:</p>
<pre><code>{
  "boat": "Kittiwake",
  "leaves": "07:10",
  "pier": 2
}
</code></pre>
<blockquote><p>A timetable is a promise with numbers in it.</p></blockquote>
<dl><dt>Slack water</dt><dd>The quarter of an hour in which the tide makes up its mind.</dd></dl>
<hr class="footnotes-sep">
<ol class="footnotes-list"><li id="fn-timetable-1" class="footnote-item"><p>Sundays excepted; see <a \
href="https://ferry.example/sundays/">the Sunday page</a>.</p></li></ol>
"""
