"""Ctrl-C: the first one asks a run to stop, a second one ends it at once."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopping_on_signal(stop: asyncio.Event) -> Iterator[None]:
    """Have the first Ctrl-C or SIGTERM set *stop*, and the next one do what it always does."""
    loop = asyncio.get_running_loop()

    def ask_to_stop() -> None:
        ignore()
        stop.set()
        click.echo("\nStopping: what is in flight is finished first. Ctrl-C again ends it at once.", err=True)

    ignore = _listen(loop, ask_to_stop)
    try:
        yield
    finally:
        ignore()


def _listen(loop: asyncio.AbstractEventLoop, ask_to_stop: Callable[[], None]) -> Callable[[], None]:
    """Return what ends the listening."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in _SIGNALS:
        if sys.platform == "win32":  # its loops have no such method; elsewhere that is what wakes a loop for sure
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(ask_to_stop))
        else:
            loop.add_signal_handler(number, ask_to_stop)

    def ignore() -> None:
        for number in _SIGNALS:
            if sys.platform != "win32":
                loop.remove_signal_handler(number)
            signal.signal(number, before[number])

    return ignore
