"""Posts stand under the headings that their tags ask for, each once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digest.collect.post import Role
from digest.issue.issue import IssuePost, Section
from digest.issue.sections import TagSection, part_by_tag
from tests.support.issues import sample_post

NEWS = TagSection("News", ("news", "Harbour"))
TALES = TagSection("Tales", ("tales",))

tags = st.lists(st.sampled_from(["news", "NEWS", "harbour", "tales", "Straße", "STRASSE", "other"]), max_size=3)
posts = st.lists(st.tuples(tags, st.sampled_from([Role.NORMAL, Role.LEAD, Role.FULL, Role.TITLE])), max_size=8).map(
    lambda made: [sample_post(f"post-{at}", tags=tuple(own), role=role) for at, (own, role) in enumerate(made)]
)
headings = st.lists(st.tuples(st.text(min_size=1, max_size=3), tags), max_size=3).map(
    lambda made: [TagSection(title, tuple(own)) for title, own in made]
)


def told(sections: tuple[Section, ...]) -> list[tuple[str | None, list[str]]]:
    return [(section.title, [post.id for post in section.posts]) for section in sections]


def test_without_headings_there_is_one_section_with_the_leads_first() -> None:
    sections = part_by_tag([sample_post("a"), sample_post("b"), sample_post("c", role=Role.LEAD)], [])

    assert told(sections) == [(None, ["c", "a", "b"])]


def test_sections_come_in_the_order_of_config_between_the_leads_and_the_rest() -> None:
    sections = part_by_tag(
        [
            sample_post("rest", tags=("other",)),
            sample_post("tale", tags=("tales",)),
            sample_post("lead", tags=("news",), role=Role.LEAD),
            sample_post("report", tags=("news",)),
            sample_post("second-report", tags=("harbour",)),
        ],
        [NEWS, TALES],
    )

    assert told(sections) == [
        (None, ["lead"]),
        ("News", ["report", "second-report"]),
        ("Tales", ["tale"]),
        (None, ["rest"]),
    ]


def test_a_post_that_two_headings_want_goes_to_the_first_and_capitals_do_not_matter() -> None:
    sections = part_by_tag([sample_post("both", tags=("TALES", "HARBOUR"))], [NEWS, TALES])

    assert told(sections) == [("News", ["both"])]


def test_no_posts_make_no_sections() -> None:
    assert part_by_tag([], [NEWS, TALES]) == ()


@given(posts, headings)
def test_each_post_stands_in_one_section_and_keeps_its_order_there(
    given_posts: list[IssuePost], wanted: list[TagSection]
) -> None:
    sections = part_by_tag(given_posts, wanted)

    shown = [post for section in sections for post in section.posts]
    assert sorted(post.id for post in shown) == sorted(post.id for post in given_posts)
    assert all(section.posts for section in sections)
    assert all(list(section.posts) == sorted(section.posts, key=given_posts.index) for section in sections if wanted)
    assert [post.role for post in shown if post.role is Role.LEAD] == [
        post.role for post in shown[: sum(post.role is Role.LEAD for post in shown)]
    ]


@given(posts)
def test_parting_again_changes_nothing(given_posts: list[IssuePost]) -> None:
    once = part_by_tag(given_posts, [NEWS, TALES])

    again = part_by_tag([replace(post) for section in once for post in section.posts], [NEWS, TALES])

    assert again == once
