"""The habits of docs/conventions.md that a machine can see. Each failure says where, and how to mend it."""

import ast
import re
import sys
import tomllib
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions

import click
import pytest

from digest.cli.main import main
from tests.support.house import (
    PACKAGE,
    ROOT,
    Function,
    Named,
    arguments,
    functions,
    imports,
    mend,
    modules,
    names,
    place,
    public_definitions,
    text_lines,
    tree,
    words_of,
)

# Never-words that stand in a name all the same: (word, "file:name" where it may, why).
ALLOWED = (
    ("digest", "*", "the product's own name: the package, DigestError, the front matter key"),
    ("email", "digest/config/*:email", "the section `email:` of config.yaml"),
    ("entry", "digest/collect/walk.py:*", "what os.scandir gives"),
    ("hash", "digest/collect/heading.py:*", "the signs # that open a Markdown heading"),
    ("header", "digest/message/*", "RFC 5322's word for the head of a message; ours for posts is front matter"),
    ("history", "*history", "what earlier issues did, as issue/ needs to know it; the record itself is the ledger"),
    ("key", "*", "what opens a mapping, and what signs a token; the token itself is never called so"),
    ("mail", "digest/deliver/*:mail", "SMTP's verb"),
    ("mail", "*_for_mail", "mail in general; what one person gets is a message"),
    ("mail", "digest/collect/*_and_mail", "the scheme `mailto:`"),
    ("metadata", "digest/store/*:metadata", "SQLAlchemy's name for the list of tables"),
    ("range", "digest/render/*:range", "Python's own function, and Jinja2's"),
    ("recipient", "digest/deliver/*:recipient", "the envelope's `RCPT TO`, as the glossary has it"),
    ("sender", "*:sender", "whom readers see in From; where bounces go is the envelope sender"),
    ("status", "digest/cli/*:status", "the command `digest status`"),
    ("version", "digest/store/*:versions", "alembic's own name for the folder of migrations"),
    ("warning", "digest/check/*:warning", "a severity, with error and note beside it"),
)
# Functions that are long and better whole: "digest/room/module.py:function" → why.
LONG: dict[str, str] = {}


def test_modules_have_at_most_300_lines() -> None:
    long = [f"{place(path)}: {count} lines" for path in modules() if (count := len(text_lines(path))) > 300]

    assert not long, mend(long, "a second concept has moved in: find its word in the glossary, give it its own module")


def test_functions_have_fewer_than_40_lines() -> None:
    long = [
        f"{place(path, function.lineno)}: {function.name} has {lines} lines"
        for path in modules()
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) >= 40
        and f"{place(path)}:{function.name}" not in LONG
    ]

    assert not long, mend(long, "split off what has a name of its own, or write it into LONG with its reason")


def test_functions_take_at_most_6_arguments() -> None:
    greedy = [
        f"{place(path, function.lineno)}: {function.name} takes {count}"
        for path in modules()
        for function in functions(path)
        if (count := len(arguments(function))) > 6 and not is_command(function)
    ]

    assert not greedy, mend(greedy, "some of them belong together: make them a value and name it from the glossary")


def test_every_module_says_what_it_is_for() -> None:
    silent = [f"{place(path)}:1" for path in modules() if not ast.get_docstring(tree(path))]

    assert not silent, mend(silent, "open the module with one line that says what it is for")


def test_everything_public_has_a_docstring() -> None:
    silent = [
        f"{place(path, node.lineno)}: {node.name}"
        for path in modules()
        for node in public_definitions(path)
        if not ast.get_docstring(node)
    ]

    assert not silent, mend(silent, "say in one line what it returns, or what it holds; or is it private?")


def test_an_init_is_a_door_plate() -> None:
    furnished = [
        f"{place(path, node.lineno)}: code in a door plate"
        for path in modules()
        if path.name == "__init__.py"
        for node in tree(path).body[1:]
    ]

    assert not furnished, mend(furnished, "leave the docstring only; import from the module that defines the name")


def test_every_room_has_a_door_plate() -> None:
    bare = sorted({place(path.parent) for path in modules() if not (path.parent / "__init__.py").exists()})

    assert not bare, mend(bare, "add an __init__.py with one docstring: what the room is for")


def test_no_module_has_the_name_of_a_library() -> None:
    taken = sys.stdlib_module_names | {"test"} | library_names()

    clashes = [place(path) for path in modules() if path.stem in taken and f"{place(path)}" != "digest/cli/test.py"]

    assert not clashes, mend(clashes, "choose another word: a reader of `import …` should not have to guess which")


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "core", "base", "misc", "models", "types"}

    found = [place(path) for path in modules() if drawers & set(words_of(path.stem))]

    assert not found, mend(found, "name the module after what is in it")


def test_tests_live_in_the_same_rooms() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}

    assert tested - rooms == set(), mend(sorted(tested - rooms), "no such room in digest/: move the tests")
    assert rooms - tested == set(), mend(sorted(rooms - tested), "this room has no tests: add tests/<room>/test_….py")


def test_tests_of_one_module_are_named_after_it() -> None:
    strays = [
        place(path)
        for path in sorted((ROOT / "tests").glob("*/test_*.py"))
        if not is_about_a_module(path.stem.removeprefix("test_"), path.parent.name)
        and len({name for name in imports(path) if name.startswith(f"digest.{path.parent.name}.")}) < 2
    ]

    assert not strays, mend(
        strays, "call it test_<module>.py, or test_<module>_<what>.py; only tests of several may not"
    )


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert command is not None, f"digest/cli/main.py lists {name}, and there is no such command"
    assert command.help, f"digest/cli/{name}.py: no help\n  mend: give its function a docstring"
    example = f"{command.help}\n{command.epilog or ''}"
    assert f"digest {name}" in example, f"digest/cli/{name}.py: no example\n  mend: `Example:` with `digest {name} …`"
    assert f"digest {name}" in readme, f"README.md: nothing of `digest {name}`\n  mend: show it in the tour"


def test_the_readme_shows_no_command_that_is_not_there() -> None:
    commands = set(main.list_commands(click.Context(main)))
    shown = re.compile(r"(?:^|`|\$ |&& )digest ([a-z]+)\b")

    dreams = [
        f"README.md:{number}: digest {name}"
        for number, line in enumerate(text_lines(ROOT / "README.md"), 1)
        for name in shown.findall(line)
        if name not in commands
    ]

    assert not dreams, mend(dreams, "build it first, then show it")


def test_the_glossary_is_read() -> None:
    never = never_words()

    assert never["teaser"] == "excerpt"
    assert never["merge tag"] == "slot"
    assert "delivered" in never


def test_no_name_says_a_word_that_the_glossary_rules_out() -> None:
    slips = [
        f"{named.place}: {named.name} says {never!r}; say {say!r}"
        for named, never, say in ruled_out_names()
        if not reasons(named, never)
    ]

    assert not slips, mend(slips, "use the glossary's word; a library's own word goes into ALLOWED with its reason")


def test_every_allowed_word_is_still_said_somewhere() -> None:
    needed = {row for named, never, _ in ruled_out_names() for row in reasons(named, never)}

    idle = [f"tests/test_house.py: ALLOWED: {word!r} in {where}" for word, where, why in set(ALLOWED) - needed]

    assert not idle, mend(sorted(idle), "take the row out: nobody says the word there any more")


def is_command(function: Function) -> bool:
    """Return whether click calls *function*: its arguments are then options, and `--help` counts them."""
    return any(
        isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "click.command"
        for decorator in function.decorator_list
    )


def library_names() -> set[str]:
    """Return the names by which the dependencies in pyproject.toml are imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    called = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in wanted}
    return {name for name, owners in packages_distributions().items() if called & {owner.lower() for owner in owners}}


def is_about_a_module(name: str, room: str) -> bool:
    """Return whether tests called *name* are about a module of *room*."""
    stems = [path.stem for path in (PACKAGE / room).rglob("*.py") if path.stem != "__init__"]
    return any(name == stem or name.startswith(f"{stem}_") for stem in [*stems, room])


def never_words() -> dict[str, str]:
    """Return what the glossary's third column rules out, each with the word to say instead."""
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|.*\| (.+?) \|$", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)
    return {
        never: say
        for say, column in rows
        for never in (re.sub(r"\s*\(.*?\)", "", word).strip() for word in re.split(r",\s*(?![^(]*\))", column))
    }


def says(name: str, never: str, say: str) -> bool:
    """Return whether *name* says *never*, alone or in the plural, and not as a part of *say* ("envelope sender")."""
    spoken = " ".join(words_of(name)).replace(say, "")
    return re.search(rf"\b{re.escape(re.sub('[- ]', ' ', never))}(s|es)?\b", spoken) is not None


@cache
def ruled_out_names() -> tuple[tuple[Named, str, str], ...]:
    """Return each name that says a never-word, with that word and the one to say instead."""
    return tuple(
        (named, never, say)
        for path in modules()
        for named in names(path)
        for never, say in never_words().items()
        if says(named.name, never, say)
    )


def reasons(named: Named, never: str) -> set[tuple[str, str, str]]:
    """Return the rows of ALLOWED that let this name say *never*."""
    spot = f"{named.place.partition(':')[0]}:{named.name.lower()}"
    return {row for row in ALLOWED if row[0] == never and fnmatch(spot, row[1])}
