"""The preheader says what the subject doesn't."""

from digest.render.preheader import default_preheader
from tests.support.issues import sample_issue, sample_post


def test_titles_follow_that_the_subject_has_not_said() -> None:
    issue = sample_issue(posts=(sample_post(title="Fog"), sample_post(title="Bell"), sample_post(title="Tide")))

    assert default_preheader(issue, "The Ferry: Fog") == "Bell · Tide"


def test_titles_end_where_they_would_be_cut() -> None:
    issue = sample_issue(posts=tuple(sample_post(title=f"{number} " + "word " * 9 + "end") for number in range(5)))

    said = default_preheader(issue, "")

    assert said.endswith("end")
    assert 40 <= len(said) <= 100


def test_one_long_title_is_cut_at_a_word() -> None:
    said = default_preheader(sample_issue(posts=(sample_post(title="word " * 40),)), "")

    assert said.endswith("word…")
    assert len(said) <= 100


def test_first_words_stand_in_where_the_subject_has_every_title() -> None:
    issue = sample_issue(
        posts=(sample_post(title="Fog", html="<p>The <em>early</em> boat<br>waited.</p><p>Long.</p>"),), intro=None
    )

    assert default_preheader(issue, "Fog") == "The early boat waited."
