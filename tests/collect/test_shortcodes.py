"""Tests of what becomes of Liquid, shortcodes and MDX in a post's text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.body import parse_body
from digest.collect.parse import parse_post
from digest.collect.post import Post
from digest.collect.reading import Reading
from digest.collect.shortcodes.shortcodes import settle_shortcodes
from digest.collect.typeset import typeset

WRITTEN = st.lists(
    st.sampled_from(
        [
            *(
                "{{",
                "}}",
                "{%",
                "%}",
                "{{<",
                ">}}",
                "{{%",
                "%}}",
                "{/*",
                "*/}",
                "{#",
                "#}",
                "{:",
                "}",
                "{:toc}",
                "[TOC]",
            ),
            *("raw", "endraw", "highlight go", "endhighlight", " include ", "figure src=a.png", "/highlight", '"', "'"),
            *(
                "\n",
                "\n\n",
                "    ",
                "`",
                "``",
                "\n```\n",
                "](",
                ")",
                "<pre>",
                "</pre>",
                "<!--",
                "-->",
                " ",
                "- ",
                "> ",
                "a",
            ),
        ]
    )
).map("".join)


def settled(text: str, *, is_html: bool = False) -> str:
    return settle_shortcodes(text, site_url="https://ferry.example/blog/", is_html=is_html).text


def shown(text: str) -> str:
    return typeset(settled(text), language="en", prefix="p")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{% raw %}{{ tea }}{% endraw %}", "{{ tea }}"),
        ("a\n{% raw %}\nb\n{% endraw %}\nc", "a\nb\nc"),
        ("a{% comment %}no {{ x }}{% endcomment %}b", "ab"),
        ("a\n  {% assign tea = 'green' %}\nb", "a\nb"),
        ("a {{/* no */}}b{# no #}c{/* no */}d", "a bcd"),
        ("{{< rawhtml >}}<b>tea</b>{{< /rawhtml >}}", "<b>tea</b>"),
        ("a\n{{< toc >}}\nb", "a\nb"),
        ("a\n{{ toc() }}\nb", "a\nb"),
        ("a\n\n[TOC]\n\nb", "a\n\n\nb"),
        ("* TOC\n{:toc}\n\nb", "\nb"),
        ("Tea\n{: .strong #x}\nb", "Tea\nb"),
        ('[a](b){:target="_blank"}.', "[a](b)."),
        ("## Tea {#tea}\nb", "## Tea \nb"),
        ("the tuple {:ok, tea} and {#x} here", "the tuple {:ok, tea} and {#x} here"),
        ("import A from './a'\nimport { B,\n C } from \"b\";\n\nexport const x = {\n a: 1\n}\n\nTea", "\nTea"),
        ("import antigravity\n\nTea", "import antigravity\n\nTea"),
    ],
)
def test_what_says_nothing_to_a_reader_is_dropped(written: str, text: str) -> None:
    assert settled(written) == text
    assert settle_shortcodes(written, site_url="").left == ()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("[a]({{ site.url }}{{ site.baseurl }}/b)", "[a](https://ferry.example/blog/b)"),
        ("[a]({{site.baseurl}}/b)", "[a](/blog/b)"),
        ("[a]({{ '/b' | relative_url }})", "[a](/blog/b)"),
        ("[a]({% link pdf/b.pdf %})", "[a](/blog/pdf/b.pdf)"),
    ],
)
def test_an_address_on_the_site_is_filled_in(written: str, text: str) -> None:
    assert settled(written) == text


@pytest.mark.parametrize(
    "written",
    [
        "[a]({% post_url 2026-03-02-tea %})",
        "[a]({{ site.baseurl }}{% link _posts/2026-03-02-tea.md %} 'Tea')",
        '[a]({{< ref "tea.md" >}}#part "Tea")',
        "[a][r]\n\n[r]: {% post_url 2026-03-02-tea %}",
        '<a href="{{< relref "tea.md" >}}">a</a>',
        "[a]({{ site.links.pull }})",
    ],
)
def test_a_link_to_where_only_the_site_knows_leads_nowhere(written: str) -> None:
    assert 'href="nowhere:' in shown(written)


def test_a_link_whose_address_is_not_known_at_all_is_found() -> None:
    assert settle_shortcodes("[a]({{ site.links.pull }})", site_url="").left == ((1, "{{ site.links.pull }}"),)
    assert settle_shortcodes('[a]({{< ref "tea.md" >}})', site_url="").left == ()


@pytest.mark.parametrize(
    "written",
    [
        "{% highlight go linenos %}\na := `b`\n\n    *c*\n{% endhighlight %}\nTea",
        '{{< highlight go "linenos=table" >}}\na := `b`\n\n    *c*\n{{< /highlight >}}\nTea',
    ],
)
def test_highlighted_code_is_a_code_block(written: str) -> None:
    html = '<pre><code class="language-go">a := `b`\n\n    *c*\n</code></pre>\n<p>Tea</p>\n'

    assert shown(written) == html


def test_highlighted_code_in_html_is_a_code_block() -> None:
    assert settled("{% highlight go %}\na < b\n{% endhighlight %}", is_html=True) == (
        '<pre><code class="language-go">a &lt; b</code></pre>'
    )


@pytest.mark.parametrize(
    ("written", "html"),
    [
        (
            '{{< figure src="/f.png" alt="Fog" caption="Early" >}}\nTea',
            '<figure><img src="/f.png" alt="Fog"><figcaption>Early</figcaption></figure>\n<p>Tea</p>\n',
        ),
        ("{% include figure image_path='/f.png' alt='Fog' %}", '<figure><img src="/f.png" alt="Fog"></figure>'),
        (
            "{{< youtube w7Ft2ymGmfc >}}",
            '<p><a href="https://www.youtube.com/watch?v=w7Ft2ymGmfc">▶ youtube.com</a></p>\n',
        ),
        (
            '{{ youtube(id="abc", title="Tea") }}',
            '<p><a href="https://www.youtube.com/watch?v=abc">▶ Tea</a></p>\n',
        ),
        ('{% youtubeEmbed "abc" %}', '<p><a href="https://www.youtube.com/watch?v=abc">▶ youtube.com</a></p>\n'),
        ("{{< vimeo 12 >}}", '<p><a href="https://vimeo.com/12">▶ vimeo.com</a></p>\n'),
        ('{{< x user="ada" id="12" >}}', '<p><a href="https://twitter.com/ada/status/12">▶ twitter.com</a></p>\n'),
        ("{{< gist ada 12 >}}", '<p><a href="https://gist.github.com/ada/12">▶ gist.github.com</a></p>\n'),
        ('{% originalPostEmbed "https://a.example/b" %}', '<p><a href="https://a.example/b">▶ a.example</a></p>\n'),
        (
            '{% quote(author="Ada") %}\nTea\n{% end %}',
            "<blockquote>\n<p>Tea</p>\n<p>— Ada</p>\n</blockquote>\n",
        ),
    ],
)
def test_pictures_films_and_quotes_become_what_a_mail_can_show(written: str, html: str) -> None:
    assert shown(written).strip() == html.strip()


@pytest.mark.parametrize(
    "construct",
    [
        '{% include tea.html name="a" -- "b" *c* _d_ %}',
        '{% image "a.svg" %}',
        "{% if tea %}",
        "{% endfor %}",
        "{% originalPostEmbed external_url %}",
        '{{< img src="a" >}}',
        '{{<img src="a">}}',
        "{{% note https://a.example %}}",
        "{{ page.title | upcase }}",
        '{{< youtube "><script>" >}}',
        '{{< figure src="javascript:x" >}}',
    ],
)
def test_what_is_not_known_is_shown_as_it_is_written(construct: str) -> None:
    html = shown(f"One\n\nTwo {construct} three")

    escaped = construct.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert html == f"<p>One</p>\n<p>Two {escaped} three</p>\n"
    assert settle_shortcodes(f"One\n\nTwo {construct} three", site_url="").left == ((3, construct),)


def test_hugos_escaped_shortcode_is_text_and_not_found() -> None:
    assert shown('{{</* figure src="a" */>}}') == "<p>{{&lt; figure src=&quot;a&quot; &gt;}}</p>\n"
    assert settle_shortcodes("{{</* figure */>}}", site_url="").left == ()


@pytest.mark.parametrize(
    "text",
    [
        "```\n{{ site.url }} {% raw %}\n[TOC]\n```\n",
        "- a\n\n  ~~~\n  {{ site.url }}\n  ~~~\n",
        "Tea:\n\n    {% raw %}x{% endraw %}\n    {{< ref x >}}\n",
        "a `{{ site.url }}` and ``{% raw %}`{% endraw %}`` b",
        "a `{{ site.url\n}}` b",
        "<pre>\n{{ site.url }}\n\n{: .x}\n</pre>",
        "a <code>{{ site.url }}</code> b",
        "> ```\n> {{ site.url }}\n> ```",
        "| a |\n|---|\n| `{{ site.url }}` |",
    ],
)
def test_code_is_not_touched(text: str) -> None:
    assert settled(text) == text
    assert settle_shortcodes(text, site_url="").left == ()


def test_an_escaped_backtick_opens_no_code() -> None:
    assert settled(r"a \`{{ site.url }}\` b") == r"a \`https://ferry.example\` b"


@given(st.text().filter(lambda text: not re.search(r"\{|\[\[?_?toc|^(import|export)", text, re.I | re.M)))
def test_a_text_without_any_is_the_same_text(text: str) -> None:
    assert settled(text) == text


@given(WRITTEN, st.booleans())
def test_whatever_is_written_is_settled(text: str, is_html: bool) -> None:  # noqa: FBT001  # hypothesis gives it
    lines = [line for line, _ in settle_shortcodes(text, site_url="https://a.example/", is_html=is_html).left]

    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@given(WRITTEN)
def test_a_fence_is_carried_over_whole(text: str) -> None:
    fence = "~~~~~~~~~\n" + text.replace("~", "") + "\n~~~~~~~~~\n"

    assert settled("Tea {{ site.baseurl }}\n\n" + fence) == "Tea /blog\n\n" + fence


@pytest.mark.parametrize(
    "hostile",
    [
        *(
            "{{",
            "{%",
            "{{<",
            "{{ }}",
            "{:",
            "{: .a",
            "{:.a=b",
            "{% raw %}",
            "{% highlight x %}",
            "{{< figure src=a.png >}}",
        ),
        *(
            "{{<youtube a>}}",
            "<pre>{{ a",
            "`{{",
            "``{{ `",
            "](",
            "](<{{ x }}",
            "* a\n{:",
            "[TOC]\n",
            "import x from\n",
            "{/*",
        ),
        *("{{ x }}\n", "{{ 'a' | url ", "{#x} ", "{% quote() %}"),
    ],
)
def test_a_hostile_text_ends(hostile: str) -> None:
    assert settled(hostile * 5_000) is not None


def test_a_hundred_thousand_openings_end() -> None:
    assert settled("{{" * 100_000) == "{{" * 100_000


def test_a_mail_shows_the_text_of_a_link_that_only_the_site_could_fill(reading: Reading) -> None:
    whole = (
        "---\ntitle: Tea\n---\n[Green]({% post_url 2026-03-01-green %}#one 'x') and [black]({{ site.baseurl }}/black)."
    )
    post = parse_post(whole, "2026-03-02-tea.md", reading)
    assert isinstance(post, Post)

    body = parse_body(whole, post, reading)

    assert body.html == '<p>Green and <a href="https://ferry.example/black">black</a>.</p>\n'
