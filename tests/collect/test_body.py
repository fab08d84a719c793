from dataclasses import replace
from pathlib import Path

import pytest

from digest.collect.body import parse_body, read_body
from digest.collect.folder import read_posts
from digest.collect.parse import parse_post
from digest.collect.post import Body, Post
from digest.collect.reading import Reading
from digest.errors import PostError


def body_of(text: str, reading: Reading, *, relative: str = "2026-03-02-tea.md", keys: str = "title: Tea") -> Body:
    whole = f"---\n{keys}\n---\n{text}"
    post = parse_post(whole, relative, reading)
    assert isinstance(post, Post)
    return parse_body(whole, post, reading)


def test_links_are_absolute_against_the_post(reading: Reading) -> None:
    body = body_of("[a](b) [c](/d) ![e](f.png)", reading)

    assert 'href="https://ferry.example/2026/03/tea/b"' in body.html
    assert 'href="https://ferry.example/d"' in body.html
    assert 'src="https://ferry.example/2026/03/tea/f.png"' in body.html


def test_references_and_footnotes_defined_behind_the_marker_resolve_before_it(reading: Reading) -> None:
    body = body_of("One [ref][r] and a note[^n].\n\n<!--more-->\n\nTwo.\n\n[r]: /r\n[^n]: The note.", reading)

    assert body.lead_html is not None
    assert '<a href="https://ferry.example/r">ref</a>' in body.lead_html
    assert "footnote-ref" in body.lead_html
    assert "Two" not in body.lead_html
    assert "more" not in body.html


def test_a_marker_in_a_code_block_is_code(reading: Reading) -> None:
    body = body_of("One.\n\n```html\n<!--more-->\n```\n", reading)

    assert body.lead_html is None
    assert "&lt;!--more--&gt;" in body.html


@pytest.mark.parametrize("keys", ["tags: [tea]", "title: Tea"])
def test_a_heading_that_is_the_title_is_not_said_twice(keys: str, reading: Reading) -> None:
    assert body_of("# Tea\n\nText.\n", reading, keys=keys).html == "<p>Text.</p>\n"


def test_another_heading_stays(reading: Reading) -> None:
    assert "Coffee</h1>" in body_of("# Coffee\n\nText.\n", reading).html


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("description: Don't be late", "<p>Don’t be late</p>\n"),
        ("excerpt: First\ndescription: Second", "<p>First</p>\n"),
        ("summary: First\ndescription: Second", "<p>First</p>\n"),
        ("excerpt: '<script>x</script>'", "<p>First.</p>\n"),
        ("excerpt: '[x](/y) <b onclick=z>b</b>'", '<p><a href="https://ferry.example/y">x</a> <b>b</b></p>\n'),
        ("excerpt: |\n  One.\n\n  Two.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("excerpt: ''", "<p>First.</p>\n"),
    ],
)
def test_the_authors_excerpt_comes_before_what_is_marked(written: str, html: str, reading: Reading) -> None:
    body = body_of("First.\n\n<!--more-->\n\nSecond.", reading, keys=f"title: Tea\n{written}")

    assert body.lead_html == html


def test_an_html_post_is_html(reading: Reading) -> None:
    body = body_of('<p>*a* "b"</p><!--more--><p>c</p>', reading, relative="2026-03-02-tea.html")

    assert body == Body(html='<p>*a* "b"</p><p>c</p>', lead_html='<p>*a* "b"</p>')


def test_quotes_curl_in_the_posts_language(reading: Reading) -> None:
    assert body_of('"a"', reading, keys="title: Tea\nlang: de").html == "<p>„a“</p>\n"


def test_an_empty_body_is_empty(reading: Reading) -> None:
    assert body_of("", reading) == Body(html="")


def test_ids_of_two_posts_never_meet(reading: Reading) -> None:
    first = body_of("## Tea\n\na[^1]\n\n[^1]: b", reading, relative="2026-03-02-one.md").html
    second = body_of("## Tea\n\na[^1]\n\n[^1]: b", reading, relative="2026-03-02-two.md").html

    ids = [{part.split('"')[0] for part in html.split('id="')[1:]} for html in (first, second)]
    assert len(ids[0]) == 3
    assert not ids[0] & ids[1]


def test_a_body_is_read_from_the_posts_file(tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "2026-03-02-tea.md").write_text("---\ntitle: Tea\n---\nText.\n")
    (post,) = read_posts(tmp_path, reading=reading).posts

    assert read_body(post, folder=tmp_path, reading=reading) == Body(html="<p>Text.</p>\n")


def test_a_folder_that_is_named_as_itself_is_read_too(tmp_path: Path, reading: Reading) -> None:
    here = replace(reading, shown_as=".")
    (tmp_path / "2026-03-02-tea.md").write_text("---\ntitle: Tea\n---\nText.\n")
    (post,) = read_posts(tmp_path, reading=here).posts

    assert post.path == "2026-03-02-tea.md"
    assert read_body(post, folder=tmp_path, reading=here) == Body(html="<p>Text.</p>\n")


@pytest.mark.parametrize("change", ["gone", "retitled", "draft", "broken"])
def test_a_post_that_changed_meanwhile_is_a_problem(change: str, tmp_path: Path, reading: Reading) -> None:
    file = tmp_path / "2026-03-02-tea.md"
    file.write_text("---\ntitle: Tea\n---\nText.\n")
    (post,) = read_posts(tmp_path, reading=reading).posts
    if change == "gone":
        file.unlink()
    else:
        file.write_text(
            {"retitled": "---\ntitle: Scones\n---\n", "draft": "---\ndraft: true\n---\n", "broken": "---\n"}[change]
        )

    with pytest.raises(PostError) as caught:
        read_body(post, folder=tmp_path, reading=reading)

    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.path == "posts/2026-03-02-tea.md"
