"""Everything that names one record names another afterwards, whatever register it is of; what then says the same twice is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Table, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.registers.catalogue import REGISTERS, kind_of, register_of
from stationdesk.registers.pointing import naming
from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.record import Road
from stationdesk.services.merge_records import as_kept, from_kept, table_of
from stationdesk.services.rejoining import ALIKE
from stationdesk.services.undoing import write
from stationdesk.store.database import author_of

OF_THE_PAST = frozenset({"merge", "not_same", "recheck"})
"""Registers that are the memory of what was decided: they say what they said."""
OF_THE_RECORD = frozenset({"key", "id", "author", "audience", "removed_at"})
OF_THE_PROGRAM = frozenset({"touched", "moved_at_home"})
"""Fields that only the program reads: fields of other records stand in them, in no words of anybody."""
QUIET = frozenset({"remark", "source"})
"""Fields that do not make two records two."""


class Moved(NamedTuple):
    """A record that names another one now, and by which fields."""

    kind: str
    record: str
    fields: frozenset[str]


def hand_on(session: Session, goes: str, stays: str) -> list[Moved]:
    """Let every own record that names `goes` name `stays`; returns which records of those still count."""
    moved: list[Moved] = []
    for register in REGISTERS:
        kind = kind_of(register)
        if register.road is Road.TRAVELLING and kind not in OF_THE_PAST:
            moved += _hand_on_in(session, kind, goes, stays)
    _in_what_waits(session, goes, stays)
    return moved


def _hand_on_in(session: Session, kind: str, goes: str, stays: str) -> Iterator[Moved]:
    single, lists = naming(register_of(kind))
    for row in _naming(session, kind, goes):
        now: dict[str, Any] = {name: None if row["id"] == stays else stays for name in single if row[name] == goes}
        for name in lists:
            kept = as_kept(kind, name, row[name]) or ""
            if f'"{goes}"' in kept:
                now[name] = _once(from_kept(kind, name, kept.replace(f'"{goes}"', f'"{stays}"')))
        write(session, kind, list(now), [{"record": row["id"]} | now])
        if row["removed_at"] is None and row["id"] != stays:
            yield Moved(kind, row["id"], frozenset(now))


def _naming(session: Session, kind: str, record: str) -> Sequence[Mapping[Any, Any]]:
    """Return the own records of a register that name a record, itself left out."""
    table, (single, lists) = table_of(kind), naming(register_of(kind))
    points = [table.c[name] == record for name in single] + [func.instr(table.c[name], f'"{record}"') > 0 for name in lists]
    if not points:
        return []
    asked = select(table).where(or_(*points), table.c.author == author_of(session), table.c.id != record)
    return session.connection().execute(asked).mappings().all()


def _once(items: Iterable[Any]) -> tuple[Any, ...]:
    found: list[Any] = []
    for one in items:
        if one not in found:
            found.append(one)
    return tuple(found)


def _in_what_waits(session: Session, goes: str, stays: str) -> None:
    """Let other doubles that wait to be settled speak of the one that stays."""
    mine = (Recheck.author == author_of(session), Recheck.cause == "double")
    waits = select_record(Recheck).where(*mine, col(Recheck.settled_on).is_(None), col(Recheck.removed_at).is_(None))
    for one in session.exec(waits.where(or_(col(Recheck.record_id) == goes, col(Recheck.other_id) == goes))):
        if stays in (one.record_id, one.other_id):
            continue
        one.record_id = stays if one.record_id == goes else one.record_id
        one.other_id = stays if one.other_id == goes else one.other_id
        session.add(one)


def list_repeated(session: Session, moved: Sequence[Moved], *, of_theirs: bool, quiet: frozenset[str] = QUIET) -> int:
    """Look at what came to a record that had the same already: what says nothing more is taken back, else it is put into 要核对.

    `of_theirs`: what was moved is of the county's branch; what is said in a `quiet` field is no more. Returns how many were put there.
    """
    listed = 0
    for one in moved:
        other = _twin(session, one)
        if other is None:
            continue
        more, same = (_said(session, one.kind, record, quiet) for record in (one.record, other))
        if all(value in (None, "", (), same[name]) for name, value in more.items()) and not _anybody_names(session, one.record):
            write(session, one.kind, ["removed_at"], [{"record": one.record, "removed_at": session.info["at"]}])
            continue
        mine, theirs = (other, one.record) if of_theirs else (one.record, other)
        draft = RecheckDraft(record_kind=one.kind, record_id=mine, other_id=theirs, cause="double")
        session.add(Recheck.model_validate(draft, update={"author": author_of(session)}))
        session.flush()
        listed += 1
    session.flush()
    return listed


def _anybody_names(session: Session, record: str) -> bool:
    travelling = (kind_of(one) for one in REGISTERS if one.road is Road.TRAVELLING)
    return any(row["removed_at"] is None for kind in travelling for row in _naming(session, kind, record))


def _twin(session: Session, one: Moved) -> str | None:
    """Return another own record of the register that looks like this one only since it was moved, if there is one."""
    table = table_of(one.kind)
    row = session.connection().execute(select(table).where(table.c.id == one.record, *_standing(session, table))).mappings().first()
    if row is None:
        return None
    for names in ALIKE[one.kind]:
        if one.fields & set(names) and all(row[name] is not None for name in names):
            same = [table.c[name] == row[name] for name in names]
            asked = select(table.c.id).where(*same, *_standing(session, table), table.c.id != one.record)
            found = session.connection().execute(asked.order_by(table.c.key).limit(1)).scalar()
            if found is not None and not _known_pair(session, one.record, str(found)):
                return str(found)
    return None


def _standing(session: Session, table: Table) -> tuple[Any, ...]:
    return (table.c.author == author_of(session), table.c.removed_at.is_(None))


def _known_pair(session: Session, one: str, other: str) -> bool:
    """Tell whether somebody was asked about these two before."""
    pair = (one, other)
    asked = select_record(Recheck.id).where(
        Recheck.cause == "double", col(Recheck.record_id).in_(pair), col(Recheck.other_id).in_(pair), col(Recheck.removed_at).is_(None)
    )
    return session.exec(asked).first() is not None


def _said(session: Session, kind: str, record: str, quiet: frozenset[str]) -> dict[str, Any]:
    """Return what a record says that would make it another one."""
    table = table_of(kind)
    row = session.connection().execute(select(table).where(table.c.id == record, *_standing(session, table))).mappings().one()
    silent = OF_THE_RECORD | quiet | OF_THE_PROGRAM
    return {name: value for name, value in row.items() if name not in silent}
