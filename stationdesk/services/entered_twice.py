"""What stands on both sides of a merge: the same visit noted twice, the same relative; offered to be kept once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from stationdesk.i18n import N_, _
from stationdesk.registers.catalogue import BY_KIND
from stationdesk.registers.code import table
from stationdesk.registers.record import Record
from stationdesk.services.likeness import name_key
from stationdesk.store.database import author_of

KEYS: Mapping[str, tuple[str, ...]] = {
    "visit": ("visited_on", "mode"),
    "kin": ("name",),
    "guardian": ("name",),
    "category_tag": ("category", "restricted_category"),
    "pairing": ("helper_id", "helper_name", "kind", "level"),
    "health_reading": ("taken_on", "systolic", "diastolic", "glucose_fasting"),
    "medicine": ("name",),
    "wish": ("content",),
    "note": ("heading", "text"),
    "consent": ("kind", "given", "given_on"),
}
"""Fields by which two records of a register are one thing noted twice, for the registers of which that can be told."""
ASIDE = frozenset({"key", "id", "author", "audience", "removed_at", "resident_id", "source", "from_date", "contact_order", "remark"})
"""Fields in which a record noted twice may differ without saying anything else."""
WORDS = {
    "kin": N_("relative {what}, on both sides"),
    "guardian": N_("guardian {what}, on both sides"),
    "pairing": N_("helper {what}, on both sides"),
    "health_reading": N_("reading of {what}, on both sides"),
    "medicine": N_("medicine {what}, on both sides"),
    "wish": N_("wish {what}, on both sides"),
    "consent": N_("consent {what}, on both sides"),
}


@dataclass(frozen=True, slots=True)
class Twice:
    """A record of the left side and one of the right that may be the same thing; `empty` if the right one says nothing more."""

    kind: str
    left_id: str
    right_id: str
    words: str
    empty: bool


def entered_twice(session: Session, left: str, right: str) -> list[Twice]:
    """Return what stands on both sides, each record named once, visits first, the latest before the others."""
    found: list[Twice] = []
    for kind, names in KEYS.items():
        register = BY_KIND.get(kind)
        if register is None or not set(names) <= set(register.model_fields):
            continue
        mine, theirs = ({}, {})  # type: dict[tuple[Any, ...], Any], dict[tuple[Any, ...], Any]
        for side, who in ((mine, left), (theirs, right)):
            for record in _of(session, register, who):
                side.setdefault(_key(record, names), record)
        for key, record in sorted(mine.items(), key=lambda one: str(one[0]), reverse=kind == "visit"):
            other = theirs.get(key)
            if other is not None and any(key):
                found.append(Twice(kind, record.id, other.id, _words(kind, record), says_nothing_more(record, other)))
    return found


def says_nothing_more(record: Record, other: Record) -> bool:
    """Tell whether everything `other` says stands in `record` too."""
    return all(
        getattr(other, name) in (None, "", (), False) or getattr(other, name) == getattr(record, name)
        for name in type(other).model_fields
        if name not in ASIDE
    )


def _of(session: Session, register: type[Any], who: str) -> Sequence[Any]:
    mine = select(register).where(register.resident_id == who, register.author == author_of(session), register.removed_at.is_(None))
    return session.exec(mine.order_by(register.key)).all()


def _key(record: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(name_key(value) if name == "name" and value else value for name in names for value in (getattr(record, name),))


def _words(kind: str, record: Any) -> str:
    if kind == "visit":
        day = date.fromisoformat(record.visited_on)
        mode = table("contact_mode").label(record.mode)
        return _("{month}/{day} {mode}, on both sides").format(month=day.month, day=day.day, mode=mode)
    what = getattr(record, "name", None) or getattr(record, "helper_name", None) or (getattr(record, "content", None) or "")[:20] or ""
    if kind == "consent":
        what = table("consent_kind").label(record.kind)
    return _(WORDS[kind]).format(what=what) if kind in WORDS else ""
