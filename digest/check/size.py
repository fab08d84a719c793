"""How big an issue is, before an inbox cuts it short."""

from digest.errors import Problem

# Gmail shows this much of an HTML part, then "[Message clipped]": the link to unsubscribe is at the end.
CLIPPED_AT_BYTES = 102_400


def find_clipping(html_bytes: int) -> tuple[Problem, ...]:
    """Return the problem that an HTML part of *html_bytes* has in Gmail, if it has one."""
    if html_bytes <= CLIPPED_AT_BYTES:
        return ()
    fault = f"the HTML part has {html_bytes:,} bytes, and Gmail cuts it off after {CLIPPED_AT_BYTES:,}"
    return (Problem(None, fault, "lower excerpt.words or posts.maximum, or mark long posts `digest: title`"),)
