"""Make newsletters of any size to measure on; the same ones every time."""

import random
from datetime import date, timedelta
from pathlib import Path

CONFIG = """\
newsletter:
  name: Bench
  url: https://bench.example/
  from: Bench <post@bench.example>
  timezone: Europe/London
subscribers: [ada@example.org]
"""

# Words enough for plain text, in three scripts, so that no fast path for ASCII flatters us.
TEXT = (
    "harbour tide crossing lantern rope captain morning letter deck fog engine ticket pier water gull north "
    "Überfahrt Hafen Möwe Straße später früh Schiff Nebel "
    "паром берег утро вода туман причал капитан письмо"
)
WORDS = TEXT.split()
LAST_DAY = date(2026, 11, 19)
POSTS_A_DAY = 1.5


def write_newsletter(folder: Path, *, posts: int, words: int = 150) -> Path:
    """Return *folder* with a newsletter of *posts* posts of *words* words, ten or so in the week before 20 November."""
    chance = random.Random(20261120)  # noqa: S311 - the same newsletter every time, no secret
    (folder / "posts").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    for number in range(posts):
        day = LAST_DAY - timedelta(days=int(number / POSTS_A_DAY))
        path = folder / "posts" / f"{day}-post-{number}.md"
        path.write_text(_post(chance, number, day, words), encoding="utf-8")
    return folder


def _post(chance: random.Random, number: int, day: date, words: int) -> str:
    paragraphs = [_paragraph(chance, words // 5) for _ in range(5)]
    tags = ", ".join(chance.sample(WORDS, 3))
    head = f"---\ntitle: 'Post {number}: {chance.choice(WORDS)}'\ndate: {day} 07:30:00 +0000\n"
    return f"{head}author: A. Writer\ntags: [{tags}]\nlayout: post\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def _paragraph(chance: random.Random, words: int) -> str:
    text = " ".join(chance.choice(WORDS) for _ in range(words))
    return f"**{text[:1].upper()}**{text[1:]}. See [the timetable](/timetable/) and *more*."
