"""A valid record of any register that travels, made from what its fields declare, and another value for every field of it."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import select
from sqlmodel import Session

from stationdesk.registers.catalogue import KEPT_IN_STEP
from stationdesk.registers.code import table as codes_table
from stationdesk.registers.field import codes_of
from stationdesk.registers.pointing import points_at_resident
from stationdesk.registers.record import Value
from stationdesk.store.database import author_of
from stationdesk.store.journal import OWN_COLUMNS
from stationdesk.sync.line_check import ONLY_COUNTY, TRAVELLING, disliked, row_values
from stationdesk.sync.received_rows import table_of
from tests.sync.replaying import plain

STATION_KINDS = tuple(kind for kind in TRAVELLING if kind not in ONLY_COUNTY)
"""Registers that a station writes."""
WORDS: tuple[Any, ...] = (
    *("甲", "乙𠮷", "丙\n<b>=1+1", "丁"),
    *("2026-03-05", "2026-04-06", "1948-01-02", "2025-12-31"),
    *("2026-03-05T01:02:03.456Z", "2026-04-06T04:05:06Z", "2026-05-07T07:08:09Z", "2026-06-08T00:00:00Z"),
    *("08:30", "17:45", "00:00", "23:59"),
    *("2026-03-05T08:30", "2026-04-06T17:45", "2026-05-07T00:00", "2026-06-08T23:59"),
    *("03-05", "12-31", "01-01", "10-10"),
    *("2026-03", "2026-12", "2025-01", "2025-10"),
    *("360202", "360281", "360102", "110101"),
    *("one", "two_b", "three", "four"),
    *(f"{number}" * 64 for number in range(4)),
)
REMOVED = "2026-11-22T01:02:03.456Z"
REMOVAL = 4
"""The turn in which a record is removed."""
NUMBERS, YES = (3, 5, 1, 2, 0), (True, False)
POINTS_AT = {
    "claim_id": "wish_claim", "request_id": "service_request", "plan_id": "care_plan", "call_id": "family_call", "leader_id": "helper",
    "stand_in_helper_id": "helper", "loser_resident_id": "resident", "winner_resident_id": "resident", "other_resident_id": "resident",
}  # fmt: skip
"""References whose name does not say at what."""
OF_A_NAME = UUID("6f1b5a52-52b3-4d0e-9a5e-3f0d6d6f7a11")


def record_id(kind: str, number: int | str) -> str:
    """Return the id of the `number`-th record of a register."""
    return str(uuid5(OF_A_NAME, f"{kind} {number}"))


def points_at(kind: str, name: str) -> str | None:
    """Return at which register a field points, or None."""
    if (kind, name) in (("correction_answer", "request_id"), ("task_report", "task_id"), ("transfer_answer", "transfer_id")):
        return {"request_id": "correction_request", "task_id": "task", "transfer_id": "transfer_relay"}[name]
    if points_at_resident(kind, name):
        return "resident"
    found = POINTS_AT.get(name) or name.removesuffix("_id")
    return found if found in TRAVELLING and found != name else None


@cache
def travelling_fields(kind: str) -> tuple[str, ...]:
    """Return the fields of a register that stand in lines, but not its removal."""
    back = TRAVELLING[kind].held_back
    return tuple(c.name for c in table_of(kind).columns if c.name not in OWN_COLUMNS | back and c.name != "removed_at")


@cache
def values_of(kind: str, name: str) -> tuple[Any, ...]:
    """Return values that the register takes for a field, as a line says them: at least two, of which none says nothing."""
    codes, register = codes_of(TRAVELLING[kind], name), TRAVELLING[kind]
    aim = points_at(kind, name)
    if aim is not None:
        found: Iterator[Any] = iter([record_id(aim, number) for number in range(4)])
    elif codes is not None:
        given = [row.code for row in codes_table(codes).rows if not row.group]
        one_each = typing.get_origin(register.model_fields[name].annotation) is not tuple
        found = iter(given if one_each else [given[:1], given[1:3], given[:2]])
    else:
        found = candidates(register.model_fields[name].annotation, [])
    taken = [value for value in found if not disliked(kind, {name: value}, 1)]
    assert len(taken) >= 2, f"nothing to write into {kind}.{name}"
    return tuple(taken[:4])


def candidates(annotation: Any, limits: list[Any]) -> Iterator[Any]:
    """Yield values that the annotation takes."""
    if typing.get_origin(annotation) is tuple:
        items = list(candidates(typing.get_args(annotation)[0], []))
        yield from ([one] for one in items[:3])
        yield items[:2]
        return
    for kind in alternatives(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from small_things(kind)
            return
    limited: Any = annotation
    for one in limits:
        limited = typing.Annotated[limited, one]
    taken = TypeAdapter(limited)
    for value in (*YES, *WORDS, *NUMBERS, 1.5, {"a": 1}, {"字": ["b"], "c": None}):
        try:
            taken.validate_python(value, strict=True)
        except ValidationError:
            continue
        yield value


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union, or the annotation alone."""
    return typing.get_args(annotation) or (annotation,)


@cache
def small_things(kind: type[Value]) -> tuple[dict[str, Any], ...]:
    """Return some of the small things that stand in a list of a record, every field of them filled."""
    ways = {}
    for name, field in kind.model_fields.items():
        limits = [one for one in field.metadata if type(one).__name__ != "FieldInfoMetadata"]
        ways[name] = list(candidates(field.annotation, limits))[:3]
    found = []
    for number in range(3):
        one = {name: values[number % len(values)] for name, values in ways.items() if values}
        for given in (one, *({**one, name: value} for name, values in ways.items() for value in values)):
            try:
                kind.model_validate(given)
            except ValidationError:
                continue
            found.append(kind.model_validate(given).model_dump(mode="json", exclude_defaults=True))
            break
    return tuple(found)


def fields(kind: str, turn: int = 0) -> dict[str, Any]:
    """Return a value for every travelling field of a register, as a line says it; other values for each turn."""
    turns = {name: 0 if name == "sha256" and kind in KEPT_IN_STEP else turn for name in travelling_fields(kind)}
    return {name: values_of(kind, name)[turn % len(values_of(kind, name))] for name, turn in turns.items()}


def emptied(kind: str) -> dict[str, Any]:
    """Return nothing for every travelling field that may hold nothing."""
    columns = table_of(kind).c
    may = [name for name in travelling_fields(kind) if columns[name].nullable or type(columns[name].type).__name__ == "JsonList"]
    return {name: None if columns[name].nullable else [] for name in may}


def kept_here(kind: str) -> dict[str, Any]:
    """Return a value for every field that stays at home."""
    return {name: values_of(kind, name)[0] for name in TRAVELLING[kind].held_back}


def write(session: Session, kind: str, record: str, values: Mapping[str, Any], audience: str | None = None) -> None:
    """Make a record with these values or move them, past the services, as the author of this desk.

    What `photo_offer` says of a picture is taken back at once: no picture goes with it here, and the picture it names stays the same.
    """
    table, author = table_of(kind), author_of(session)
    here = (table.c.id == record) & (table.c.author == author)
    if session.connection().execute(select(table.c.key).where(here)).first() is None:
        gone = {"removed_at": REMOVED} if kind in KEPT_IN_STEP else {}
        whole = row_values(kind, {**values, **gone}, whole=True)
        session.connection().execute(table.insert().values(id=record, author=author, audience=audience, **whole))
    else:
        session.connection().execute(table.update().where(here).values(row_values(kind, values)))


def write_any(session: Session, kind: str, number: int, turn: int, audience: str | None = None) -> None:
    """Write the `number`-th record of a register: with every field if it is new, else a third of its fields; or remove it."""
    every = fields(kind, turn) if turn != REMOVAL else fields(kind) | {"removed_at": REMOVED}
    names = [*travelling_fields(kind)[turn % 3 :: 3], "removed_at"]
    there = record_id(kind, number) in rows_at(session, kind, author_of(session))
    write(session, kind, record_id(kind, number), {name: every[name] for name in (names if there else every) if name in every}, audience)


def rows_at(session: Session, kind: str, author: str) -> dict[str, dict[str, Any]]:
    """Return the records of an author at a desk, by their id, as a line would say them."""
    table = table_of(kind)
    found = session.connection().execute(select(table).where(table.c.author == author))
    return {row.id: {name: plain(value) for name, value in row._mapping.items() if name not in OWN_COLUMNS} for row in found}


def whole(kind: str, *said: Mapping[str, Any]) -> dict[str, Any]:
    """Return every column of a record of which lines said so much, one after the other."""
    found = {name: plain(value) for name, value in row_values(kind, {}, whole=True).items()}
    for one in said:
        found |= one
    return found
