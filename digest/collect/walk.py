"""Find the files that may be posts, following no link in circles."""

import os
import stat
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from digest.collect.path_name import ENDINGS
from digest.collect.post import LeftOut
from digest.collect.reading import Reading
from digest.collect.text_file import unreadable
from digest.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file that may be a post; *stamp* changes when the file does."""

    relative: str  # path in the folder, with "/"
    stamp: tuple[int, int, int]  # changed at, in nanoseconds; size in bytes; inode changed at


@dataclass(slots=True)
class Walk:
    """What stands in a folder of posts."""

    files: list[PostFile] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


_OTHER_TEXTS = (".rst", ".txt", ".org", ".adoc", ".asciidoc", ".textile", ".mdx", ".ipynb", ".tex")


def walk(folder: Path, reading: Reading) -> Walk:
    """Return the files in *folder*, and in the folders in it, that may be posts, by path.

    Symbolic links are followed last: what they lead to a second time is left out, and one that leads to a folder it
    stands in is a problem. Raises OSError where *folder* itself can't be looked into.
    """
    walker = _Walker(folder, reading)
    walker.look_into("")
    while walker.folders or walker.links:
        if walker.folders:
            try:
                walker.look_into(relative := walker.folders.popleft())
            except OSError as error:
                walker.found.problems.append(unreadable(reading.shown(relative), error))
        else:
            walker.follow(walker.links.popleft())
    walker.found.files.sort(key=lambda file: file.relative)
    return walker.found


class _Walker:
    """What has been found so far, and what is still to be looked into."""

    def __init__(self, folder: Path, reading: Reading) -> None:
        self.folder = folder
        self.reading = reading
        self.found = Walk()
        self.folders: deque[str] = deque()
        self.links: deque[str] = deque()
        self.met: dict[tuple[int, int], str] = {}  # device and inode of files and folders, and where they were met

    def look_into(self, inner: str) -> None:
        about = (self.folder / inner).stat()
        self.met[about.st_dev, about.st_ino] = inner
        with os.scandir(self.folder / inner) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                relative = f"{inner}/{entry.name}" if inner else entry.name
                try:
                    self._meet(entry, relative)
                except OSError as error:
                    self.found.problems.append(unreadable(self.reading.shown(relative), error))

    def follow(self, relative: str) -> None:
        shown = self.reading.shown(relative)
        link = self.folder / relative
        try:
            about = link.stat()
            circular = stat.S_ISDIR(about.st_mode) and link.parent.resolve().is_relative_to(link.resolve())
        except OSError as error:
            self.found.problems.append(_broken_link(shown, error))
            return
        met_at = self.met.get((about.st_dev, about.st_ino))
        if circular:
            fault = "is a link that leads back to a folder it stands in"
            self.found.problems.append(Problem(Place(shown), fault, "remove the link, or let it lead elsewhere"))
        elif met_at is not None and (stat.S_ISDIR(about.st_mode) or _ending_of(link.name) in ENDINGS):
            self._leave_out(relative, f"the same as {self.reading.shown(met_at)}, to which it is a link")
        elif stat.S_ISDIR(about.st_mode):
            self.folders.append(relative)
        elif _ending_of(link.name) in ENDINGS:
            self._note(relative, about)

    def _meet(self, entry: os.DirEntry[str], relative: str) -> None:
        is_folder = entry.is_dir(follow_symlinks=False)
        if not entry.name.isprintable() and entry.name != entry.name.encode(errors="replace").decode():
            fault = "the name is not UTF-8"
            place = Place(_printable(self.reading.shown(relative)))
            self.found.problems.append(Problem(place, fault, "rename it with letters that every system can write"))
        elif reason := _why_passed_over(entry.name, is_folder=is_folder):
            self._leave_out(relative, reason)
        elif is_folder:
            if not entry.name.startswith("."):
                self.folders.append(relative)
        elif entry.is_symlink():
            self.links.append(relative)
        elif _ending_of(entry.name) in ENDINGS:
            self._note(relative, entry.stat())

    def _note(self, relative: str, about: os.stat_result) -> None:
        if not stat.S_ISREG(about.st_mode):
            self._leave_out(relative, "not a file with text in it")
            return
        self.met[about.st_dev, about.st_ino] = relative
        stamp = (about.st_mtime_ns, about.st_size, about.st_ctime_ns)
        self.found.files.append(PostFile(relative, stamp))

    def _leave_out(self, relative: str, reason: str) -> None:
        self.found.left_out.append(LeftOut(self.reading.shown(relative), "", reason))


def _why_passed_over(name: str, *, is_folder: bool) -> str | None:
    if is_folder:
        named = {"_drafts": "draft, as all in `_drafts`", "node_modules": "`node_modules` holds no posts"}
        return named.get(name) or ("hidden: its name begins with a dot" if name.startswith(".") else None)
    ending = _ending_of(name)
    if ending in _OTHER_TEXTS:
        return f"not a post: {', '.join(ENDINGS[:-1])} and {ENDINGS[-1]} are read, {ending} is not"
    if ending not in ENDINGS:
        return None
    if name.startswith("."):
        return "hidden: its name begins with a dot"
    return "`_index` describes a folder, it is no post" if name.lower().startswith("_index.") else None


def _ending_of(name: str) -> str:
    """Return the ending in lower case, with its dot; the dot that hides a file makes none."""
    stem, dot, ending = name.lower().rpartition(".")
    return dot + ending if stem else ""


def _broken_link(shown: str, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(Place(shown), "is a link that leads nowhere", "remove the link, or put back what it leads to")
    return Problem(Place(shown), f"is a link that can't be followed: {error.strerror}", "remove the link")


def _printable(path: str) -> str:
    return path.encode(errors="backslashreplace").decode()
