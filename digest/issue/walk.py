"""Go through a tree of HTML, however deep it is."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode


def walk(root: LexborNode | None) -> Iterator[tuple[LexborNode, bool]]:
    """Yield every node when it opens (True) and when it closes (False), in order and without recursion."""
    above: list[LexborNode] = []
    node = root
    while node is not None:
        yield node, True
        if (child := node.child) is not None:
            above.append(node)
            node = child
            continue
        yield node, False
        while node.next is None:
            if not above:
                return
            node = above.pop()
            yield node, False
        node = node.next
