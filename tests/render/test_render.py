"""An issue is rendered whole, and by the newsletter's own templates where there are any."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.collect.body import parse_body
from digest.collect.post import Post, Role, Source
from digest.collect.reading import Reading
from digest.errors import TemplateError
from digest.issue.assemble import Showing, assemble
from digest.issue.direction import Direction
from digest.issue.issue import IssuePost, Section
from digest.issue.selection import Selection
from tests.render.rendering import NAMED, render_with, renderer_for
from tests.support.issues import LONDON, PERIOD, link_post, sample_issue, sample_masthead, sample_post


def test_subject_is_one_line_of_plain_text() -> None:
    issue = sample_issue(posts=(sample_post(title="Fish & chips\n<at> sea"),))

    rendered = renderer_for(issue=issue, subject="{{ newsletter.name }}:\n {{ issue.posts[0].title }}").render(NAMED)

    assert rendered.subject == "The Weekly Ferry: Fish & chips <at> sea"
    assert "<title>The Weekly Ferry: Fish &amp; chips &lt;at&gt; sea</title>" in rendered.html


def test_preheader_is_a_template_too() -> None:
    rendered = renderer_for(preheader="{{ issue.posts|length }} posts & more").render(NAMED)

    assert rendered.preheader == "6 posts & more"
    assert ">6 posts &amp; more" in rendered.html


def test_titles_are_escaped_in_html_and_not_in_text() -> None:
    issue = sample_issue(posts=(sample_post(title='<b>"R&D"</b> {{ subscriber }}'),))

    rendered = renderer_for(issue=issue).render(NAMED)

    assert "&lt;b&gt;" in rendered.html
    assert "<b>" not in rendered.html
    assert '<b>"R&D"</b> {{ subscriber }}' in rendered.text


def test_one_block_can_be_overridden_in_a_few_lines(tmp_path: Path) -> None:
    template = '{% extends "default/issue.html.j2" %}\n{% block dateline %}Brought to you by gulls{% endblock %}'

    rendered = render_with(tmp_path, html=template)

    assert "Brought to you by gulls" in rendered.html
    assert "No. 12" not in rendered.html
    assert "Fog" in rendered.html or "slow crossing" in rendered.html


def test_block_of_a_post_can_be_overridden(tmp_path: Path) -> None:
    template = (
        '{% extends "default/issue.html.j2" %}'
        "{% block byline %}<p>By {{ writers|join or 'us' }}, {{ post.date|date('long') }}</p>{% endblock %}"
    )

    assert "<p>By Ada Marsh, 19 November 2026</p>" in render_with(tmp_path, html=template).html


def test_own_css_wins_over_the_shipped(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "issue.css").write_text("h2 { color: #aa0000; }")

    rendered = renderer_for(tmp_path / "templates").render(NAMED)

    assert '<h2 style="color:#a00">' in rendered.html


def test_link_post_without_an_author_reads_source_reports() -> None:
    issue = sample_issue(posts=(link_post(),), intro=None)

    rendered = renderer_for(issue=issue).render(NAMED)

    assert "The Harbour Courier</a> reports:</p>" in rendered.html
    assert "The Harbour Courier reports:\n" in rendered.text
    assert "18 November</p>" in rendered.html
    assert "Continue reading: https://harbour-courier.example/2026/ferries-return\n" in rendered.text


@pytest.mark.parametrize(
    ("post", "byline"),
    [
        pytest.param(link_post(source=Source(name="Slipway", author="Noor")), "Slipway · Noor · 18 November", id="all"),
        pytest.param(link_post(authors=("Ada",)), "The Harbour Courier · Ada · 18 November", id="author-of-the-post"),
        pytest.param(link_post(source=None), "18 November", id="neither"),
        pytest.param(link_post(html=""), "The Harbour Courier · 18 November", id="title-only"),
        pytest.param(sample_post(authors=()), "18 November", id="own-post-without-author"),
        pytest.param(sample_post(authors=("Ada", "Grace")), "Ada, Grace · 18 November", id="two-authors"),
        pytest.param(sample_post(via=Source(name="Tide Lines")), "Ada Marsh · 18 November · via Tide Lines", id="via"),
    ],
)
def test_byline_has_no_dangling_separator(post: IssuePost, byline: str) -> None:
    rendered = renderer_for(issue=sample_issue(posts=(post,), intro=None)).render(NAMED)

    assert f"\n{byline}\n" in rendered.text


@pytest.mark.parametrize(("count", "said"), [(4, "And 4 more"), (1, "And one more")])
def test_left_over_posts_are_counted(count: int, said: str) -> None:
    rendered = renderer_for(issue=sample_issue(left_over=count)).render(NAMED)

    assert f"\n{said} on the site: https://ferry.example/\n" in rendered.text
    assert re.search(rf'>{said} <a [^>]*href="https://ferry.example/"[^>]*>on the site</a>\.<', rendered.html)


def test_nothing_is_said_of_posts_where_none_is_left_over() -> None:
    rendered = renderer_for(issue=sample_issue(left_over=0)).render(NAMED)

    assert "on the site" not in rendered.text + rendered.html


def test_sections_have_their_heading_in_both_parts_and_what_follows_them_is_set_apart() -> None:
    sections = (
        Section(None, (sample_post("a", title="Lead"),)),
        Section("News & views", (sample_post("b", title="Fog"), sample_post("c", title="Bell"))),
        Section(None, (sample_post("d", title="Rest"), sample_post("e", title="More"))),
    )

    rendered = renderer_for(issue=sample_issue(sections=sections, intro=None)).render(NAMED)

    page = LexborHTMLParser(rendered.html)
    assert [(node.tag, node.text()) for node in page.css("h1, h2, h3")] == [
        ("h1", "The Weekly Ferry"),
        ("h2", "Lead"),
        ("h2", "News & views"),
        ("h3", "Fog"),
        ("h3", "Bell"),
        ("h2", "Rest"),
        ("h2", "More"),
    ]
    assert [node.text() for node in page.css("td.apart h2")] == ["Rest"]
    assert "\n\nNews & views\n============\n\n---" in rendered.text
    assert re.findall(r"^([=-])\1{71}\n\n(\w+)", rendered.text, re.MULTILINE) == [
        ("-", "Lead"),
        ("-", "Fog"),
        ("-", "Bell"),
        ("=", "Rest"),
        ("-", "More"),
        ("-", "And"),
        ("=", "You"),
    ]


def test_headings_inside_of_posts_stay_below_the_title_above_them() -> None:
    text = "<h1>Inside</h1>"
    sections = (
        Section(None, (sample_post("a", title="A", html=text),)),
        Section("News", (sample_post("b", title="B", html=text),)),
    )
    intro = sample_post("hello", html=text)

    rendered = renderer_for(issue=sample_issue(sections=sections, intro=intro)).render(NAMED)

    found = [(node.tag, node.text()) for node in LexborHTMLParser(rendered.html).css("h1, h2, h3, h4")][1:]
    assert found == [
        ("h2", "Inside"),
        ("h2", "A"),
        ("h3", "Inside"),
        ("h2", "News"),
        ("h3", "B"),
        ("h4", "Inside"),
    ]


def test_reading_time_stands_in_the_byline_where_there_is_one() -> None:
    posts = (sample_post("a", reading_minutes=4), sample_post("b"))

    rendered = renderer_for(issue=sample_issue(posts=posts, intro=None)).render(NAMED)

    bylines = [node.text().strip() for node in LexborHTMLParser(rendered.html).css(".byline")]
    assert bylines == ["Ada Marsh · 18 November · 4 min", "Ada Marsh · 18 November"]
    assert "\nAda Marsh · 18 November · 4 min\n" in rendered.text
    assert rendered.text.count(" min") == 1


@pytest.mark.parametrize(
    ("written_in", "runs"), [("he", Direction.RTL), ("und-Arab", Direction.RTL), ("ja", Direction.LTR)]
)
def test_title_byline_and_text_run_as_the_post_does_and_our_words_as_the_newsletter(
    written_in: str, runs: Direction
) -> None:
    post = sample_post(written_in=written_in, direction=runs, reading_minutes=2)

    rendered = renderer_for(issue=sample_issue(posts=(post,), intro=post)).render(NAMED)

    page = LexborHTMLParser(rendered.html)
    around = [page.css_first("td.intro"), page.css_first("td.post")]
    assert [(node.attributes["lang"], node.attributes["dir"]) for node in around if node] == [(written_in, runs)] * 2
    ours = [(node.attributes["dir"], node.text()) for node in page.css("td.post span[lang='en-GB']")]
    assert ours == [("ltr", "18 November"), ("ltr", "2 min"), ("ltr", "Continue reading…")]


@settings(max_examples=15)
@given(
    texts=st.lists(
        st.lists(st.sampled_from(["word ", "Tea. ", "\n\n", "[a](/b) ", "`c` ", "![d](e.png) ", "<b>", "日本語"])).map(
            "".join
        ),
        min_size=1,
        max_size=3,
    ),
    role=st.sampled_from([Role.NORMAL, Role.LEAD]),
)
def test_a_post_has_one_continue_link_if_it_is_shortened_and_else_none(texts: list[str], role: Role) -> None:
    reading = Reading(
        shown_as="posts", zone=LONDON, site_url="https://ferry.example/", permalink="{url}{slug}/", language="en"
    )
    posts = [
        Post(
            id=f"{at}",
            path=f"posts/{at}.md",
            title="T",
            published_at=PERIOD.since,
            url=f"https://f.example/{at}",
            role=role,
        )
        for at, _ in enumerate(texts)
    ]
    bodies = {
        post.id: parse_body(f"---\ntitle: T\n---\n{text}", post, reading)
        for post, text in zip(posts, texts, strict=True)
    }
    selection = Selection(chosen=tuple(posts), left_over=(), too_few=False, seen_ids=frozenset())
    showing = Showing(words=5, zone=LONDON, language="en")

    issue = assemble(selection, bodies, number=1, period=PERIOD, showing=showing)
    rendered = renderer_for(issue=issue).render(NAMED)

    page = LexborHTMLParser(rendered.html)
    links = [link.attributes["href"] for link in page.css("a") if link.text() == "Continue reading…"]
    shortened = [post.permalink for post in issue.posts if post.is_shortened]
    assert links == shortened
    assert re.findall(r"^Continue reading: (.*)$", rendered.text, re.MULTILINE) == shortened


def test_text_ends_with_how_to_unsubscribe() -> None:
    assert renderer_for().render(NAMED).text.splitlines()[-1].startswith("Unsubscribe: ")


def test_rendering_twice_gives_the_same() -> None:
    assert renderer_for().render(NAMED) == renderer_for().render(NAMED)


def test_half_a_character_names_its_post() -> None:
    issue = sample_issue(posts=(sample_post(), sample_post("bell", title="B\ud83d")))

    with pytest.raises(TemplateError, match=r"^posts/bell\.md: holds half of a character \(U\+D83D\)"):
        renderer_for(issue=issue)


def test_half_a_character_in_a_template_names_the_template() -> None:
    newsletter = sample_masthead(name="B\ud83d")

    with pytest.raises(TemplateError, match=r"^default/issue\.html\.j2: holds half of a character"):
        renderer_for(newsletter=newsletter, subject="x").render(NAMED)


def test_nothing_is_printed_for_what_is_not_there(tmp_path: Path) -> None:
    assert render_with(tmp_path, text="[{{ issue.posts[0].source }}]").text == "[]\n"
