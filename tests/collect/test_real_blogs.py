from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.collect.body import read_body
from digest.collect.folder import read_posts
from digest.collect.keys import plain_text
from digest.collect.reading import Reading

BLOGS = Path(__file__).parents[3] / "shared" / "corpora" / "posts"

pytestmark = pytest.mark.skipif(not BLOGS.is_dir(), reason="the blogs of other people are not part of the project")


@pytest.mark.parametrize("blog", sorted(BLOGS.glob("*/")), ids=lambda blog: blog.name)
def test_each_file_of_a_real_blog_is_a_post_or_has_its_reason(blog: Path, reading: Reading) -> None:
    found = read_posts(blog, reading=reading)

    told = {post.path for post in found.posts} | {left.path for left in found.left_out}
    told |= {problem.place.path for problem in found.problems if problem.place}
    files = [path for ending in ("md", "markdown", "html") for path in blog.rglob(f"*.{ending}")]
    assert {reading.shown(path.relative_to(blog).as_posix()) for path in files} <= told


@pytest.mark.parametrize("blog", sorted(BLOGS.glob("*/")), ids=lambda blog: blog.name)
def test_each_body_of_a_real_blog_is_well_formed(blog: Path, reading: Reading) -> None:
    for post in read_posts(blog, reading=reading).posts:
        body = read_body(post, folder=blog, reading=reading)

        page = LexborHTMLParser(f"<!doctype html><body>{body.html}")
        assert page.body is not None
        assert page.body.inner_html == body.html
        assert not page.css("script, style, iframe, svg, form, [onclick], [href^='javascript']")


@pytest.mark.parametrize("blog", sorted(BLOGS.glob("*/profile.tsv")), ids=lambda profile: profile.parent.name)
def test_dates_are_those_that_others_read(blog: Path, reading: Reading) -> None:
    rows = [line.split("\t") for line in blog.read_text().splitlines()[1:]]
    dates = {reading.shown(row[0]): row[3][:10] for row in rows if row[3][:4].isdigit()}

    for post in read_posts(blog.parent, reading=reading).posts:
        assert dates.get(post.path) in (None, f"{post.published_at.astimezone(reading.zone):%Y-%m-%d}")


@pytest.mark.parametrize("blog", sorted(BLOGS.glob("*/profile.tsv")), ids=lambda profile: profile.parent.name)
def test_titles_are_those_that_others_read(blog: Path, reading: Reading) -> None:
    rows = [line.split("\t") for line in blog.read_text().splitlines()[1:]]
    titles = {reading.shown(row[0]): plain_text(row[2]) for row in rows if row[2]}

    for post in read_posts(blog.parent, reading=reading).posts:
        assert titles.get(post.path) in (None, post.title)


@pytest.mark.parametrize(
    ("blog", "at_least"),
    [("hugo-toml-nats", 17), ("zola-toml-rust-lang", 26), ("pelican-this-week-in-rust", 28), ("nikola-site", 7)],
)
def test_blogs_of_every_form_are_read(blog: str, at_least: int, reading: Reading) -> None:
    found = read_posts(BLOGS / blog, reading=reading)

    assert len(found.posts) >= at_least
