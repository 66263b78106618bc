"""Two records made one in one branch of the journal, and what the other branch did to either: a merge is judged whole, like a turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.i18n import _
from stationdesk.registers.catalogue import REGISTERS, kind_of
from stationdesk.registers.not_same import NotSame
from stationdesk.registers.pointing import naming
from stationdesk.registers.pointing_at_helper import STAYS
from stationdesk.registers.record import Road
from stationdesk.services.followed import followed
from stationdesk.services.merge_records import table_of
from stationdesk.services.rechecks_moving import OF_THE_PAST
from stationdesk.store.database import author_of

MERGING = ("resident", "household", "helper")
"""Registers of which one record can go into another."""

Records = Mapping[str, Collection[str]]
"""Ids by register."""


class Merging(NamedTuple):
    """A record that goes into another, and the change that says so."""

    kind: str
    goes: str
    stays: str
    record: str
    field: str


def merging_of(session: Session, kind: str, record: str, fields: Mapping[str, Any]) -> Merging | None:
    """Return which record goes into which by a change of one, if any does: a helper of the station may stand for one of the county."""
    if kind not in MERGING:
        return None
    into, instead = fields.get("merged_into"), fields.get("instead_of") if kind == "helper" else None
    if into and into != record and is_there(session, kind, into):
        return Merging(kind, record, into, record, "merged_into")
    if instead and instead != record and is_there(session, kind, instead):
        return Merging(kind, instead, record, record, "instead_of")
    return None


def is_there(session: Session, kind: str, record: str) -> bool:
    """Tell whether there is such a record, of whomever."""
    table = table_of(kind)
    return session.connection().execute(select(table.c.key).where(table.c.id == record).limit(1)).first() is not None


def why_apart(session: Session, one: Merging, theirs: Records, moved: Collection[tuple[str, str]]) -> str:
    """Return why two records cannot become one any more, or nothing; `moved`: records that the same action moves over.

    What the county's branch wrote for the one that goes would lie on a record that nobody sees: the two are put together anew, by eye.
    """
    goes, stays = _own(session, one.kind, one.goes), _own(session, one.kind, one.stays)
    if goes.get("merged_into") == one.stays or stays.get("instead_of", "") == one.goes:
        return ""
    if goes.get("merged_into") or stays.get("merged_into") or goes.get("instead_of", "") == one.stays:
        return _("these records were put together in another way meanwhile")
    if _kept_apart(session, one, theirs):
        return _("it was said meanwhile that these are two people")
    if stays.get("removed_at"):
        return _("the record that was kept was removed meanwhile")
    if one.field == "merged_into" and (one.goes in theirs.get(one.kind, ()) or _named(session, one, theirs, moved)):
        return _("something was written about the record that went meanwhile")
    return ""


def by_themselves(session: Session, merging: Iterable[Merging], freed: Collection[str]) -> list[Merging]:
    """Return what makes two records one, without what only goes along: whoever went into one of the two before goes on with it.

    `freed`: records that the same action takes out of another.
    """
    all_of_it = list(merging)
    into = {(one.kind, one.goes): one.stays for one in all_of_it}
    found = []
    for one in all_of_it:
        now, stays = (_own(session, one.kind, record).get("merged_into") for record in (one.goes, one.stays))
        goes_along = into.get((one.kind, now or "")) == one.stays or (now == stays and one.stays in freed)
        if not now or not goes_along:
            found.append(one)
    return found


def winners(session: Session, merged: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return which record holds each of some merged ones, were it removed since: `merged` says what each went into."""
    found = {}
    for kind, record in merged:
        end, seen = record, {record}
        while (kind, end) in merged and merged[kind, end] not in seen:
            end = merged[kind, end]
            seen.add(end)
        row = _own(session, kind, end)
        holds = bool(row) and not row["merged_into"]
        if end != record and (holds or (not row and is_there(session, kind, end))):
            found[record] = end
    return found


def through(value: Any, into: Mapping[str, str]) -> Any:
    """Return a value of a line that names the records which stand, each once."""
    if isinstance(value, str):
        return into.get(value, value)
    if isinstance(value, Mapping):
        return {name: through(one, into) for name, one in value.items()}
    if isinstance(value, list):
        now = [through(one, into) for one in value]
        return value if now == value else [one for place, one in enumerate(now) if one not in now[:place]]
    return value


def _own(session: Session, kind: str, record: str) -> Mapping[Any, Any]:
    table = table_of(kind)
    asked = select(table).where(table.c.id == record, table.c.author == author_of(session))
    return session.connection().execute(asked).mappings().first() or {}


def _kept_apart(session: Session, one: Merging, theirs: Records) -> bool:
    """Tell whether the county's branch says that the two, or those who went into them, are two people."""
    there = theirs.get("not_same", ())
    if one.kind != "resident" or not there:
        return False
    live = select_record(NotSame).where(NotSame.author == author_of(session), col(NotSame.removed_at).is_(None))
    pairs = [(word.one_resident_id, word.other_resident_id) for word in session.exec(live) if word.id in there]
    ends = followed(session, [someone for pair in pairs for someone in pair])
    return any({ends[first], ends[second]} == {one.goes, one.stays} for first, second in pairs)


def _named(session: Session, one: Merging, theirs: Records, moved: Collection[tuple[str, str]]) -> bool:
    """Tell whether a record of the county's branch names the one that goes and would be left behind."""
    for register in REGISTERS:
        kind = kind_of(register)
        there = theirs.get(kind, ())
        if register.road is not Road.TRAVELLING or kind in OF_THE_PAST or not there:
            continue
        table, (single, lists) = table_of(kind), naming(register)
        single, lists = ([name for name in names if one.kind != "helper" or (kind, name) not in STAYS] for names in (single, lists))
        points = [table.c[name] == one.goes for name in single] + [func.instr(table.c[name], f'"{one.goes}"') > 0 for name in lists]
        asked = select(table.c.id).where(or_(False, *points), table.c.author == author_of(session), table.c.removed_at.is_(None))
        if any(found in there and (kind, found) not in moved for found in session.connection().execute(asked).scalars()):
            return True
    return False
