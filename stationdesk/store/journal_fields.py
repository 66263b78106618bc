"""What a line says of a record: the fields of a new one, or those of an old one that moved, as JSON text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Integer

from stationdesk.registers.record import JsonList, JsonMap

Value = str | int | float | bytes | None
"""A value as the database hands it over: a text as JSON, since a function would be given it only up to its first NUL."""


class WrongType(ValueError):
    """A value is of another type than its column: the other side would refuse the whole package for it, for ever."""

    def __init__(self, column: str) -> None:
        super().__init__(f"a value of the wrong type for {column}")


class Field(NamedTuple):
    """A column as a line tells of it."""

    name: str
    key: str
    """Its name as a JSON key, with the colon."""
    empty: str | None
    """What else than NULL says nothing: an empty list or map, a text that is not there."""
    write: Callable[[Value], str | None]
    """Writes a value that is there as JSON; None for one of the wrong type."""

    def told(self, value: Value) -> str:
        """Return the column and its value. Raises WrongType."""
        said = "null" if value is None else self.write(value)
        if said is None:
            raise WrongType(self.name)
        return self.key + said


class Fields:
    """Writes the fields of one register's records; the values come in the order of `columns`."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self.fields = tuple(Field(c.name, f'"{c.name}":', *_written(c)) for c in columns)

    def fresh(self, values: Sequence[Value]) -> str:
        """Return the fields of a new record but for those that say nothing: the receiver takes them so. Raises WrongType."""
        told = [one.told(value) for one, value in zip(self.fields, values, strict=True) if value is not None and value != one.empty]
        return "{" + ",".join(told) + "}"

    def moved(self, values: Sequence[Value], before: Sequence[Value]) -> str | None:
        """Return the fields that are not as they were before, None where there are none. Raises WrongType."""
        rows = zip(self.fields, values, before, strict=True)
        told = [one.told(now) for one, now, then in rows if now is not then and (now != then or type(now) is not type(then))]
        return "{" + ",".join(told) + "}" if told else None


def _written(column: Column[Any]) -> tuple[str | None, Callable[[Value], str | None]]:
    """Return what says nothing in a column, and what writes the rest."""
    if isinstance(column.type, JsonList):
        return "[]", lambda value: _json(value, list)
    if isinstance(column.type, JsonMap):
        return "{}", lambda value: _json(value, dict)
    if isinstance(column.type, Boolean):
        return None, lambda value: {0: "false", 1: "true"}.get(value) if isinstance(value, int) else None
    if isinstance(column.type, Integer):
        return None, lambda value: str(value) if isinstance(value, int) else None
    return "null", lambda value: value if isinstance(value, str) else None


def handed_over(column: Column[Any], row: str) -> str:
    """Return the SQL of a column of the row `new` or `old` as `Fields` takes it; bytes in a text are refused by it."""
    value = f"{row}.{column.name}"
    return value if isinstance(column.type, JsonList | JsonMap | Boolean | Integer) else f"json_quote({value})"


def _json(value: Value, shape: type) -> str | None:
    """Return JSON text without its blanks, None where it is none or of another shape."""
    if not isinstance(value, str):
        return None
    try:
        found = json.loads(value, parse_constant=_no_number)
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False) if isinstance(found, shape) else None
    except (ValueError, RecursionError):
        return None


def _no_number(word: str) -> None:
    raise ValueError(word)  # NaN and the infinities are no JSON
