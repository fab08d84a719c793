"""Whatever a template does wrong is said with its file, its line and its mend."""

from pathlib import Path

import pytest

from digest.errors import TemplateError
from digest.render.templates import open_templates
from tests.render.rendering import NAMED, render_with, renderer_for


@pytest.mark.parametrize(
    ("template", "message"),
    [
        pytest.param("a\n{% if x %}", r":2: Unexpected end of template", id="not-closed"),
        pytest.param("a\n{{ x", r":2: unexpected end of template", id="broken-tag"),
        pytest.param("{% frob %}", r":1: Encountered unknown tag 'frob'", id="unknown-tag"),
        pytest.param("\n\n{{ x|frob }}", r":3: No filter named 'frob'", id="unknown-filter"),
        pytest.param(
            "\n{{ nwsletter.name }}", r":2: there is no `nwsletter`.*did you mean `newsletter`", id="variable"
        ),
        pytest.param("\n{{ newsletter.nmae }}", r":2: a masthead has no `nmae`.*did you mean `name`", id="field"),
        pytest.param("\n{{ issue.posts[0].titel }}", r":2: a post has no `titel`.*mean `title`", id="post-field"),
        pytest.param("{{ post.title }}", r":1: there is no `post` here.*inside of", id="outside-of-the-loop"),
        pytest.param("{{ subscriber.email }}", r":1: a subscriber has no `email`", id="subscriber-field"),
        pytest.param("{{ issue.posts[99].title }}", r":1: there is no number 99 in this list", id="index"),
        pytest.param("{% if ghost %}{% endif %}", r":1: there is no `ghost`", id="asked-in-if"),
        pytest.param("{% for x in ghost %}{% endfor %}", r":1: there is no `ghost`", id="looped-over"),
        pytest.param("\n{% include 'gone.txt' %}", r":2: there is no template `gone.txt`", id="missing-file"),
        pytest.param("\n{{ 1 + 'a' }}", r":2: unsupported operand", id="types"),
        pytest.param("\n{{ 1 / 0 }}", r":2: division by zero", id="arithmetic"),
        pytest.param("\n{{ issue.period|date }}", r":2: `date` says dates", id="filter-of-the-wrong-thing"),
        pytest.param("{% include 'issue.txt.j2' %}", r":1: includes or calls itself", id="circle"),
        pytest.param(
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", r":1: includes or calls itself", id="recursion"
        ),
        pytest.param("{{ ''.__class__.__mro__ }}", r":1: .*unsafe", id="way-out"),
        pytest.param("{{ issue.posts.append(1) }}", r":1: .*no `append`", id="change"),
        pytest.param("{{ subscriber._tokens }}", r":1: .*unsafe", id="private"),
        pytest.param("{% for i in range(10**9) %}{% endfor %}", r":1: loops over more", id="long-loop"),
        pytest.param(
            "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}",
            r":1: loops over",
            id="loops",
        ),
        pytest.param("{{ 'a' * 10**9 }}", r":1: makes a text of more than", id="long-text"),
        pytest.param("{{ 10 ** 999 ** 999 ** 999 }}", r":1: makes a number of more than", id="power"),
        pytest.param(
            "{% for a in range(999) %}{{ 'x' * 99999 }}{% endfor %}",
            r": makes a text that is too long",
            id="output",
        ),
    ],
)
def test_fault_names_file_and_line(tmp_path: Path, template: str, message: str) -> None:
    with pytest.raises(TemplateError, match=rf"(?s)^templates/issue\.txt\.j2{message}") as caught:
        render_with(tmp_path, text=template)

    assert caught.value.problems[0].mend


def test_faults_of_both_parts_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        render_with(tmp_path, text="{{ one }}", html="{{ two }}")

    assert {str(problem.place) for problem in caught.value.problems} == {
        "templates/issue.txt.j2:1",
        "templates/issue.html.j2:1",
    }


def test_fault_in_an_included_template_names_that_one(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "foot.txt").write_text("\n\n{{ ghost }}")

    with pytest.raises(TemplateError, match=r"^templates/foot\.txt:3: there is no `ghost`"):
        render_with(tmp_path, text="{% include 'foot.txt' %}")


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("{{ newsletter.nam }}", r"(?s)^config\.yaml: email\.subject: a masthead has no `nam`.*did you mean `name`"),
        ("{{ issue.posts[99].title }}", r"^config\.yaml: email\.subject: "),
        ("{{ x", r"^config\.yaml: email\.subject: unexpected end"),
        ("  \n ", r"^config\.yaml: email\.subject: makes an empty line"),
        ("{{ subscriber.name|upper }}", r"^config\.yaml: email\.subject: `subscriber\.name` differs by person"),
    ],
)
def test_fault_in_the_subject_names_its_key(subject: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message) as caught:
        renderer_for(subject=subject).render(NAMED)

    assert len(caught.value.problems) == 1


def test_fault_in_the_preheader_names_its_key() -> None:
    with pytest.raises(TemplateError, match=r"^config\.yaml: email\.preheader: there is no `ghost`"):
        renderer_for(preheader="{{ ghost }}").render(NAMED)


def test_template_that_is_not_there_is_said_before_rendering(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "brief.html.j2").write_text("x")

    with pytest.raises(TemplateError, match=r"email\.template: there is no templates/brief\.txt\.j2"):
        open_templates(templates, "brief")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/../b"])
def test_template_outside_the_folder_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(TemplateError, match="there is no"):
        open_templates(tmp_path, name)


def test_template_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "issue.txt.j2").write_bytes(b"caf\xe9")

    with pytest.raises(TemplateError, match=r"^templates/issue\.txt\.j2: is not UTF-8 text"):
        renderer_for(templates).render(NAMED)


def test_template_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates" / "brief.txt.j2").mkdir(parents=True)
    (tmp_path / "templates" / "brief.html.j2").write_text("x")

    renderer = renderer_for(tmp_path / "templates")
    renderer._templates = open_templates(tmp_path / "templates", "brief")

    with pytest.raises(TemplateError, match=r"^templates/brief\.txt\.j2: can't be read: Is a directory"):
        renderer.render(NAMED)
