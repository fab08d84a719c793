"""Find templates: the newsletter's own before the shipped ones."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from digest.errors import Place, Problem, TemplateError

_SHIPPED = "default/"


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a newsletter: *folder* holds its own, and *name* says which of them make an issue."""

    folder: Path | None
    name: str

    @property
    def html_name(self) -> str:
        """Return the name of the HTML part's template."""
        return f"{self.name}.html.j2"

    @property
    def text_name(self) -> str:
        """Return the name of the text part's template."""
        return f"{self.name}.txt.j2"

    def locate(self, name: str) -> tuple[Path, str]:
        """Return where the template *name* is, or would be, and how a person calls it.

        That is "templates/issue.html.j2" for the newsletter's own, "default/issue.html.j2" for a shipped one.
        """
        parts = split_template_path(name)
        shipped = _shipped_folder()
        if name.startswith(_SHIPPED):
            return shipped.joinpath(*parts[1:]), name
        if self.folder is not None:
            own_path = self.folder.joinpath(*parts)
            if own_path.is_file() or not shipped.joinpath(*parts).is_file():
                return own_path, "/".join((self.folder.name, *parts))
        return shipped.joinpath(*parts), _SHIPPED + "/".join(parts)


def open_templates(folder: Path | None, name: str = "issue") -> Templates:
    """Return the templates in *folder*, with the shipped ones behind them.

    Raises TemplateError when there is no `name.html.j2` or no `name.txt.j2`.
    """
    templates = Templates(folder, name)
    shown = folder.name if folder else "templates"
    TemplateError.gather(
        Problem(
            Place("config.yaml"),
            f"email.template: there is no {shown}/{wanted}",
            f'write that file, for example as one line: {{% extends "{_SHIPPED}issue{wanted.removeprefix(name)}" %}}',
        )
        for wanted in (templates.html_name, templates.text_name)
        if not _is_there(templates, wanted)
    )
    return templates


class Shelves(BaseLoader):
    """Reads templates for Jinja: the newsletter's folder first, then the shipped one, alone under `default/`."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """Return the source of *template* and the path that messages show."""
        path, shown = self._templates.locate(template)
        try:
            return path.read_text(encoding="utf-8"), shown, None
        except (FileNotFoundError, NotADirectoryError):
            raise TemplateNotFound(template) from None
        except UnicodeDecodeError as error:
            raise TemplateError(Problem(Place(shown), "is not UTF-8 text", "save it as UTF-8")) from error
        except OSError as error:
            fault = f"can't be read: {error.strerror}"
            raise TemplateError(Problem(Place(shown), fault, "make it a file that you may read")) from error


def _is_there(templates: Templates, name: str) -> bool:
    try:
        return templates.locate(name)[0].exists()
    except TemplateNotFound:
        return False


def _shipped_folder() -> Path:
    # A wheel carries templates/ inside the package; a checkout has them at its top: one copy, two places.
    packed = Path(__file__).parent / "templates"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "templates"
