"""Find a post that comes twice, in one feed, in several or in the folder too: it goes once."""

from collections.abc import Callable, Iterator, Sequence

from digest.collect.page import page_of
from digest.collect.post import Body, Found, LeftOut, Post


def keep_first(every: Sequence[Found]) -> Found:
    """Return everything that was found, in one: of the same post the first one, the others left out for that reason.

    A feed's post is the same as an earlier one that has its id or stands on its page, and as a file that points to that
    page. Files are not compared with each other.
    """
    first: dict[tuple[str, str], Post] = {}
    posts: list[Post] = []
    left_out = [left for found in every for left in found.left_out]
    texts: dict[str, Callable[[], Body]] = {}
    for found in every:
        for post in found.posts:
            names = tuple(_names(post))
            twin = next((first[name] for name in names if name in first), None) if post.feed else None
            if twin is not None:
                left_out.append(LeftOut(post.path, post.title, _reason(post, twin)))
                continue
            posts.append(post)
            first.update((name, post) for name in names if name not in first)
            if post.feed and post.id in found.texts:
                texts[post.id] = found.texts[post.id]
    return Found(
        posts=tuple(sorted(posts, key=lambda post: (post.published_at, post.path))),
        left_out=tuple(sorted(left_out, key=lambda left: left.path)),
        problems=tuple(problem for found in every for problem in found.problems),
        notices=tuple(notice for found in every for notice in found.notices),
        texts=texts,
    )


def _names(post: Post) -> Iterator[tuple[str, str]]:
    yield "id", post.id
    if post.feed is None:
        yield "page", page_of(post.url)
        if post.link:
            yield "page", page_of(post.link)
    elif post.path == post.url:  # else the page is not its own
        yield "page", page_of(post.url)


def _reason(post: Post, twin: Post) -> str:
    where = f" in {twin.feed}" if twin.feed and twin.feed != post.feed else ""
    return f"same post as {twin.path}{where}"
