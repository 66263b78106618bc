"""Taking back the last action of an operator, as counter-entries made from the journal."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, select
from sqlalchemy import update as sql_update
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.catalogue import KEPT_IN_STEP, register_of
from stationdesk.registers.record import JsonList, JsonMap
from stationdesk.services.merge_apart import keep_in_step_at_home
from stationdesk.store.database import FINAL, Database, author_of
from stationdesk.store.tables import action, change


class NothingToUndo(DeskError):
    """The operator has done nothing that could be taken back."""


class ChangedSince(DeskError):
    """Something the action wrote was written again later by another action."""


@dataclass(frozen=True)
class Undone:
    """What was taken back: the sentence of the action, and how many entries it took."""

    says: str
    entries: int


def last_action(session: Session, operator: str) -> Any:
    """Return the newest action of `operator` that was neither undone nor an undoing itself, or None."""
    mine = and_(action.c.operator == operator, action.c.undone_by.is_(None), func.coalesce(action.c.undoes, FINAL) == FINAL)
    return session.connection().execute(select(action).where(mine).order_by(action.c.last.desc()).limit(1)).first()


def undo_last(database: Database, operator: str) -> Undone:
    """Take back the last action of `operator`, whole, under a sentence of its own.

    Fields that are held back from the journal stay as they are, but for those a merge moved. Raises NothingToUndo, or ChangedSince
    if a later action moved one of the same fields or refers to a record that would go; nothing is changed then.
    """
    with database.reading() as session:
        found = last_action(session, operator)
    if found is None or found.undoes == FINAL:
        raise NothingToUndo(_("There is nothing of yours to undo."))
    return _take_back(database, operator, found)


def undo_action(database: Database, operator: str, wanted: str) -> Undone:
    """Take back the action with the id `wanted`, whole, however long ago, if nothing it wrote was changed or used since.

    Raises NothingToUndo if it was taken back already, else as `undo_last`.
    """
    with database.reading() as session:
        found = session.connection().execute(select(action).where(action.c.id == wanted)).first()
    if found is None or found.undone_by is not None or found.undoes is not None:
        raise NothingToUndo(_("This was undone already."))
    return _take_back(database, operator, found)


def _take_back(database: Database, operator: str, found: Any) -> Undone:
    with database.writing(operator, _("Undo: {says}").format(says=found.says), undoes=found.id) as session:
        moved, created = moves_of(session, found)
        refuse_changed_since(session, found, moved, created)
        for kind, ids in created.items():
            write(session, kind, ["removed_at"], [{"record": record, "removed_at": session.info["at"]} for record in ids])
        for (kind, record), fields in moved.items():
            before = values_before(session, record, found.first)
            values = {name: blank(kind, name) if before.get(name) is None else before[name] for name in fields}
            write(session, kind, list(values), [{"record": record} | values])
        reopened = [record for (kind, record), fields in moved.items() if kind == "merge" and "apart_on" in fields]
        keep_in_step_at_home(session, created.get("merge", ()), reopened)
        session.connection().execute(action.update().where(action.c.id == found.id).values(undone_by=session.info["action"]))
    return Undone(str(found.says), len(moved) + sum(map(len, created.values())))


def moves_of(session: Session, done: Any) -> tuple[dict[tuple[str, str], set[str]], dict[str, list[str]]]:
    """Return what an action did: the fields it moved per older record, and the records it made per kind."""
    within = change.c.seq.between(done.first, done.last)
    named = select(change.c.record).where(within).distinct()
    first_line = select(change.c.record, func.min(change.c.seq)).where(change.c.record.in_(named)).group_by(change.c.record)
    older = {record for record, seq in session.connection().execute(first_line) if seq < done.first}
    moved: dict[tuple[str, str], set[str]] = defaultdict(set)
    created: dict[str, dict[str, None]] = defaultdict(dict)
    for kind, record, line in session.connection().execute(lines_of(within)):
        if record in older:
            moved[kind, record] |= names_in(line)
        else:
            created[kind][record] = None
    return dict(moved), {kind: list(ids) for kind, ids in created.items()}


def lines_of(condition: ColumnElement[bool]) -> Select[str, str, bytes]:
    """Return the question for kind, record and line of the changes that meet `condition`, in their order."""
    return select(change.c.kind, change.c.record, change.c.line).where(condition).order_by(change.c.seq)


def fields_in(line: bytes) -> dict[str, Any]:
    """Return the fields of a line, and under `audience` who may read the record at the other end, where the line says so."""
    said = json.loads(line)
    fields: dict[str, Any] = said["fields"]
    if fields == {"gone": True}:
        return {}
    return fields | {"audience": said["audience"]} if "audience" in said else fields


def names_in(line: bytes) -> set[str]:
    """Return which fields a line moved."""
    return set(fields_in(line))


def refuse_changed_since(session: Session, done: Any, moved: dict[tuple[str, str], set[str]], created: dict[str, list[str]]) -> None:
    """Raise ChangedSince if an action after `done`, not itself undone, moved what it moved, or touched or named what it made."""
    settled = select(action.c.id).where(action.c.undone_by.is_not(None) | (func.coalesce(action.c.undoes, FINAL) != FINAL))
    made = {record for ids in created.values() for record in ids}
    for kind, record, line in session.connection().execute(lines_of(and_(change.c.seq > done.last, change.c.action.not_in(settled)))):
        if kind in KEPT_IN_STEP:
            continue
        names = {value for value in fields_in(line).values() if isinstance(value, str)}
        if record in made or made & names or moved.get((kind, record), set()) & names_in(line):
            raise ChangedSince(
                _("This cannot be undone any more: something it wrote was changed or used later. Undo that first, or correct it by hand.")
            )


def write(session: Session, kind: str, fields: list[str], rows: list[dict[str, Any]]) -> None:
    """Set `fields` of own records, one row of values a record."""
    if not fields:
        return
    table: Table = register_of(kind).__table__  # type: ignore[attr-defined]
    own = and_(table.c.id == bindparam("record"), table.c.author == author_of(session))
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in fields}
    given = [{"record": row["record"]} | {f"new_{name}": row[name] for name in fields} for row in rows]
    session.connection().execute(sql_update(table).where(own).values(values), given)


def blank(kind: str, name: str) -> Any:
    """Return what a field holds when nothing is known: an empty list or object where it is one, else None."""
    column = register_of(kind).__table__.c[name]  # type: ignore[attr-defined]
    return () if isinstance(column.type, JsonList) else {} if isinstance(column.type, JsonMap) else None


def values_before(session: Session, record: str, first: int) -> dict[str, Any]:
    """Return the values a record's fields had before line `first`, from its earlier lines."""
    before: dict[str, Any] = {}
    earlier = select(change.c.line).where(change.c.record == record, change.c.seq < first).order_by(change.c.seq)
    for (line,) in session.connection().execute(earlier):
        before |= fields_in(line)
    return before
