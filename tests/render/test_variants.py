"""An issue is rendered once for each group of subscribers that templates tell apart."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.audience.subscriber import Subscriber
from digest.render.render import Renderer
from digest.render.rendered import Variant
from digest.render.variants import render_variants, variant_of
from tests.render.rendering import renderer_for

_PEOPLE = st.lists(
    st.builds(
        Subscriber,
        address=st.just("ada@example.org"),
        name=st.sampled_from([None, "", "Ada"]),
        tags=st.frozensets(st.sampled_from(["members", "staff", "press"])),
        language=st.sampled_from([None, "de"]),
    ),
    max_size=12,
)
_NESTED = (
    '{% if "members" in subscriber.tags %}M{% if "staff" in subscriber.tags %}S{{ subscriber.language }}{% endif %}'
    '{% else %}{{ "named" if subscriber.name else "nameless" }}{% endif %}'
)


def test_everyone_shares_one_variant_where_templates_ask_nothing() -> None:
    renderer = renderer_for()

    rendered = render_variants(renderer, [_person("Ada", "members"), _person(None), _person("Grace", language="de")])

    assert list(rendered) == [Variant(has_name=False)]


def test_only_tags_that_templates_ask_for_split(tmp_path: Path) -> None:
    renderer = _renderer(tmp_path, '{% if "members" in subscriber.tags %}M{% endif %}')

    rendered = render_variants(renderer, [_person(None, "members", "staff"), _person("Ada", "press"), _person(None)])

    assert {variant: issue.text.strip() for variant, issue in rendered.items()} == {
        Variant(has_name=False, tags=frozenset({"members"})): "M",
        Variant(has_name=False): "",
    }


def test_question_behind_a_question_splits_again(tmp_path: Path) -> None:
    renderer = _renderer(tmp_path, _NESTED)
    both = _person(None, "members", "staff")

    rendered = render_variants(renderer, [_person(None, "members"), both])

    assert rendered[variant_of(both, renderer.looked_at)].text.strip() == "MS"


def test_nobody_needs_no_variant() -> None:
    assert render_variants(renderer_for(), []) == {}


@settings(max_examples=30)
@given(people=_PEOPLE)
def test_everyone_reads_what_a_rendering_for_them_alone_says(
    tmp_path_factory: pytest.TempPathFactory, people: list[Subscriber]
) -> None:
    folder = tmp_path_factory.mktemp("variants")
    renderer = _renderer(folder, _NESTED)

    rendered = render_variants(renderer, people)

    for person in people:
        said = rendered[variant_of(person, renderer.looked_at)].text.strip()
        if "members" in person.tags:
            assert said == ("MS" + (person.language or "") if "staff" in person.tags else "M")
        else:
            assert said == ("named" if person.name else "nameless")


def _renderer(folder: Path, text: str) -> Renderer:
    templates = folder / "templates"
    templates.mkdir()
    (templates / "issue.txt.j2").write_text(text)
    (templates / "issue.html.j2").write_text("<p>x</p>")
    return renderer_for(templates)


def _person(name: str | None, *tags: str, language: str | None = None) -> Subscriber:
    return Subscriber(address="ada@example.org", name=name, tags=frozenset(tags), language=language)
