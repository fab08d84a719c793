import pytest

from digest.collect.nesting import limit_nesting


def test_what_is_not_deep_stays_byte_for_byte() -> None:
    html = "<div><p>a<p>b<li>c" * 50 + "</div>" * 50 + "<br/>" * 500

    assert limit_nesting(html) == html


def test_tags_beyond_the_hundredth_are_gone_and_their_ends_with_them() -> None:
    html = "<div>" * 150 + "x" + "</div>" * 150 + "<p>after</p>"

    assert limit_nesting(html) == "<div>" * 100 + "x" + "</div>" * 100 + "<p>after</p>"


def test_a_drawing_with_many_lines_does_not_count_as_deep() -> None:
    html = "<svg>" + "<path d='M0 0'/>" * 300 + "</svg>" + "<div>after</div>"

    assert limit_nesting(html) == html


@pytest.mark.parametrize(
    "tag", ['<div title="<">', "<x-y>", "<svg><p><g/>", "<option>", "<rt>", "<template>", "<noscript>"]
)
def test_no_tag_gets_round_the_limit(tag: str) -> None:
    limited = limit_nesting(tag * 20_000)

    assert limited.count(tag[-5:]) <= 600


def test_an_unclosed_quote_takes_no_longer_than_it_is_long() -> None:
    assert limit_nesting('<a "' * 100_001).startswith("<a")
