"""The house as its own tests see it: modules, the names defined in them, and the papers that a commit carries."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "digest"

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Named:
    """A name that somebody chose, and where: "digest/issue/period.py:7"."""

    name: str
    place: str


@cache
def modules() -> tuple[Path, ...]:
    """Return every module of the package, in the order of the tree."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """Return *path* as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int | None = None) -> str:
    """Return *path* as a person types it from the root, with *line*."""
    shown = path.relative_to(ROOT).as_posix()
    return shown if line is None else f"{shown}:{line}"


def mend(faults: list[str], how: str) -> str:
    """Return *faults* one a line, and *how* to mend them."""
    return "\n".join(["", *faults, f"  mend: {how}"])


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method in *path*, nested ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS))


def public_definitions(path: Path) -> Iterator[Definition]:
    """Yield the public functions and classes of *path*, and the public methods of those classes."""
    yield from _public(tree(path).body)


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that *path* imports names from."""
    return (node.module for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module)


def arguments(function: Function) -> tuple[ast.arg, ...]:
    """Return what a caller passes to *function*: everything but `self` and `cls`."""
    every = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return tuple(argument for argument in every if argument.arg not in ("self", "cls"))


def names(path: Path) -> Iterator[Named]:
    """Yield the names that *path* chose: its own, and those of classes, functions, arguments, attributes, constants."""
    yield Named(path.parent.name if path.stem == "__init__" else path.stem, place(path))
    yield from (Named(name, place(path, node.lineno)) for node in tree(path).body for name in _assigned(node))
    for node in ast.walk(tree(path)):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("__"):
            yield Named(node.name, place(path, node.lineno))
        if isinstance(node, ast.ClassDef):
            yield from (Named(name, place(path, line.lineno)) for line in node.body for name in _assigned(line))
        if isinstance(node, FUNCTIONS):
            yield from (Named(argument.arg, place(path, argument.lineno)) for argument in arguments(node))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield Named(node.attr, place(path, node.lineno))


def words_of(name: str) -> tuple[str, ...]:
    """Return the words in a snake_case or CamelCase *name*: "ReplyTo" and "reply_to" are both ("reply", "to")."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return tuple(word.lower() for word in apart.split("_") if word)


@cache
def committed() -> tuple[Path, ...]:
    """Return the files that a commit would carry, text and pictures alike; empty where there is no git."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False, text=True).stdout
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := ROOT / name).is_file())


def text_lines(path: Path) -> list[str]:
    """Return the lines of *path*; none where it isn't text."""
    content = path.read_bytes()
    return [] if b"\0" in content else content.decode("utf-8", errors="replace").splitlines()


def _public(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _public(node.body)


def _assigned(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [name.id for name in targets if isinstance(name, ast.Name) and not name.id.startswith("__")]
