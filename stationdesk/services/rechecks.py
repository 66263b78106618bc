"""要核对: what two branches of the journal said differently, in words, and settling it by one key; nothing waits for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.code import table
from stationdesk.registers.recheck import Recheck
from stationdesk.services.day_words import day_words, local
from stationdesk.services.merge_fields import TEXT_LIMIT, TOGETHER
from stationdesk.services.rechecks_doubles import choices, make_one
from stationdesk.services.rechecks_moving import OF_THE_PROGRAM
from stationdesk.services.rechecks_subjects import (
    Fields,
    changed,
    fields_of,
    leads,
    numbered,
    people,
    sentence,
    subject,
    two_said,
    where_to,
)
from stationdesk.services.rechecks_words import kind_words, title_of
from stationdesk.services.undoing import write
from stationdesk.store.database import author_of

CONFIDED = frozenset({"counselling_note", "counselling_text"})
"""Fields that hold what somebody said in confidence."""
CHOICES = {
    "both_moved": ("theirs", "mine"),
    "removed_there": ("theirs", "mine"),
    "removed_here": ("theirs", "mine"),
    "refused": ("seen",),
    "double": ("both", "theirs", "mine"),
}
"""How each cause can be settled; the first leaves everything as it stands."""


class AlreadySettled(DeskError):
    """Somebody has settled this before, or it is not there any more."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to be checked, in the operator's words."""

    id: str
    cause: str
    who: str
    child: bool
    what: str
    """Kind of record, and the field."""
    why: str
    mine: str
    theirs: str
    when: str
    """Who wrote it here, and when."""
    resident_id: str
    choices: tuple[str, ...]
    about: str = ""
    """Which record it is, where the two values do not tell."""
    only: str = ""
    """Why a double cannot be settled otherwise."""
    page: str = ""
    """Where it can be looked at and done again, and what is opened there; empty where nothing can be."""
    argument: Any = None

    @property
    def sentence(self) -> str:
        """The thing as it is read aloud."""
        return _(" · ").join(part for part in (self.who, self.what, self.why, self.mine, self.theirs) if part)


def open_count(session: Session) -> int:
    """Return how many things are still to be checked."""
    return int(session.exec(select(func.count(col(Recheck.key))).where(*still(session))).one())


def still(session: Session) -> tuple[Any, ...]:
    """Return the conditions of what is still to be checked."""
    return (Recheck.author == author_of(session), col(Recheck.removed_at).is_(None), col(Recheck.settled_on).is_(None))


def open_rechecks(session: Session, on: date, *, children: bool, covered: bool = False) -> list[Doubt]:
    """Return what is still to be checked, in words, people together; children go by alias, `children` tells what was written of them."""
    rows = session.exec(select(Recheck).where(*still(session)).order_by(col(Recheck.key))).all()
    found = [doubt(session, row, on, children=children, covered=covered) for row in rows]
    order = {key: place for place, key in enumerate(dict.fromkeys((one.who, one.resident_id) for one in found))}
    return sorted(found, key=lambda one: order[one.who, one.resident_id])


def doubt(session: Session, row: Recheck, on: date, *, children: bool, covered: bool) -> Doubt:
    """Return one thing to be checked in words."""
    fields = fields_of(session, row.record_kind, row.record_id)
    steps = list(leads(session, row.record_kind, row.record_id, fields))
    about = people(session, steps)
    person = about[0] if about else None
    told = not covered and (children or not any(one.is_minor(on.isoformat()) for one in about))
    mine, theirs = values_of(session, row, fields, on, children=children) if told else ("", "")
    ways, only = ways_of(session, row)
    page, argument = ("merge", (row.record_id, row.other_id)) if row.record_kind == "resident" and row.other_id else where_to(person, steps)
    field = title_of(row.record_kind, row.field) if row.field else ""
    number = numbered(steps)
    return Doubt(
        id=row.id,
        cause=row.cause,
        who=subject(person, steps, on),
        child=any(one.is_minor(on.isoformat()) for one in about),
        what=" ".join(filter(None, (kind_words(row.record_kind), number, field))),
        why=row.reason or table("recheck_cause").label(row.cause),
        mine=mine,
        theirs=theirs,
        when=f"{day_words(local(row.mine_at).date(), on)} {row.mine_by or ''}".strip() if row.mine_at else "",
        resident_id=person.id if person else "",
        choices=ways,
        about=sentence(session, row.record_kind, fields, on) if told and row.field and row.record_kind != "resident" else "",
        only=only,
        page=page,
        argument=argument,
    )


def ways_of(session: Session, row: Recheck) -> tuple[tuple[str, ...], str]:
    """Return how one thing can be settled, and why a double can be settled in no other way."""
    if row.cause == "double":
        return choices(session, row.record_kind, row.record_id, row.other_id or "")
    return ("theirs",) if is_gone(row) else CHOICES.get(row.cause, ("seen",)), ""


def values_of(session: Session, row: Recheck, fields: Fields, on: date, *, children: bool) -> tuple[str, str]:
    """Return what both sides hold, in words; of what was not put back every word that was written, for it may stand nowhere else."""
    kind = row.record_kind
    if row.cause == "double":
        other = fields_of(session, kind, row.other_id or "")
        return sentence(session, kind, fields, on), sentence(session, kind, other, on)
    if row.cause == "refused":
        return fallen_words(session, row, fields, on, children=children), ""
    if row.cause == "both_moved" and row.field:
        if not children and row.field in CONFIDED:
            return "", ""
        return two_said(session, kind, row.field, (mine_of(row), theirs_of(row)), on, children=children)
    still, gone = _("still there|recheck"), _("removed|recheck")
    return (still, gone) if row.cause == "removed_there" else (gone, still)


def mine_of(row: Recheck) -> Any:
    """Return the value that this computer had: what never travels is kept here, and gone with the computer."""
    kept = (said[row.field] for record, said in row.kept_here.items() if record != row.record_id and row.field in said)
    return next(kept, row.mine.get("value"))


def theirs_of(row: Recheck) -> Any:
    """Return the value that stood when both were put together."""
    return row.kept_here.get(row.record_id, {}).get(row.field, row.theirs.get("value"))


def is_gone(row: Recheck) -> bool:
    """Tell whether both values never travelled and went with the computer that had them."""
    return row.cause == "both_moved" and row.field in register_of(row.record_kind).held_back and not row.kept_here


def fallen_words(session: Session, row: Recheck, fields: Fields, on: date, *, children: bool) -> str:
    """Return what was not put back, and what fell with it, each with its words, those that never travel too.

    What was said in confidence is told only to whoever may see children's records.
    """
    said = [sentence(session, row.record_kind, fields, on, whole=True)]
    for one in row.mine.get("lines", ()):
        kind, itself = one["kind"], one["id"] == row.record_id
        if "id" in fields_of(session, kind, one["id"]):
            words = changed(session, kind, one["fields"], on)
        else:
            words = "" if itself else sentence(session, kind, one["fields"], on, whole=True)
            kept = row.kept_here.get(one["id"], {}).items()
            home = {name: value for name, value in kept if name not in OF_THE_PROGRAM and (children or name not in CONFIDED)}
            words = _(", |pause").join(filter(None, (words, changed(session, kind, home, on))))
        if words:
            said.append(words if itself else f"{kind_words(kind)}{_(': |recheck')}{words}")
    return _("; ").join(dict.fromkeys(said))


def settle(session: Session, recheck_id: str, how: str, on: date, *, by: str) -> Recheck:
    """Settle one thing: `how` is a choice of its cause. Raises AlreadySettled, or ValueError for what is no choice.

    `theirs` leaves what stands, `mine` writes what this computer had; of doubles the other one goes, and what hangs on it stays with the
    one that stays. Raises BothStay where two things cannot be one.
    """
    row = session.exec(select(Recheck).where(Recheck.id == recheck_id, *still(session))).first()
    if row is None:
        raise AlreadySettled(_("This was settled already. Please look at the list again."))
    if how not in CHOICES.get(row.cause, ("seen",)):
        raise ValueError(how)
    if row.cause == "double" and how != "both":
        pair = (row.record_id, str(row.other_id))
        goes, stays = pair if how == "theirs" else pair[::-1]
        make_one(session, row.record_kind, goes, stays, on, of_theirs=how == "mine")
    elif how == "mine" and row.field and not is_gone(row):
        write(session, row.record_kind, [row.field], [{"record": row.record_id, row.field: wanted(session, row)}])
    row.settled_on, row.settled_by, row.settled_how = on.isoformat(), by, how
    session.add(row)
    session.flush()
    return row


def wanted(session: Session, row: Recheck) -> Any:
    """Return what the field is to hold after the choice of what this computer had."""
    if row.cause == "removed_there":
        return None
    if row.cause == "removed_here":
        return session.info["at"]
    value = mine_of(row)
    if row.kept_here and row.field in TOGETHER:
        stands = fields_of(session, row.record_kind, row.record_id).get(row.field)
        return "\n".join(dict.fromkeys(part for part in (stands, value) if part))[:TEXT_LIMIT]
    return tuple(value) if isinstance(value, list) else value


def says_settled(one: Doubt, how: str) -> str:
    """Return what is said when something was settled."""
    return _("Checked: {who} {what}: {how}").format(who=one.who, what=one.what, how=table("recheck_answer").label(how)).replace("  ", " ")


def all_the_same(found: Sequence[Doubt]) -> str:
    """Return the choice that all of some things have in common and that leaves everything as it stands."""
    first = {one.choices[0] for one in found}
    return first.pop() if len(first) == 1 else ""
