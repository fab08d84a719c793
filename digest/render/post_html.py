"""A post's HTML as the issue's page needs it: headings below what stands above it, pictures with a width."""

import re

# A whole tag, quoted values included: so that what looks like a tag inside of an attribute is left alone.
_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE)
_WIDTH = re.compile(r"""(?<![\w-])width\s*=""", re.IGNORECASE)
_LONE_PICTURE = re.compile(
    r"""(<(?:p|figure|div)(?:\s[^<>]*)?>\s*(?:<a\s[^<>]*>\s*)?)(<img\s(?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.IGNORECASE
)
_LAST_LEVEL = 6


def fit_post_html(html: str, *, top_level: int, picture_width: int) -> str:
    """Return *html*, a sanitised fragment, with its headings moved to begin at *top_level*, its lone pictures widened.

    Outlook shows a picture without a width at its natural size, whatever the style says; the shipped style keeps
    others at `width: auto`, so that a small picture is not blown up.
    """
    widened = _LONE_PICTURE.sub(lambda found: found[1] + _with_width(found[2], picture_width), html)
    levels = [int(found[2][1]) for found in _TAG.finditer(widened) if _is_heading(found[2])]
    if not levels:
        return widened
    down = top_level - min(levels)
    return _TAG.sub(lambda found: _moved(found, down), widened)


def _with_width(tag: str, width: int) -> str:
    return tag if _WIDTH.search(tag) else f'{tag[:4]} width="{width}"{tag[4:]}'


def _is_heading(name: str) -> bool:
    return len(name) == 2 and name[0] in "hH" and name[1] in "123456"


def _moved(found: re.Match[str], down: int) -> str:
    slash, name, attributes = found.groups()
    if not _is_heading(name):
        return found[0]
    return f"<{slash}h{min(int(name[1]) + down, _LAST_LEVEL)}{attributes}>"
