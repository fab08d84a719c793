"""The shipped design: what a mail program, a screen reader and a person in the dark need of it."""

import re
import shutil
from itertools import pairwise

import css_inline
import pytest
from playwright.sync_api import sync_playwright
from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.issue.issue import IssuePost
from digest.render import render as render_module
from digest.render.inline import inline_css
from digest.render.rendered import RenderedIssue
from tests.render.rendering import NAMED, renderer_for
from tests.support.issues import full_post, link_post, rtl_post, sample_issue, sample_masthead, sample_post


@pytest.fixture(scope="module")
def rendered() -> RenderedIssue:
    return renderer_for().render(NAMED)


@pytest.fixture
def page(rendered: RenderedIssue) -> LexborHTMLParser:
    return LexborHTMLParser(rendered.html)


def test_page_says_its_language_direction_and_charset_first(page: LexborHTMLParser) -> None:
    html = _one(page, "html")

    assert (html.attributes["lang"], html.attributes["dir"]) == ("en-GB", "ltr")
    assert _one(page, "head > meta:first-child").attributes == {"charset": "utf-8"}
    assert _one(page, 'meta[name="color-scheme"]').attributes["content"] == "light dark"


def test_headings_go_down_step_by_step(page: LexborHTMLParser) -> None:
    levels = [int(str(node.tag)[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_layout_tables_are_no_tables_to_a_screen_reader(page: LexborHTMLParser) -> None:
    layout = [table for table in page.css("table") if table.attributes.get("role") == "presentation"]
    data = list(page.css(".text table"))

    assert len(layout) == 3
    assert [table.attributes.get("role") for table in data] == [None]


def test_column_is_600_pixels_for_outlook_too(rendered: RenderedIssue, page: LexborHTMLParser) -> None:
    assert _one(page, "table.column").attributes["width"] == "600"
    assert '<!--[if mso]><table role="presentation" width="600"' in rendered.html


def test_pictures_have_alt_text_and_a_width_in_pixels(page: LexborHTMLParser) -> None:
    pictures = page.css("img")

    assert len(pictures) == 2
    assert all(picture.attributes["alt"] and picture.attributes["width"] == "520" for picture in pictures)


def test_preheader_comes_first_and_is_hidden(rendered: RenderedIssue, page: LexborHTMLParser) -> None:
    first = _one(page, "body > :first-child")

    assert first.text().startswith(rendered.preheader)
    assert "display:none" in (first.attributes["style"] or "")


@pytest.mark.parametrize(
    ("post", "links"),
    [
        pytest.param(sample_post(), 1, id="shortened"),
        pytest.param(full_post(), 0, id="whole"),
        pytest.param(link_post(), 1, id="link-post"),
        pytest.param(rtl_post(), 1, id="in-another-language"),
    ],
)
def test_each_shortened_post_has_one_continue_link_that_names_its_title(post: IssuePost, links: int) -> None:
    page = LexborHTMLParser(renderer_for(issue=sample_issue(posts=(post,), intro=None)).render(NAMED).html)

    found = [link for link in page.css("a") if link.text().strip() == "Continue reading…"]
    assert len(found) == links
    for link in found:
        assert link.attributes["aria-label"] == f"Continue reading… {post.title}"
        assert link.attributes["href"] == post.continue_url


def test_every_address_of_the_html_stands_in_the_text(rendered: RenderedIssue, page: LexborHTMLParser) -> None:
    addresses = {link.attributes.get("href") or "" for link in page.css("a")}
    outside = {address for address in addresses if not address.startswith("#")}

    assert {address for address in outside if address not in rendered.text} == set()
    assert len(outside) > 8


def test_text_says_what_the_html_says(rendered: RenderedIssue, page: LexborHTMLParser) -> None:
    for node in page.css("style, title, .preheader"):
        node.decompose()

    said = set(re.findall(r"\w{3,}", _one(page, "body").text(separator=" ").lower()))

    assert len(said - set(re.findall(r"\w{3,}", rendered.text.lower()))) < len(said) / 20


def test_text_stays_within_72_columns_but_for_addresses(rendered: RenderedIssue) -> None:
    assert [line for line in rendered.text.split("\n") if len(line) > 72 and "://" not in line] == []


def test_post_in_another_language_says_so(page: LexborHTMLParser) -> None:
    post = _one(page, "td.rtl")

    assert (post.attributes["lang"], post.attributes["dir"]) == ("ar", "rtl")
    assert "border-right:3px" in (_one(page, ".rtl blockquote").attributes["style"] or "")
    assert _one(page, "td.rtl .continue a span").attributes == {"lang": "en-GB", "dir": "ltr"}


def test_newsletter_in_hebrew_runs_from_right_to_left() -> None:
    page = LexborHTMLParser(renderer_for(newsletter=sample_masthead(language="he")).render(NAMED).html)

    assert (_one(page, "html").attributes["lang"], _one(page, "html").attributes["dir"]) == ("he", "rtl")


def test_style_blocks_are_small_and_hold_no_rule_in_a_rule(page: LexborHTMLParser) -> None:
    styles = [node.text() for node in page.css("style")]

    # Gmail drops every block when they are longer than 16 KB together, or one holds an @ inside of an @.
    assert sum(len(style) for style in styles) < 16_384
    assert [style.count("@") for style in styles] == [1, 1]


def test_page_reads_well_without_its_style_blocks(page: LexborHTMLParser) -> None:
    for name in ("h1", "h2", ".text p", ".byline", ".continue a", ".footer", "blockquote", "pre", "th", "td"):
        assert _one(page, name).attributes.get("style"), name


def test_page_fits_a_phone_and_breaks_no_word_of_a_table(rendered: RenderedIssue) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium here to look with")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=arguments) as browser,
    ):
        phone = browser.new_page(viewport={"width": 360, "height": 800})
        phone.route("**/*", lambda route: route.abort())
        phone.set_content(rendered.html)

        width = phone.evaluate("document.documentElement.scrollWidth")
        heights = phone.evaluate("[...document.querySelectorAll('.text td')].map(cell => cell.offsetHeight)")

    assert width == 360
    assert len(heights) == 6
    assert max(heights) < 45  # one line and its padding


def test_small_issue_stays_far_below_what_gmail_clips(rendered: RenderedIssue) -> None:
    assert len(rendered.html.encode()) < 40_000


def test_colours_have_contrast_in_the_light(page: LexborHTMLParser) -> None:
    pairs = _light_pairs(page)

    assert len(pairs) == 6
    assert {pair: _contrast(*pair) for pair in pairs if _contrast(*pair) < 4.5} == {}


def test_colours_have_contrast_in_the_dark(rendered: RenderedIssue) -> None:
    [dark] = re.findall(r"<style>(@media \(prefers-color-scheme: dark\).*?)</style>", rendered.html, re.DOTALL)
    colours = set(re.findall(r"[ {]color: (#\w{6})", dark.replace(".preheader { color: #121417", "")))
    grounds = set(re.findall(r"background-color: (#\w{6})", dark))

    assert len(colours) == 4
    assert len(grounds) == 3
    assert [(a, b) for a in colours for b in grounds if _contrast(a, b) < 4.5] == []


def test_every_colour_of_the_light_has_one_for_the_dark(page: LexborHTMLParser) -> None:
    dark = next(node.text() for node in page.css("style") if "dark" in node.text())

    for selector in (
        ".page",
        ".column",
        "h1",
        "h2 a",
        ".text",
        ".text a",
        ".byline",
        ".footer a",
        ".text pre",
        ".text code",
    ):
        assert re.search(rf"{re.escape(selector)}\s*[,{{]", dark), selector


def test_premailer_and_css_inline_agree_on_every_element(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def note(html: str, *, path: str) -> str:
        seen.append(html)
        return inline_css(html, path=path)

    monkeypatch.setattr(render_module, "inline_css", note)
    ours = renderer_for().render(NAMED).html
    theirs = css_inline.inline(seen[0], keep_at_rules=True, load_remote_stylesheets=False)

    assert _styles(ours) == _styles(theirs)
    assert sum(bool(style) for _, style in _styles(ours)) > 80


def _one(page: LexborHTMLParser, selector: str) -> LexborNode:
    node = page.css_first(selector)
    assert node is not None, selector
    return node


def _styles(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return each element of the body with its style, as a browser would understand it."""
    # css-inline's parser adds <tbody>, as HTML5 says; libxml2 does not.
    nodes = [node for node in LexborHTMLParser(html).css("body, body *") if node.tag != "tbody"]
    return [(str(node.tag), _declarations(node.attributes.get("style") or "")) for node in nodes]


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.partition(":")[::2] for part in style.split(";") if part.strip())
    return {name.strip(): _plain(value) for name, value in pairs}


def _plain(value: str) -> str:
    plain = re.sub(r"\s*,\s*", ",", value.strip().lower().replace("'", '"'))
    return re.sub(r"#(\w)(\w)(\w)\b(?!\w)", r"#\1\1\2\2\3\3", plain)


def _light_pairs(page: LexborHTMLParser) -> set[tuple[str, str]]:
    """Return the pairs of text colour and ground that meet on the page."""
    pairs = set()
    for node in page.css("body *"):
        if node.text(deep=False).strip() and node.attributes.get("class") != "preheader":
            pairs.add((_inherited(node, "color"), _inherited(node, "background-color")))
    return pairs


def _inherited(node: LexborNode | None, name: str) -> str:
    while node is not None:
        found = _declarations(node.attributes.get("style") or "").get(name)
        if found:
            return found
        node = node.parent
    return {"color": "#000000", "background-color": "#ffffff"}[name]


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, WCAG 2.2 §1.4.3."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
