import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.collect.feeds.feed_tail import Told, drop_tail

URL = "https://gazette.example/fog/"


def told(*, is_beginning: bool = False) -> Told:
    return Told(url=URL, home="https://gazette.example", base=URL, is_beginning=is_beginning)


@pytest.mark.parametrize(
    ("html", "without"),
    [
        pytest.param(
            '<p>Fog. [&#8230;]</p>\n<p>The post <a href="https://gazette.example/fog/">Fog</a> appeared first on '
            '<a href="https://gazette.example">The Gazette</a>.</p>',
            "<p>Fog.</p>",
            id="wordpress",
        ),
        pytest.param(
            f'<p>Fog lay &#8230; <a href="{URL}">Continue reading <span>Fog</span> <span>&rarr;</span></a></p>',
            "<p>Fog lay…</p>",
            id="wordpress-theme",
        ),
        pytest.param(f'Fog lay [<a href="{URL}">more</a>]', "Fog lay ", id="more-in-brackets"),
        pytest.param(f'<p>Fog.</p><p><a href="{URL}?utm_source=rss">Weiterlesen</a></p><br><p> </p>', "<p>Fog.</p>"),
        pytest.param('<p>Fog.</p><p><a href="https://feeds.example/~r/1">Read more…</a></p>', "<p>Fog.</p>"),
        pytest.param('<p>霧。<a href="/fog">続きを読む</a></p>', "<p>霧。</p>", id="japanese"),
        pytest.param("<p>Fog lay […] Continue reading</p>", "<p>Fog lay…</p>", id="no-link"),
        pytest.param("<p>Fog.</p><p>Read more</p>", "<p>Fog.</p>", id="no-link-alone"),
        pytest.param(
            f'<div><p>Fog.</p><p><a href="{URL}">Read more</a></p><div><p> <!-- x --></p><br></div></div>',
            "<div><p>Fog.</p></div>",
            id="empty-blocks-below",
        ),
        pytest.param(f'<p>Fog …<br> <a href="{URL}">Toute la nouvelle</a></p>', "<p>Fog…</p>", id="break-before"),
        pytest.param("Fog lay [...]", "Fog lay…", id="brackets"),
        pytest.param(f'<p>Fog …</p><p><a href="{URL}">Toute la nouvelle</a></p>', "<p>Fog …</p>", id="unknown-words"),
    ],
)
def test_a_feeds_tail_is_dropped_and_the_text_goes_on(html: str, without: str) -> None:
    dropped, goes_on = drop_tail(html, told(is_beginning="nouvelle" in html))

    assert dropped.rstrip() == without.rstrip().replace(" …", "…")
    assert goes_on


@pytest.mark.parametrize(
    ("html", "without"),
    [
        pytest.param(
            '<p>Nebel.</p><p>Der Beitrag <a href="https://gazette.example/fog/">Nebel</a> erschien zuerst auf '
            '<a href="https://gazette.example/">Gazette</a>.</p>',
            "<p>Nebel.</p>",
            id="wordpress-in-german",
        ),
        pytest.param("<p>Fog.</p><p>The post Fog first appeared on The Gazette.</p>", "<p>Fog.</p>", id="no-links"),
        pytest.param(f'<p>Fog.</p> <p><a href="{URL}">★</a></p>', "<p>Fog.</p>", id="star"),
        pytest.param(f'<p>Fog.</p><p><a href="{URL}#comments">3 comments</a></p>', "<p>Fog.</p>", id="comments"),
        pytest.param('<p>Fog.</p><img src="https://c.example/x" width="1" height="1">', "<p>Fog.</p>", id="pixel"),
        pytest.param('<p>Fog.</p><div class="feedflare"><a href="x"><img src="y"></a></div>', "<p>Fog.</p>"),
    ],
)
def test_what_stands_under_a_whole_text_goes_and_the_text_is_whole(html: str, without: str) -> None:
    dropped, goes_on = drop_tail(html, told())

    assert dropped.rstrip() == without
    assert not goes_on


@pytest.mark.parametrize(
    "html",
    [
        "<p>And so it goes...</p>",
        "<p>I have more books than I can read</p>",
        "<p>There is <a href='https://other.example/'>more</a> to say, said the ferryman.</p>",
        f"<p>As I wrote <a href='{URL}'>before the fog</a>.</p>",
        "<p>Fog.<a href='#fn1'>1</a></p><ol><li id='fn1'>Thick. <a href='#fnref1'>↩</a></li></ol>",
        "<pre>read more...</pre>",
        "<p>Fog</p><img src='https://gazette.example/fog.jpg' width='600'>",
        "<p>See the <a href='https://other.example/timetable'>winter timetable</a></p>",
        "",
        "…and then?",
    ],
)
def test_what_the_author_wrote_stays(html: str) -> None:
    assert drop_tail(html, told()) == (html, False)


def test_a_summary_that_breaks_off_goes_on_elsewhere() -> None:
    assert drop_tail("<p>Fog lay ...</p>", told(is_beginning=True)) == ("<p>Fog lay…</p>", True)


PIECES = st.sampled_from(
    ["<p>", "</p>", "Fog ", "[…]", "… ", "Read more", f"<a href='{URL}'>", "</a>", "<br>", "<div>", "</div>", "[", "]"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_only_the_end_is_dropped(html: str) -> None:
    dropped, _ = drop_tail(html, told())

    before, after = (LexborHTMLParser(f"<body>{text}").body for text in (html, dropped))
    assert before is not None
    assert after is not None
    words = after.text().rstrip("…").split()
    assert before.text().split()[: len(words)][:-1] == words[:-1]
