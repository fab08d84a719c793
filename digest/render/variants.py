"""Group subscribers by what the templates ask about them, and render once per group."""

from collections.abc import Iterable

from digest.audience.subscriber import Subscriber
from digest.render.render import Renderer
from digest.render.rendered import RenderedIssue, Variant
from digest.render.slots import LookedAt


def variant_of(subscriber: Subscriber, looked_at: LookedAt) -> Variant:
    """Return the variant that *subscriber* reads, as far as the templates looked."""
    everything = Variant(has_name=bool(subscriber.name), language=subscriber.language, tags=subscriber.tags)
    return looked_at.of(everything)


def render_variants(renderer: Renderer, subscribers: Iterable[Subscriber]) -> dict[Variant, RenderedIssue]:
    """Return a rendered issue for each variant that *subscribers* need.

    What the templates ask is known only by rendering, and one group's answer may lead to the next question: so groups
    are split until a round asks nothing new. `variant_of(subscriber, renderer.looked_at)` is then each one's key.
    """
    # People alike in everything a template can ask about are rendered for as one: a long list is read once.
    kinds = {(bool(person.name), person.language, person.tags): person for person in subscribers}.values()
    while True:
        before = renderer.looked_at
        rendered = {variant: renderer.render(variant) for variant in (variant_of(kind, before) for kind in kinds)}
        if renderer.looked_at == before:
            return rendered
