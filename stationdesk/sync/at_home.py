"""What never travels, where two records are made one, or taken apart again, in one branch of the journal: no line moves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.registers.merge import Moved
from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.merge_fields import TOGETHER
from stationdesk.services.merge_records import as_kept, put_back
from stationdesk.store.database import author_of
from stationdesk.sync.put_aside import Key, mine, row_of
from stationdesk.sync.received_rows import table_of
from stationdesk.sync.to_check import as_json

Merges = Mapping[str, Mapping[str, Any]]
"""Rows by id."""


def merges_in_force(session: Session, keys: Iterable[Key]) -> dict[str, dict[str, Any]]:
    """Return those of some own merges that hold, the earliest first."""
    found = [row for kind, record in dict.fromkeys(keys) if kind == "merge" and (row := row_of(session, (kind, record))) is not None]
    return {row["id"]: row for row in sorted(found, key=lambda row: row["key"]) if not (row["removed_at"] or row["apart_on"])}


def part_again(session: Session, before: Merges) -> None:
    """Take back what merges moved here that held `before` and do not now: what one of two people confided is not the other's."""
    still = merges_in_force(session, [("merge", one) for one in before])
    for one in reversed(list(before)):
        if one not in still:
            put_back(session, before[one]["moved_at_home"])


def hand_on(session: Session, merged: Mapping[Key, str], before: Merges) -> Iterator[Recheck]:
    """Give the records that stand what those hold that the county's branch merged away; yields what both hold, to be looked at.

    `merged` says what each went into there. Of two that were made one here too, somebody has chosen.
    """
    chosen = {(row["loser_resident_id"], row["winner_resident_id"]) for row in before.values()}
    for kind, goes in merged:
        if kind != "resident" or (goes, merged[kind, goes]) in chosen:
            continue
        way = list(_way(session, goes))
        for one, into in pairwise(way):
            _fill(session, one, into)
        if len(way) > 1:
            yield from _both(session, way[0], way[-1])


def _way(session: Session, record: str) -> Iterator[dict[str, Any]]:
    """Yield a resident and those it went into, one after the other."""
    seen: set[str] = set()
    row = row_of(session, ("resident", record))
    while row is not None and row["id"] not in seen:
        seen.add(row["id"])
        yield row
        row = row_of(session, ("resident", row["merged_into"] or ""))


def _fill(session: Session, goes: dict[str, Any], stays: dict[str, Any]) -> None:
    """Move what one record holds and the other lacks, so that taking the two apart takes it back."""
    fresh = {name: goes[name] for name in Resident.held_back if goes[name] and not stays[name]}
    if not fresh:
        return
    stays |= fresh
    table, merges = table_of("resident"), table_of("merge")
    session.connection().execute(table.update().where(mine(session, "resident", stays["id"])).values(fresh))
    pair = (merges.c.loser_resident_id == goes["id"], merges.c.winner_resident_id == stays["id"], merges.c.author == author_of(session))
    holds = (merges.c.removed_at.is_(None), merges.c.apart_on.is_(None))
    newest = select(merges.c.id, merges.c.moved_at_home).where(*pair, *holds).order_by(merges.c.key.desc()).limit(1)
    merge = session.connection().execute(newest).first()
    if merge is not None:
        ids = (stays["id"],)
        moved = (
            Moved(kind="resident", field=name, ids=ids, after=as_kept("resident", name, value)) for name, value in sorted(fresh.items())
        )
        said = {"moved_at_home": (*merge.moved_at_home, *moved)}
        session.connection().execute(merges.update().where(mine(session, "merge", merge.id)).values(said))


def _both(session: Session, goes: Mapping[str, Any], stays: Mapping[str, Any]) -> Iterator[Recheck]:
    """Yield what two records hold otherwise; it stays at home in what is to be looked at, too: what came without it gets it again."""
    for name in sorted(Resident.held_back):
        if goes[name] and goes[name] != stays[name] and not (name in TOGETHER and goes[name] in stays[name]):
            kept = {one["id"]: {name: as_json(one[name])} for one in (goes, stays)}
            draft = RecheckDraft(record_kind="resident", record_id=stays["id"], field=name, cause="both_moved", kept_here=kept)
            one = Recheck.model_validate(draft, update={"author": stays["author"]})
            if not _listed_before(session, one):
                yield one


def _listed_before(session: Session, wanted: Recheck) -> bool:
    """Give what waits in 要核对 already, of the same field, what is kept at home; returns whether there is any."""
    table = table_of("recheck")
    same = [table.c[name] == getattr(wanted, name) for name in ("author", "record_id", "field", "cause")]
    waits = (table.c.settled_on.is_(None), table.c.removed_at.is_(None))
    found = session.connection().execute(table.update().where(*same, *waits).values(kept_here=wanted.kept_here))
    return found.rowcount > 0
