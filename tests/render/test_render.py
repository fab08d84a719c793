"""An issue is rendered whole, and by the newsletter's own templates where there are any."""

from pathlib import Path

import pytest

from digest.collect.post import Source
from digest.errors import TemplateError
from digest.issue.issue import IssuePost
from tests.render.rendering import NAMED, render_with, renderer_for
from tests.support.issues import link_post, sample_issue, sample_masthead, sample_post


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


def test_left_over_posts_are_counted() -> None:
    assert "And 4 more on the site: https://ferry.example/" in renderer_for().render(NAMED).text
    assert "more on the site" not in renderer_for(issue=sample_issue(left_over=0)).render(NAMED).text


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
