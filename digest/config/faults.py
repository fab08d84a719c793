"""What pydantic has to say about a config, in a person's words and with the place of each fault."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from digest.config.strict import Keys, MarkedMapping, Spot, dotted
from digest.config.values import Unfit, in_words, nearest
from digest.errors import Place, Problem

_LONGEST_SHOWN = 60
_NAME_AND_PASSWORD = re.compile(r":[^@\s]*@")  # `https://ada:secret@ferry.example`


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where each key of a config stands, and what of its value may be shown."""

    path: str
    marked: MarkedMapping
    names: Mapping[Keys, tuple[str, ...]]  # values that came from variables: these may be secret

    def problem(self, keys: Keys, fault: str, mend: str, *, at_key: bool = False) -> Problem:
        """Return the problem that the value at *keys* has; *at_key* points at the key instead of its value."""
        spot = self.marked.key_places.get(keys) if at_key else self.marked.places.get(keys)
        return Problem(Place(self.path, *(spot or self._spot_above(keys))), f"{dotted(keys)}: {fault}", mend)

    def problem_of(self, unfit: Unfit, keys: Keys, value: Any) -> Problem:  # noqa: ANN401 - whatever YAML gave
        """Return the problem that *value*, which stands at *keys*, is *unfit*."""
        for key in unfit.inside:
            keys, value = (*keys, key), value[key]
        fault = unfit.fault.replace("{value}", self._shown(value, keys))
        return self.problem(keys, fault, unfit.mend.replace("{written}", self.marked.written.get(keys, "…")))

    def unknown_key(self, keys: Keys, known: Iterable[str], *, elsewhere: str | None = None) -> Problem:
        """Return the problem that the last of *keys* is none of *known*; *elsewhere* is a mend that is better known."""
        names = sorted(known)
        guess = nearest(str(keys[-1]), names)
        mend = elsewhere or (f"did you mean `{guess}`?" if guess else f"the keys here are {in_words(names)}")
        return self.problem(keys, "there is no such key", mend, at_key=True)

    def _spot_above(self, keys: Keys) -> Spot:
        """Return the place of the nearest key above *keys* that is there: a missing key has no place of its own."""
        for end in range(len(keys), 0, -1):
            places = (self.marked.key_places.get(keys[:end]), self.marked.places.get(keys[:end]))
            if spot := places[0] or places[1]:
                return spot
        return self.marked.places.get((), (1, 1))

    def _shown(self, value: object, keys: Keys) -> str:
        if names := self.names.get(keys):
            return f"what {' and '.join(f'${{{name}}}' for name in names)} gives"
        if isinstance(value, str):
            if _NAME_AND_PASSWORD.search(value):
                return "what stands here"
            cut = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
            return json.dumps(cut, ensure_ascii=not cut.isprintable())
        kinds = {list: "a list", dict: "a group of keys", type(None): "nothing"}
        return kinds.get(type(value)) or f"`{self.marked.written.get(keys, value)}`"


def problems_in(error: ValidationError, where: Whereabouts, model: type[BaseModel]) -> Iterator[Problem]:
    """Yield every fault that *error* found in the values of *model*; none of its own words and inputs are kept."""
    details = error.errors(include_url=False)
    meant = {
        (*keys[:-1], nearest(str(keys[-1]), _fields_at(model, keys[:-1])))
        for keys in (detail["loc"] for detail in details if detail["type"] == "extra_forbidden")
    }
    for detail in details:
        keys: Keys = detail["loc"]
        match detail["type"]:
            case "value_error":
                yield where.problem_of(detail["ctx"]["error"], keys, detail["input"])
            case "missing":
                if keys not in meant:
                    yield _missing(keys, where, model)
            case "extra_forbidden":
                yield where.unknown_key(keys, _fields_at(model, keys[:-1]), elsewhere=_belongs(keys, model))
            case "model_type":
                mend = f"write them indented below `{keys[-1]}:`" if isinstance(keys[-1], str) else "write {key: value}"
                unfit = Unfit("{value} stands where keys with values belong", mend)
                yield where.problem_of(unfit, keys, detail["input"])
            case "tuple_type":
                unfit = Unfit("{value} is not a list", "write a list: [one, another], or lines that begin with `- `")
                yield where.problem_of(unfit, keys, detail["input"])
            case unforeseen:
                raise AssertionError(f"{dotted(keys)}: pydantic says {unforeseen}")


def _missing(keys: Keys, where: Whereabouts, model: type[BaseModel]) -> Problem:
    name = str(keys[-1])
    field = _fields_at(model, keys[:-1])[name]
    inner = next(_models_in(field.annotation), None)
    if inner is not None:
        needed = [alias for alias, part in _named_fields(inner).items() if part.is_required()]
        mend = f"add `{name}:`, and indented below it {', '.join(needed)}"
    else:
        example = json.dumps((field.examples or ["…"])[0], ensure_ascii=False)
        mend = f"add it, for example `{name}: {example}`"
    has_key = keys in where.marked.key_places
    return where.problem(keys, "has no value" if has_key else "is missing", mend, at_key=True)


def _belongs(keys: Keys, model: type[BaseModel]) -> str | None:
    """Return where an unknown key would be known, if that is in one place only."""
    name = str(keys[-1])
    if len(keys) > 1 and name in _named_fields(model):
        return f"`{name}` belongs at the left margin, below nothing"
    homes = [
        alias
        for alias, field in _named_fields(model).items()
        for inner in _models_in(field.annotation)
        if name in _named_fields(inner)
    ]
    return f"`{name}` belongs below `{homes[0]}:`, indented" if len(homes) == 1 else None


def _fields_at(model: type[BaseModel], keys: Keys) -> dict[str, FieldInfo]:
    """Return the keys that the model knows below *keys*, by the name a person writes."""
    for key in keys:
        if isinstance(key, str):
            model = next(_models_in(_named_fields(model)[key].annotation))
    return _named_fields(model)


def _named_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any type there is
    """Yield the models inside an annotation: of `Utm | None` or `tuple[TagSection, ...]` too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
