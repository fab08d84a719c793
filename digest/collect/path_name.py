"""What a file's path says about a post: a date and a slug."""

import re
from dataclasses import dataclass
from datetime import date

ENDINGS = (".md", ".markdown", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class PathName:
    """The date and the slug that a path spells; each None where it spells none."""

    published_on: date | None
    slug: str | None


_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_ ]+(.*))?", re.ASCII | re.DOTALL)


def parse_path_name(relative: str) -> PathName:
    """Return what *relative*, a path inside the posts' folder, says about its post.

    `2026-03-02-tea.md` has its date in the name, `2026/03/02/tea.md` in its folders; `tea/index.md` is named by its
    folder.
    """
    *folders, name = relative.split("/")
    stem = stem_of(name)
    if stem == "index" and folders:
        stem, folders = folders[-1], folders[:-1]
    elif stem == "index":
        return PathName(None, None)
    if (dated := _DATED.fullmatch(stem)) and (published_on := _date_of(*dated.group(1, 2, 3))):
        return PathName(published_on, dated[4] or None)
    if len(folders) >= 3 and (published_on := _date_of(*folders[-3:])):
        return PathName(published_on, stem)
    return PathName(None, stem)


def stem_of(relative: str) -> str:
    """Return the file's name without its ending; `tea.html.md` has two."""
    name = relative.rpartition("/")[2]
    for _ in range(2):
        stem, dot, ending = name.rpartition(".")
        if not stem or dot + ending.lower() not in ENDINGS:
            break
        name = stem
    return name


def is_html(path: str) -> bool:
    """Return whether the file's text is HTML; otherwise it is Markdown."""
    return path.lower().endswith((".html", ".htm"))


def _date_of(year: str, month: str, day: str) -> date | None:
    digits = year + month + day
    if len(year) != 4 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
