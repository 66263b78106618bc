"""Gathers the records an import makes and fills in, and writes them in bulk, each checked by its draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, bindparam, insert, update
from sqlmodel import Session, SQLModel

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.field import Draft
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.note import Note
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.record import Record, new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.import_fields import joined
from stationdesk.services.import_known import Values, table_of
from stationdesk.store.database import author_of

SOUND = ("ok", "ok_upgraded_from_15")
LISTS = ("phones", "emergency_contacts", "chronic")
_DRAFTS: dict[type[Record], type[Draft]] = {
    Resident: ResidentDraft,
    Kin: KinDraft,
    Guardian: GuardianDraft,
    Helper: HelperDraft,
    Pairing: PairingDraft,
    Visit: VisitDraft,
    Wish: WishDraft,
    WishClaim: WishClaimDraft,
}
_REQUIRED = ("name", "resident_id", "household_id", "helper_id", "helper_name", "visited_on", "content", "wish_id", "claimer")
"""Fields a draft cannot do without: they are given along when others change."""
_ORDER: tuple[type[Record], ...] = (
    Household,
    Helper,
    Resident,
    Kin,
    Guardian,
    CategoryTag,
    CareGrade,
    Pairing,
    Visit,
    Wish,
    WishClaim,
    ClaimAnswer,
    ClaimEnd,
    WishEvent,
    Note,
)
_FOLLOWS = ("birth_precision", "birth_calendar", "id_state", "disability_no_state", "source", "enrolled_on")
"""Fields that only say something about another field, or about the taking in itself."""


class Gathered:
    """Inserts and updates on their way into the store."""

    def __init__(self, session: Session) -> None:
        self.session, self.author = session, author_of(session)
        self.inserts: dict[type[Record], list[Values]] = defaultdict(list)
        self.updates: dict[type[Record], list[tuple[str, Values]]] = defaultdict(list)
        self.wrote = False
        """Whether anything was written yet."""

    def size(self) -> int:
        """Return how many inserts and updates wait to be written."""
        return sum(map(len, self.inserts.values())) + sum(map(len, self.updates.values()))

    def insert(self, kind: type[Record], draft: type[SQLModel], values: Values, *, record: str = "") -> str:
        """Put a record, validated by its draft, on the list of what is written; returns its id."""
        found = draft.model_validate(values)
        made = record or new_id()
        self.inserts[kind].append({"id": made, "author": self.author} | {name: getattr(found, name) for name in found.model_fields_set})
        return made

    def fill(self, kind: type[Record], now: Values, wanted: Mapping[str, Any]) -> Values:
        """Fill the empty fields of a record, join its lists, take a finer date or a sound ID number for a doubtful one.

        Returns what `wanted` says otherwise of fields that stay as they are.
        """
        moved: Values = {}
        conflicts: Values = {}
        for name, value in wanted.items():
            have = now.get(name)
            if name in LISTS:
                both = joined([one if isinstance(one, Mapping) else one.model_dump(exclude_defaults=True) for one in have or ()], value)
                if len(both) > len(have or ()):
                    moved[name] = both
            elif have in (None, "") or (name == "birth_date" and _finer(now, wanted)):
                moved[name] = value
            elif name == "id_no" and have != value and now.get("id_state") not in SOUND and wanted.get("id_state") in SOUND:
                moved |= {"id_no": value, "id_state": wanted["id_state"]}
                conflicts[name] = have
            elif have != value and not _says_nothing_new(name, have, value, wanted):
                conflicts[name] = value
        if "birth_date" in moved and now.get("birth_date"):
            moved |= {name: wanted[name] for name in ("birth_precision", "birth_calendar") if name in wanted}
        if moved.get("id_no") and "id_state" in wanted:
            moved["id_state"] = wanted["id_state"]
        self._change(kind, now, {name: value for name, value in moved.items() if now.get(name) != value})
        return conflicts

    def complete(self, kind: type[Record], now: Values, wanted: Mapping[str, Any]) -> None:
        """Give a record that is not written yet what it lacks; `now` holds what it was given so far, its id included."""
        more = {name: value for name, value in wanted.items() if now.get(name) in (None, "", ())}
        row = next((row for row in self.inserts[kind] if row["id"] == now["id"]), None)
        if row is None or not more:
            return
        required = {name: now[name] for name in ("resident_id", "content", "visited_on", "helper_id") if name in now and name in row}
        found = _DRAFTS[kind].model_validate({"resident_id": row.get("resident_id"), **required, **more})
        row |= {name: getattr(found, name) for name in more}
        now |= more

    def _change(self, kind: type[Record], now: Values, moved: Values) -> None:
        if moved:
            required = {name: now[name] for name in _REQUIRED if now.get(name) and name in _DRAFTS[kind].model_fields}
            found = _DRAFTS[kind].model_validate(required | moved)
            fresh = {name: getattr(found, name) for name in moved}
            self.updates[kind].append((now["id"], fresh))
            now |= fresh

    def write(self) -> None:
        """Write everything gathered, parents before what refers to them."""
        for kind in _ORDER:
            self.wrote = self.wrote or bool(self.inserts[kind] or self.updates[kind])
            self._write_inserts(kind, self.inserts.pop(kind, []))
            self._write_updates(kind, self.updates.pop(kind, []))

    def _write_inserts(self, kind: type[Record], rows: list[Values]) -> None:
        if rows:
            names = dict.fromkeys(name for row in rows for name in row)
            t = table_of(kind)
            blank = {name: _blank(t.c[name].default) for name in names}
            self.session.connection().execute(insert(t), [blank | row for row in rows])

    def _write_updates(self, kind: type[Record], rows: list[tuple[str, Values]]) -> None:
        alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
        for record, values in rows:
            alike[tuple(sorted(values))].append({"record": record} | {f"new_{name}": value for name, value in values.items()})
        t = table_of(kind)
        for names, given in alike.items():
            own = and_(t.c.id == bindparam("record"), t.c.author == self.author)
            values = {name: bindparam(f"new_{name}", type_=t.c[name].type) for name in names}
            self.session.connection().execute(update(t).where(own).values(values), given)


def _blank(default: Any) -> Any:
    """Return what stands in a column of a row that says nothing of it."""
    return default.arg if default is not None and default.is_scalar else None


def _finer(now: Values, wanted: Mapping[str, Any]) -> bool:
    have, value = now.get("birth_date") or "", wanted["birth_date"]
    return len(value) > len(have) and (value.startswith(have) or now.get("birth_precision") == "age")


def _says_nothing_new(name: str, have: Any, value: Any, wanted: Mapping[str, Any]) -> bool:
    """Return whether a differing value is a coarser date, or follows from another field."""
    if name == "birth_date":
        return str(have).startswith(str(value)) or wanted.get("birth_precision") == "age"
    return name in _FOLLOWS
