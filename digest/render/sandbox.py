"""The environment that templates run in: sandboxed, strict about names, escaping all but text, and metered."""

from collections.abc import Callable, Mapping

from jinja2 import BaseLoader, Template
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.render.faults import Missing
from digest.render.meter import Meter

_PLAIN = (".txt", ".txt.j2", ".text.j2")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one issue's templates."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, loader: BaseLoader, filters: Mapping[str, Callable[..., object]]) -> None:
        self.meter = Meter()
        super().__init__(
            loader=loader,
            autoescape=lambda name: name is None or not name.endswith(_PLAIN),
            undefined=Missing,
            finalize=self.meter.printed,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.filters |= filters
        self.globals["range"] = self.meter.range

    def run_file(self, name: str, values: Mapping[str, object]) -> str:
        """Return what the template *name* makes of *values*."""
        return self._run(self.get_template(name), values)

    def run_line(self, source: str, values: Mapping[str, object]) -> str:
        """Return what *source* makes of *values*, as plain text."""
        return self._run(self.overlay(autoescape=False).from_string(source), values)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Return *left* *operator* *right*, unless that would be huge."""
        self.meter.check_product(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def _run(self, template: Template, values: Mapping[str, object]) -> str:
        self.meter.start()
        return self.meter.join(template.generate(values))
