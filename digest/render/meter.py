"""Count what a rendering does: turns and letters, so that it can't run away; slots, so that none is lost."""

from collections.abc import Iterable, Iterator

from jinja2 import TemplateRuntimeError

from digest.render.slots import Slot, printed_text

_TURNS = 1_000_000
_LETTERS = 20_000_000
_PIECES = 3_000_000
_BITS = 10_000


class Meter:
    """The counts of one rendering; `start` sets them back.

    Counts, not seconds: the same template ends at the same place on every machine.
    """

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin anew."""
        self._turns = 0
        self.slots = 0

    def printed(self, value: object) -> object:
        """Return what `{{ value }}` prints: a slot's tokens, and nothing for None."""
        if not isinstance(value, Slot):
            return "" if value is None else value
        self.slots += 1
        return printed_text(value)

    def range(self, *bounds: int) -> range:
        """Return `range(*bounds)`, charged by its length."""
        numbers = range(*bounds)
        self._turns += len(numbers)
        if self._turns > _TURNS:
            raise TemplateRuntimeError(f"loops over more than {_TURNS:,} numbers")
        return numbers

    def check_product(self, operator: str, left: object, right: object) -> None:
        """Raise where *left* *operator* *right* would fill the memory."""
        if operator == "**" and isinstance(left, int) and isinstance(right, int):
            if left.bit_length() * right > _BITS:
                raise TemplateRuntimeError(f"makes a number of more than {_BITS:,} bits")
            return
        for text, times in ((left, right), (right, left)):
            if isinstance(text, str | list | tuple) and isinstance(times, int) and len(text) * times > _LETTERS:
                raise TemplateRuntimeError(f"makes a text of more than {_LETTERS:,} letters by multiplying")

    def join(self, pieces: Iterable[str]) -> str:
        """Return *pieces* joined; raise as soon as they are too many or too long for any mail."""
        return "".join(self._metered(pieces))

    def _metered(self, pieces: Iterable[str]) -> Iterator[str]:
        letters = 0
        for count, piece in enumerate(pieces):
            letters += len(piece)
            if letters > _LETTERS or count > _PIECES:
                raise TemplateRuntimeError("makes a text that is too long for any mail, and goes on")
            yield piece
