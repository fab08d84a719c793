import json
import re
from pathlib import Path

import pytest

from digest.config.schema import SCHEMA_PATH, config_schema, schema_text
from tests.config.reading import RIGHT, config_from

REFERENCE = Path(__file__).parents[2] / "docs" / "config.md"
SECTIONS = {
    "newsletter": "Newsletter",
    "schedule": "Schedule",
    "posts": "Posts",
    "excerpt": "Excerpt",
    "email": "Email",
    "smtp": "Smtp",
    "unsubscribe": "Unsubscribe",
}


# What must stand beside a key for its example to make sense.
BESIDE: dict[str, dict[str, object]] = {
    "newsletter": {"name": "Ferry", "url": "https://ferry.example/", "from": "post@ferry.example"},
    "schedule": {"every": "month"},
    "smtp": {"host": "smtp.example.net", "username": "ferry", "password": "${SMTP_PASSWORD}"},
}
VARIABLES = {"SMTP_PASSWORD": "secret", "UNSUBSCRIBE_KEY": "0123456789abcdef", "DB_PASSWORD": "secret"}


def keys_with_examples() -> list[tuple[str, str, object]]:
    schema = config_schema()
    return [
        (section, name, example)
        for section, model in SECTIONS.items()
        for name, key in schema["$defs"][model]["properties"].items()
        for example in key.get("examples", [])
    ]


def yaml_in_the_reference() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)


def keys_with_defaults() -> list[tuple[str, object]]:
    schema = config_schema()
    return [
        (f"{section}.{name}", key.get("default"))
        for section, model in SECTIONS.items()
        for name, key in schema["$defs"][model]["properties"].items()
    ]


def test_the_schema_in_docs_is_the_models() -> None:
    kept = SCHEMA_PATH.read_text(encoding="utf-8")

    assert kept == schema_text(), "docs/config.schema.json is stale; renew it with: make schema"


def test_every_key_of_the_schema_says_what_it_is_for() -> None:
    schema = config_schema()
    parts = schema["$defs"]
    keys = {name: key for part in (schema, *parts.values()) for name, key in part["properties"].items()}

    # A key that is a section may leave it to the section to say.
    mute = [name for name, key in keys.items() if not ("description" in key or key["$ref"].rpartition("/")[2] in parts)]

    assert mute == []


def test_every_section_refuses_other_keys() -> None:
    schema = config_schema()

    assert all(part["additionalProperties"] is False for part in (schema, *schema["$defs"].values()))


@pytest.mark.parametrize(("key", "default"), keys_with_defaults())
def test_every_key_stands_in_the_reference_with_its_default(key: str, default: object) -> None:
    section, _, name = key.partition(".")
    part = REFERENCE.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]

    rows = [line for line in part.splitlines() if line.startswith(f"| `{name}` ")]

    assert len(rows) == 1, f"docs/config.md has no row for {key}"
    if default is not None:
        shown = default if isinstance(default, str) else json.dumps(default)
        assert f"`{shown}`" in rows[0].replace("\\|", "|").split(" | ")[2]


@pytest.mark.parametrize(("section", "name", "example"), keys_with_examples())
def test_every_example_of_the_schema_is_right(tmp_path: Path, section: str, name: str, example: object) -> None:
    values = {"newsletter": BESIDE["newsletter"], section: {**BESIDE.get(section, {}), name: example}}

    config = config_from(tmp_path, json.dumps(values), VARIABLES)

    assert getattr(getattr(config, section), "from_" if name == "from" else name) is not None


@pytest.mark.parametrize("text", yaml_in_the_reference())
def test_every_piece_of_yaml_in_the_reference_is_right(tmp_path: Path, text: str) -> None:
    config = config_from(tmp_path, text if text.startswith("newsletter:") else RIGHT + text, VARIABLES)

    assert config.newsletter.name
