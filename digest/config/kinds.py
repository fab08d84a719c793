"""The kinds of values in config.yaml: how each is parsed, and what an editor is told about it."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainValidator, SecretStr, ValidationInfo, WithJsonSchema

from digest.config import addresses, values
from digest.config.addresses import Mailbox
from digest.config.subscriber_lines import SUBSCRIBERS_SCHEMA, SubscriberFile, SubscriberLine
from digest.config.values import Rate, Unfit
from digest.config.words import Every, Order, Security


def setting(description: str, default: Any = ..., *, example: object = None, **more: Any) -> Any:  # noqa: ANN401
    """Return a model's field; *default* is spelled as in config.yaml and parsed like it, so the schema can show it."""
    return Field(default, description=description, examples=None if example is None else [example], **more)


def _parse_every(value: object) -> Every:
    return values.parse_word(value, Every)


def _parse_order(value: object) -> Order:
    return values.parse_word(value, Order)


def _parse_security(value: object) -> Security:
    return values.parse_word(value, Security)


def _parse_port(value: object) -> int:
    return values.parse_whole(value, highest=65_535)


def _parse_path(value: object, info: ValidationInfo) -> Path:
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / values.parse_text(value)


def _parse_state(value: object, info: ValidationInfo) -> Path | SecretStr:
    text = values.parse_text(value)
    scheme, colon, _ = text.partition("://")
    if not colon:
        return _parse_path(text, info)
    if scheme not in {"postgresql", "postgresql+psycopg"}:
        raise Unfit("is neither a file nor a postgresql:// URL", "write a path, or `postgresql://host/database`")
    return SecretStr(text)


def _parse_secret(value: object) -> SecretStr:
    return SecretStr(values.parse_secret(value))


def _parse_token_key(value: object) -> SecretStr:
    secret = values.parse_secret(value)
    if len(secret) < 16:
        raise Unfit("is short enough to be guessed", "use at least 16 random characters, better 32")
    return SecretStr(secret)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_parsed(value: Any) -> tuple[SubscriberLine, ...] | SubscriberFile:  # noqa: ANN401 - one of the two already
    return value if isinstance(value, SubscriberFile) else tuple(value)


def _string(**more: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **more})


def _one_of(*schemas: dict[str, object]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": list(schemas)})


_VARIABLE: dict[str, object] = {"type": "string", "pattern": r"\$\{"}
_RATE: dict[str, object] = {"type": "string", "pattern": r"^\s*[0-9]+\s*/\s*(second|minute|hour|day)\s*$|\$\{"}

Text = Annotated[str, PlainValidator(values.parse_text), _string()]
Lines = Annotated[str, PlainValidator(values.parse_lines), _string()]
Whole = Annotated[int, PlainValidator(values.parse_whole), _one_of({"type": "integer", "minimum": 1}, _VARIABLE)]
Port = Annotated[
    int, PlainValidator(_parse_port), _one_of({"type": "integer", "minimum": 1, "maximum": 65_535}, _VARIABLE)
]
Switch = Annotated[bool, PlainValidator(values.parse_switch), _one_of({"type": "boolean"}, _VARIABLE)]
Secret = Annotated[SecretStr, PlainValidator(_parse_secret), _string()]
TokenKey = Annotated[SecretStr, PlainValidator(_parse_token_key), _string()]

EveryWord = Annotated[Every, PlainValidator(_parse_every), _string(enum=list(Every))]
OrderWord = Annotated[Order, PlainValidator(_parse_order), _string(enum=list(Order))]
SecurityWord = Annotated[Security, PlainValidator(_parse_security), _string(enum=list(Security))]

Zone = Annotated[ZoneInfo, PlainValidator(values.parse_zone), _string()]
Clock = Annotated[time, PlainValidator(values.parse_clock), _string()]
Duration = Annotated[timedelta, PlainValidator(values.parse_duration), _string()]
Size = Annotated[int | None, PlainValidator(values.parse_size), _one_of({"type": "string"}, {"type": "integer"})]
Rates = Annotated[
    tuple[Annotated[Rate, PlainValidator(values.parse_rate)], ...],
    BeforeValidator(_as_list),
    _one_of(_RATE, {"type": "array", "items": _RATE}),
]
Permalink = Annotated[str, PlainValidator(values.parse_permalink), _string()]
TemplateName = Annotated[str, PlainValidator(values.parse_template_name), _string()]

Address = Annotated[str, PlainValidator(addresses.parse_address), _string()]
Sender = Annotated[Mailbox, PlainValidator(addresses.parse_mailbox), _string()]
SiteUrl = Annotated[str, PlainValidator(addresses.parse_site_url), _string()]
UnsubscribeUrl = Annotated[str, PlainValidator(addresses.parse_unsubscribe_url), _string(pattern=r"^https://|\$\{")]
Feed = Annotated[str, PlainValidator(addresses.parse_feed), _string()]
Host = Annotated[str, PlainValidator(addresses.parse_host), _string()]
Language = Annotated[str, PlainValidator(addresses.parse_language), _string()]

ConfigPath = Annotated[Path, PlainValidator(_parse_path), _string()]
State = Annotated[Path | SecretStr, PlainValidator(_parse_state), _string()]
# Parsed before the model sees them, with the line of each: see subscriber_lines.py.
Subscribers = Annotated[
    tuple[SubscriberLine, ...] | SubscriberFile, PlainValidator(_as_parsed), WithJsonSchema(SUBSCRIBERS_SCHEMA)
]
