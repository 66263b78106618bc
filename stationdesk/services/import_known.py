"""What the registers hold already of the people a ledger may be about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Table, and_, select
from sqlmodel import Session

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.import_batch import ImportBatch
from stationdesk.registers.import_row import ImportRow
from stationdesk.registers.kin import Kin
from stationdesk.registers.note import Note
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.record import Record
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.likeness import KnownPerson
from stationdesk.store.database import author_of
from stationdesk.store.tables import action

Values = dict[str, Any]
CHUNK = 500
"""Ids asked for in one question."""


def table_of(kind: type[Record]) -> Table:
    """Return the table of a register."""
    found: Table = kind.__table__  # type: ignore[attr-defined]
    return found


_WANTED = (
    *("id", "name", "id_no", "id_state", "birth_date", "birth_precision", "birth_calendar", "sex", "village_group"),
    *("former_name", "nickname", "phones", "disability_no", "household_id", "current_address"),
)
"""Columns of a resident that matching looks at."""


def known_people(session: Session) -> Iterator[KnownPerson]:
    """Yield every resident of this desk as matching needs him, with the fingerprints of rows already taken in for him."""
    t = table_of(Resident)
    rows = _seen_rows(session)
    kin = _kin_names(session)
    merged = merged_before(session)
    own = select(*(t.c[name] for name in _WANTED)).where(
        t.c.author == author_of(session), t.c.removed_at.is_(None), t.c.merged_into.is_(None)
    )
    for at in session.connection().execute(own):
        paper = at.disability_no[:18] if at.disability_no and len(at.disability_no) >= 20 else None
        names = tuple(name for name in (at.former_name, at.nickname) if name)
        before = merged.get(at.id, ())
        if before:
            names = tuple(dict.fromkeys([*names, *(name for one in before for name in one.names if name != at.name)]))
        yield KnownPerson(
            at.id,
            at.name,
            at.id_no,
            at.birth_date,
            at.birth_precision,
            at.sex,
            at.village_group,
            names,
            tuple(p.number for p in at.phones or ()),
            kin.get(at.id, ()),
            paper,
            at.id_state in ("ok", "ok_upgraded_from_15"),
            rows.get(at.id, ()) + tuple(print_ for one in before for print_ in rows.get(one.id, ())),
            at.birth_calendar,
            tuple(one.id_no for one in before if one.id_no and one.id_no != at.id_no),
            at.household_id,
            at.current_address,
        )


class Before(NamedTuple):
    """A record that was merged into another: its id, its names, and its ID number if that is sound."""

    id: str
    names: tuple[str, ...]
    id_no: str | None


def merged_before(session: Session) -> dict[str, list[Before]]:
    """Return, by the resident whose record is left, the records that were merged into it: whoever knows him by those finds him."""
    t, found = table_of(Resident), defaultdict(list)
    asked = select(t.c.id, t.c.merged_into, t.c.name, t.c.former_name, t.c.nickname, t.c.id_no, t.c.id_state)
    gone = asked.where(t.c.author == author_of(session), t.c.removed_at.is_(None), t.c.merged_into.is_not(None))
    for one in session.connection().execute(gone):
        names = tuple(name for name in (one.name, one.former_name, one.nickname) if name)
        found[one.merged_into].append(Before(one.id, names, one.id_no if one.id_state in ("ok", "ok_upgraded_from_15") else None))
    return found


def _kin_names(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the names of relatives of the residents without a sound ID number, by whom alone those can be told apart."""
    resident, found = table_of(Resident), defaultdict(list)
    for kind in (Kin, Guardian):
        t = table_of(kind)
        unsure = select(t.c.resident_id, t.c.name).join(resident, and_(resident.c.id == t.c.resident_id, resident.c.author == t.c.author))
        unsure = unsure.where(resident.c.id_state.is_distinct_from("ok"), t.c.name.is_not(None), t.c.author == author_of(session))
        for owner, name in session.connection().execute(unsure):
            found[owner].append(name)
    return {owner: tuple(names) for owner, names in found.items()}


def _seen_rows(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the fingerprints of the rows taken in for each resident, by actions that were not undone."""
    row, batch = table_of(ImportRow), table_of(ImportBatch)
    undone = select(action.c.id).where(action.c.undone_by.is_not(None))
    taken = select(row.c.resident_id, row.c.fingerprint).join(batch, batch.c.id == row.c.batch_id)
    taken = taken.where(
        row.c.resident_id.is_not(None), row.c.fingerprint.is_not(None), batch.c.action.is_(None) | batch.c.action.not_in(undone)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for resident, fingerprint in session.connection().execute(taken):
        found[resident].append(fingerprint)
    return {resident: tuple(prints) for resident, prints in found.items()}


class Existing:
    """The records there are already of the residents a plan touches, by resident."""

    def __init__(self, session: Session, residents: Sequence[str]) -> None:
        self.session, self.author = session, author_of(session)
        self.residents = {one["id"]: one for one in self._of(Resident, "id", residents)}
        self.kin = self._by_resident(Kin, residents)
        self.guardians = self._by_resident(Guardian, residents)
        self.tags = self._by_resident(CategoryTag, residents)
        self.grades = self._by_resident(CareGrade, residents)
        self.pairings = self._by_resident(Pairing, residents)
        self.notes = self._by_resident(Note, residents)
        self.visits = self._by_resident(Visit, residents)
        self._wishes(residents)

    def _of(self, kind: type[Record], name: str, ids: Sequence[str]) -> Iterator[Values]:
        t = table_of(kind)
        for start in range(0, len(ids), CHUNK):
            mine = select(t).where(t.c[name].in_(ids[start : start + CHUNK]), t.c.author == self.author, t.c.removed_at.is_(None))
            for row in self.session.connection().execute(mine).mappings():
                yield dict(row)

    def _by_resident(self, kind: type[Record], ids: Sequence[str]) -> dict[str, list[Values]]:
        found: dict[str, list[Values]] = defaultdict(list)
        for row in self._of(kind, "resident_id", ids):
            found[row["resident_id"]].append(row)
        return found

    def _wishes(self, residents: Sequence[str]) -> None:
        """Read the wishes with who claimed them, which claims are over, and what happened to each."""
        self.wishes = self._by_resident(Wish, residents)
        ids = [wish["id"] for wishes in self.wishes.values() for wish in wishes]
        self.claims: dict[str, list[Values]] = defaultdict(list)
        for claim in self._of(WishClaim, "wish_id", ids):
            self.claims[claim["wish_id"]].append(claim)
        self.ended_claims = {end["claim_id"] for end in self._of(ClaimEnd, "wish_id", ids)}
        self.wish_events: dict[str, set[str]] = defaultdict(set)
        for event in self._of(WishEvent, "wish_id", ids):
            self.wish_events[event["wish_id"]].add(event["kind"])

    def loose_notes(self) -> set[str]:
        """Return the words of the notes of ledgers that stand beside no person."""
        t = table_of(Note)
        own = select(t.c.text).where(t.c.author == self.author, t.c.removed_at.is_(None), t.c.resident_id.is_(None), t.c.kind == "ledger")
        return {text for (text,) in self.session.connection().execute(own) if text}

    def all_of(self, kind: type[Record], *names: str, theirs: bool = False) -> list[Values]:
        """Return some columns of every record of a register that is not removed; `theirs`: of the county's records."""
        t = table_of(kind)
        whose = t.c.author != self.author if theirs else t.c.author == self.author
        mine = select(*(t.c[name] for name in names)).where(whose, t.c.removed_at.is_(None))
        return [dict(row) for row in self.session.connection().execute(mine).mappings()]
