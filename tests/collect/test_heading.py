import pytest

from digest.collect.heading import opening_heading


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Tea\n\nText", "Tea"),
        ("\n\n# Tea #\nText", "Tea"),
        ("# *Tea* & `scones` [here](/x)\n", "Tea & scones here"),
        ("# Tea {#tea}\n", "Tea"),
        ("Tea at noon\n====\nText", "Tea at noon"),
        ("<h1 class=x>Tea <em>now</em></h1>\n", "Tea now"),
    ],
)
def test_a_heading_that_opens_the_body_is_found(body: str, title: str) -> None:
    heading = opening_heading(body, is_html=False)

    assert heading is not None
    assert heading.title == title


@pytest.mark.parametrize(
    "body", ["", "Text\n\n# Tea", "## Tea", "#Tea", "# \n", "    # Tea", "- Tea\n===\n", "#" * 50_000]
)
def test_what_is_no_opening_heading_is_not_taken_for_one(body: str) -> None:
    assert opening_heading(body, is_html=False) is None


def test_the_rest_of_the_body_begins_behind_it() -> None:
    body = "\n# Tea\n\nText"

    heading = opening_heading(body, is_html=False)

    assert heading is not None
    assert body[heading.end :] == "\nText"


def test_hashes_are_no_heading_in_html() -> None:
    assert opening_heading("# Tea\n", is_html=True) is None
