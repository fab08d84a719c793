"""Slots can be printed and asked about, and nothing else."""

import html as html_library
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import TemplateError
from digest.render.masthead import Masthead
from digest.render.rendered import SlotName, Variant
from digest.render.slots import tokens_for
from tests.render.rendering import NAMED, NAMELESS, render_with, renderer_for
from tests.support.issues import sample_masthead


def test_slot_prints_its_token_in_every_part(tmp_path: Path) -> None:
    rendered = render_with(
        tmp_path, text="Hi {{ subscriber.name }}", html='<p title="{{ subscriber.name }}">Hi {{ subscriber.name }}</p>'
    )

    [(token, name)] = rendered.tokens.items()
    assert name is SlotName.NAME
    assert rendered.text == f"Hi {token}\n"
    assert rendered.html.count(token) == 2


@pytest.mark.parametrize(
    ("template", "named", "nameless"),
    [
        ('{{ subscriber.name or "there" }}', "TOKEN", "there"),
        ('{{ subscriber.name|default("there") }}', "TOKEN", "there"),
        ("{% if subscriber.name %}yes{% else %}no{% endif %}", "yes", "no"),
        ("{{ 'yes' if not subscriber.name else 'no' }}", "no", "yes"),
        ("{{ 'yes' if subscriber.name is defined else 'no' }}", "yes", "no"),
        ("{% set who = subscriber.name or 'you' %}{{ who }}", "TOKEN", "you"),
        ("{% set who %}{{ subscriber.name or 'you' }}{% endset %}{{ who }}", "TOKEN", "you"),
    ],
)
def test_templates_may_ask_whether_there_is_a_name(tmp_path: Path, template: str, named: str, nameless: str) -> None:
    with_name = render_with(tmp_path, text=template, variant=NAMED)
    without = render_with(tmp_path, text=template, variant=NAMELESS)

    token = next(iter(with_name.tokens), "-")
    assert with_name.text.strip() == named.replace("TOKEN", token)
    assert without.text.strip() == nameless


@pytest.mark.parametrize(
    "expression",
    [
        "{{ subscriber.name|upper }}",
        "{{ subscriber.name|title }}",
        "{{ subscriber.name|e }}",
        "{{ subscriber.name|length }}",
        "{{ subscriber.name|truncate(3) }}",
        "{{ subscriber.name|wrap }}",
        "{{ subscriber.name ~ '!' }}",
        "{{ subscriber.name + '!' }}",
        "{{ '%s'|format(subscriber.name) }}",
        "{{ '%s' % subscriber.name }}",
        "{{ '{}'.format(subscriber.name) }}",
        "{{ [subscriber.name]|join }}",
        "{{ subscriber.name[0] }}",
        "{{ subscriber.name.split() }}",
        "{{ subscriber.name()}}",
        "{% if subscriber.name == 'Ada' %}{% endif %}",
        "{% if subscriber.name != 'Ada' %}{% endif %}",
        "{% if subscriber.name in ['Ada'] %}{% endif %}",
        "{% if 'A' in subscriber.name %}{% endif %}",
        "{% for letter in subscriber.name %}{% endfor %}",
        "{{ {subscriber.name: 1} }}",
        "{{ subscriber.address|lower }}",
        "{{ unsubscribe_url|urlencode }}",
        "{% filter upper %}{{ subscriber.name }}{% endfilter %}",
        "{% filter truncate(9) %}Hello {{ subscriber.name }}{% endfilter %}",
        "{% filter reverse %}{{ subscriber.name }}{% endfilter %}",
        "{% set kept %}{{ subscriber.name }}{% endset %}{{ kept|title }}",
    ],
)
def test_slot_that_is_changed_or_compared_is_a_fault(tmp_path: Path, expression: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render_with(tmp_path, text=f"\n{expression}")

    [problem] = caught.value.problems
    assert problem.place is not None
    assert problem.place.path == "templates/issue.txt.j2"
    assert "differs by person" in problem.fault


def test_changed_slot_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"templates/issue\.html\.j2:3: `subscriber\.name` differs by person"):
        render_with(tmp_path, html="<p>\n\n{{ subscriber.name|upper }}</p>")


def test_missing_name_is_never_printed_as_nothing(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"(?s)issue\.txt\.j2:1: `subscriber\.name` is empty for some.*mend: .*or"):
        render_with(tmp_path, text="Hi {{ subscriber.name }}", variant=NAMELESS)


@pytest.mark.parametrize(
    "question", ["{{ subscriber.tags }}", "{{ subscriber.tags|length }}", "{% for t in subscriber.tags %}{% endfor %}"]
)
def test_tags_can_only_be_asked_for_one_by_one(tmp_path: Path, question: str) -> None:
    with pytest.raises(TemplateError, match=r'(?s)can\'t be listed.*"members" in subscriber\.tags'):
        render_with(tmp_path, text=question)


def test_tags_and_language_answer(tmp_path: Path) -> None:
    variant = Variant(has_name=False, language="de", tags=frozenset({"members"}))
    template = '{{ "members" in subscriber.tags }} {{ "staff" in subscriber.tags }} {{ subscriber.language }}'

    assert render_with(tmp_path, text=template, variant=variant).text == "True False de\n"


def test_subject_with_a_slot_can_be_printed_but_not_changed(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "issue.txt.j2").write_text("{{ subject|upper }}")
    renderer = renderer_for(templates, subject="For {{ subscriber.name }}")

    with pytest.raises(TemplateError, match="`subject` differs by person"):
        renderer.render(NAMED)


def test_href_holds_exactly_the_token() -> None:
    rendered = renderer_for().render(NAMED)

    [token] = [token for token, name in rendered.tokens.items() if name is SlotName.UNSUBSCRIBE_URL]
    assert f'href="{token}"' in rendered.html
    assert f"Unsubscribe: {token}\n" in rendered.text


def test_slot_in_a_comment_is_a_fault_not_a_loss(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"templates/issue\.html\.j2: .*would be lost"):
        render_with(tmp_path, html="<p>x</p><!-- {{ subscriber.name }} -->")


@pytest.mark.parametrize(
    ("masthead", "html", "text"),
    [
        pytest.param(
            sample_masthead(has_unsubscribe_url=False),
            "mailto:leave@ferry.example?subject=unsubscribe",
            "Unsubscribe: write to leave@ferry.example",
            id="by-mail",
        ),
        pytest.param(
            sample_masthead(has_unsubscribe_url=False, unsubscribe_mailto=None),
            "reply to this mail with the word",
            "To unsubscribe, reply to this mail",
            id="by-reply",
        ),
    ],
)
def test_without_a_url_the_footer_says_how_to_unsubscribe(masthead: Masthead, html: str, text: str) -> None:
    rendered = renderer_for(newsletter=masthead).render(NAMED)

    assert html in html_library.unescape(rendered.html)
    assert text in rendered.text


def test_unsubscribe_url_that_is_not_set_says_so(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "issue.txt.j2").write_text("{{ unsubscribe_url }}")
    renderer = renderer_for(templates, newsletter=sample_masthead(has_unsubscribe_url=False))

    with pytest.raises(TemplateError, match=r"`unsubscribe\.url` is not set in config\.yaml"):
        renderer.render(NAMED)


@given(st.text())
def test_tokens_are_letters_and_digits_that_their_content_lacks(content: str) -> None:
    tokens = tokens_for(content)

    assert all(token.isascii() and token.isalnum() and token not in content for token in tokens.of.values())
    assert len(set(tokens.of.values())) == len(SlotName)
    assert tokens == tokens_for(content)
