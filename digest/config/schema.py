"""The JSON Schema of config.yaml, by which editors complete keys; `python -m digest.config.schema` writes it anew."""

import json
from pathlib import Path
from typing import Any

from digest.config.settings import Config

SCHEMA_PATH = Path(__file__).parents[2] / "docs" / "config.schema.json"


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of config.yaml."""
    schema: dict[str, Any] = _without_noise(Config.model_json_schema())
    title = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "config.yaml of digest"}
    return {**title, **schema}


def schema_text() -> str:
    """Return the schema as its file holds it."""
    return json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_noise(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return *schema* without the titles that only repeat a key, and without defaults that mean "left out"."""
    if isinstance(schema, list):
        return [_without_noise(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: part if key in {"examples", "default"} else _without_noise(part)
        for key, part in schema.items()
        if not (key == "title" and isinstance(part, str)) and not (key == "default" and part is None)
    }


if __name__ == "__main__":
    SCHEMA_PATH.write_text(schema_text(), encoding="utf-8")
