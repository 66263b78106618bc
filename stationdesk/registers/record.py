"""What every register shares: who wrote a record, whether it travels, and how its values are kept."""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Dialect, Index, UniqueConstraint, text
from sqlalchemy.types import Text, TypeDecorator
from sqlmodel import Field, SQLModel


class Road(StrEnum):
    """Whether a register goes to the other side (exchange.md, principle 2)."""

    TRAVELLING = "travelling"
    """In the journal and in packages; the author's own records only."""
    LOCAL = "local"
    """Never in the journal: settings, operators, peers, drafts."""
    RECEIVED = "received"
    """The other side's records only, written by `sync/inbox` alone."""


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562 §5.7, §6.2 method 3) as text: rising with time, so that rows written together lie together.

    Those of one run rise strictly, however many a millisecond has; when the clock is set back they begin again from there.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    moment = milliseconds << 12 | (rest << 12) // 1_000_000
    last = _last_moment[0]
    _last_moment[0] = moment = last + 1 if moment <= last < moment + _STEPS_OF_A_SECOND else moment
    value = moment >> 12 << 80 | 0x7 << 76 | (moment & 0xFFF) << 64 | 0x2 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return str(uuid.UUID(int=value))


_STEPS_OF_A_SECOND = 1000 << 12
_last_moment = [0]
"""The moment in the id given last, in steps of a 4096th of a millisecond."""


class Value(BaseModel):
    """A small thing inside a record's list (a phone number, say); frozen, so that a list is only ever replaced whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def canonical(value: object) -> str:
    """Return `value` as the one JSON text this program writes for it: no spaces, keys as they stand, no ASCII escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class JsonList(TypeDecorator[tuple[Any, ...]]):
    """A list kept as JSON text and read back as a tuple, so that changing it in place is impossible."""

    impl = Text
    cache_ok = True

    def __init__(self, item: type[Any] = str) -> None:
        super().__init__()
        self.item = item

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the list; items that are Values without the fields left at their default."""
        if not value:
            return None if value is None else "[]"
        return canonical([v.model_dump(mode="json", exclude_defaults=True) if isinstance(v, BaseModel) else v for v in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the list back as a tuple of `item`."""
        if value is None or value == "[]":
            return None if value is None else ()
        items = json.loads(value)
        if issubclass(self.item, BaseModel):
            return tuple(self.item.model_validate(item) for item in items)
        return tuple(items)


class JsonMap(TypeDecorator[Mapping[str, Any]]):
    """A JSON object kept as text and read back as a read-only mapping; it is replaced whole, like a list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the object with its keys as they stand."""
        return None if value is None else canonical(dict(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, Any] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the object back, read-only."""
        return None if value is None else MappingProxyType(json.loads(value))


class Record(SQLModel):
    """What every kept record has beside its own fields.

    `key` is a row number of this file only. `id` is the record's name everywhere; together with `author` (the code of the
    station or county that alone may write it) it is unique. `audience` is who at the other end may read a county's record
    (`all`, `town:NAME`, `station:CODE`); a station's records have none. A record is never deleted: `removed_at` (UTC,
    ISO 8601) says since when it no longer counts.
    """

    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset()
    """Fields of a travelling register that stay at home unless the county's export profile asks for them."""

    key: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, max_length=36)
    author: str = Field(default="", max_length=32)
    audience: str | None = Field(default=None, max_length=80)
    removed_at: str | None = Field(default=None, max_length=32)


def one_of_a_kind() -> tuple[UniqueConstraint]:
    """Return the `__table_args__` of every register: id and author together are unique, and nothing else is."""
    return (UniqueConstraint("id", "author"),)


def still_there(name: str, *columns: str) -> Index:
    """Return an index over the records that were not removed, for a question that must not read whole records.

    Only with `removed_at` as its last column does SQLite believe it without looking at the record.
    """
    return Index(name, *columns, sqlite_where=text("removed_at IS NULL"))
