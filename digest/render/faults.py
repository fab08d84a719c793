"""Turn whatever a template can do wrong into a TemplateError that names file, line and mend."""

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType

from jinja2 import StrictUndefined, TemplateAssertionError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2 import TemplateError as JinjaError
from jinja2.utils import missing

from digest.errors import Place, Problem, TemplateError
from digest.render.slots import SlotError

_VARIABLES = ("newsletter", "issue", "subscriber", "unsubscribe_url", "subject", "preheader")
_IN_LOOPS = frozenset({"post", "loop", "language", "writers", "reports"})
_KINDS = {"str": "text", "tuple": "a list", "list": "a list", "IssuePost": "a post", "SubscriberView": "a subscriber"}
_MEND_SYNTAX = "mend the tag on this line, or the one above it that is not closed"
_MEND = "docs/templates.md lists the variables and filters there are"
# What an expression in a template can raise when it is run: the sandbox lets these through as they are.
_RAISED_BY_EXPRESSIONS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Missing(StrictUndefined):
    """A name that templates use and that is not there; its message knows the nearest name that is."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        thing, name = self._undefined_obj, self._undefined_name
        if not isinstance(name, str):
            return f"there is no number {name} in this list\nask first, for example `{{% if issue.posts %}}`"
        if name in _IN_LOOPS:
            return f"there is no `{name}` here\n`{name}` is known inside of `{{% for post in issue.posts %}}` only"
        if thing is missing:
            return _not_there(f"there is no `{name}`", name, _VARIABLES)
        names = [known for known in dir(thing) if not known.startswith("_")]
        return _not_there(f"{_kind(thing)} has no `{name}`", name, names)


@contextmanager
def named_faults(main: str, setting: str | None = None) -> Iterator[None]:
    """Raise what goes wrong inside as a TemplateError; *main* is the place when no template can be named.

    *setting* is the key of config.yaml whose value is the template.
    """
    try:
        yield
    except TemplateSyntaxError as error:
        place = Place(main) if setting else Place(error.filename or error.name or main, error.lineno)
        mend = _MEND if isinstance(error, TemplateAssertionError) else _MEND_SYNTAX
        raise _template_error(place, setting, error.message or "can't be read", mend) from error
    except (JinjaError, *_RAISED_BY_EXPRESSIONS) as error:
        place = Place(main) if setting else _innermost(error.__traceback__, main)
        raise _template_error(place, setting, *_fault_and_mend(error)) from error


def _template_error(place: Place, setting: str | None, fault: str, mend: str) -> TemplateError:
    return TemplateError(Problem(place, f"{setting}: {fault}" if setting else fault, mend))


def _fault_and_mend(error: Exception) -> tuple[str, str]:
    if isinstance(error, SlotError):
        return str(error), error.mend
    if isinstance(error, UndefinedError):
        fault, _, mend = str(error).partition("\n")
        return fault, mend or _MEND
    if isinstance(error, TemplateNotFound):
        wanted = error.name or error.message or ""
        return f"there is no template `{wanted}`", "check its name; the shipped ones begin with `default/`"
    if isinstance(error, RecursionError):
        return "includes or calls itself without an end", "take the circle out"
    return str(error.args[0] if error.args else type(error).__name__), "mend the expression on this line"


def _innermost(traceback: TracebackType | None, main: str) -> Place:
    """Return the last line of a template that *traceback* went through.

    Jinja has put the templates' own lines into it; a template's code is compiled under the path that we show.
    """
    place = Place(main)
    while traceback is not None:
        if "__jinja_exception__" in traceback.tb_frame.f_globals:
            place = Place(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


def _not_there(fault: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{fault}\n" + (f"did you mean `{near[0]}`?" if near else _MEND)


def _kind(thing: object) -> str:
    name = type(thing).__name__
    return _KINDS.get(name) or f"{'an' if name[0] in 'AEIOU' else 'a'} {name.lower()}"
