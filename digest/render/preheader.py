"""The line that an inbox shows after the subject, where config.yaml doesn't say one."""

from digest.issue.issue import Issue
from digest.render.text import text_of

_ENOUGH = 100  # letters; inboxes show 40 to 100
_SEPARATOR = " · "


def default_preheader(issue: Issue, subject: str) -> str:
    """Return the titles that *subject* doesn't say yet, as many as fit; where it says all, the issue's first words."""
    titles = [post.title for post in issue.posts if post.title and post.title not in subject]
    said = ""
    for title in titles:
        longer = f"{said}{_SEPARATOR}{title}" if said else title
        if said and len(longer) > _ENOUGH:
            break
        said = longer
    return _shortened(said or _first_words(issue))


def _first_words(issue: Issue) -> str:
    shown = [post.html for post in (issue.intro, *issue.posts) if post is not None and post.html]
    # A line as wide as what we take: text_of then breaks no line that we would have to join again.
    return " ".join(text_of(shown[0]).partition("\n\n")[0].split()) if shown else ""


def _shortened(text: str) -> str:
    if len(text) <= _ENOUGH:
        return text
    cut = text[:_ENOUGH].rpartition(" ")[0] or text[:_ENOUGH]
    return f"{cut.rstrip(' ,;:·')}…"
