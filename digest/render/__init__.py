"""From an issue to a rendered issue: Jinja2, inlined CSS, the text part. Once per variant."""
