"""Subscribers from a CSV file with one person a line."""

import csv
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from digest.audience.subscriber import Subscriber
from digest.audience.subscribers import Line, sort_out
from digest.errors import ConfigError, Place, Problem


def read_subscribers(path: Path, shown_as: str) -> tuple[Subscriber, ...]:
    """Return the people that the CSV file *path* names, in order.

    Its first line names the columns: `address`, and `name`, `tags` and `language` where wanted. Columns part at `,`,
    `;` or a tab, whatever the first line has; tags at spaces, `;` and `,`. UTF-8, with or without a byte order mark.
    Raises ConfigError with every problem; messages call the file *shown_as*.
    """
    reading = _Reading(shown_as)
    try:
        with path.open("rb") as file:
            people, problems = sort_out(reading.lines(file))
    except OSError as error:
        fault = f"can't be read: {error.strerror}"
        raise ConfigError(Problem(Place(shown_as), fault, "check subscribers.file and who may read it")) from error
    ConfigError.gather(sorted([*problems, *reading.problems], key=_line_number))
    return people


_COLUMNS = ("address", "name", "tags", "language")


class _Reading:
    """One pass over the file; what is wrong with its lines gathers in *problems*."""

    def __init__(self, shown_as: str) -> None:
        self.problems: list[Problem] = []
        self._shown_as = shown_as

    def lines(self, file: Iterator[bytes]) -> Iterator[Line]:
        texts = self._texts(file)
        first = next(texts, "")
        rows = csv.reader(chain([first], texts), delimiter=max(",;\t", key=first.count), strict=True)
        try:
            columns = self._columns(next(rows, []))
            if "address" not in columns:
                return
            begins_at = rows.line_num + 1
            for row in rows:
                place = Place(self._shown_as, begins_at)
                begins_at = rows.line_num + 1
                if len(row) > len(columns):
                    self._complain(place, f"{len(row)} columns, and the first line names {len(columns)}", _QUOTE)
                elif any(map(str.strip, row)):
                    yield _line(dict(zip(columns, row, strict=False)), place)
        except csv.Error as error:
            self._complain(Place(self._shown_as, rows.line_num), f"no CSV: {error}", _QUOTE)

    def _texts(self, file: Iterator[bytes]) -> Iterator[str]:
        for number, raw in enumerate(file, start=1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                self._complain(
                    Place(self._shown_as, number), "not UTF-8", "save the file as UTF-8, in Excel “CSV UTF-8”"
                )
                return  # the lines after it are in the same encoding
            yield text

    def _columns(self, row: list[str]) -> list[str]:
        columns = [cell.strip().lower() for cell in row]
        place = Place(self._shown_as, 1)
        if "address" not in columns:
            self._complain(place, "the first line names no column `address`", "begin with `address,name,tags,language`")
            return columns
        for column in filter(None, columns):
            if column not in _COLUMNS:
                near = get_close_matches(column, _COLUMNS, n=1)
                mend = f"did you mean `{near[0]}`?" if near else f"take it out; known are {', '.join(_COLUMNS)}"
                self._complain(place, f"no column is called `{column}`", mend)
        for column in _COLUMNS:
            if columns.count(column) > 1:
                self._complain(place, f"two columns are called `{column}`", "take one of them out")
        return columns

    def _complain(self, place: Place, fault: str, mend: str) -> None:
        self.problems.append(Problem(place, fault, mend))


_QUOTE = 'put quotes around what holds the separator or a quote: `ada@example.org,"Hopper, Grace"`'


def _line(cells: dict[str, str], place: Place) -> Line:
    return Line(
        address=cells.get("address", ""),
        name=cells.get("name"),
        tags=tuple(cells.get("tags", "").replace(";", " ").replace(",", " ").split()),
        language=cells.get("language"),
        place=place,
    )


def _line_number(problem: Problem) -> int:
    return problem.place.line or 0 if problem.place else 0
