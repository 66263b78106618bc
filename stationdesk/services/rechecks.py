"""要核对: what two branches of the journal said differently, in words, and settling it by one key; nothing waits for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.code import table
from stationdesk.registers.field import codes_of
from stationdesk.registers.mask import masked_id_no, masked_phone
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.day_words import day_words, local
from stationdesk.services.returned import called, resident_of
from stationdesk.services.undoing import write
from stationdesk.store.database import author_of

CHOICES = {
    "both_moved": ("theirs", "mine"),
    "removed_there": ("theirs", "mine"),
    "removed_here": ("theirs", "mine"),
    "refused": ("seen",),
    "double": ("both", "theirs", "mine"),
}
"""How each cause can be settled; the first leaves everything as it stands."""
KINDS = {
    "resident": N_("Resident"),
    "visit": N_("Visit"),
    "pairing": N_("Pairing"),
    "household": N_("Household"),
    "kin": N_("Relative"),
    "care_grade": N_("Care grade"),
    "care_plan": N_("Care plan"),
    "category_tag": N_("Category"),
    "family_call": N_("Family call"),
    "call_wish": N_("Wish for calls"),
    "health_reading": N_("Health reading"),
    "health_record": N_("Health record"),
    "medicine": N_("Medicine"),
    "service_request": N_("Request"),
    "incident": N_("Emergency"),
    "incident_event": N_("Emergency"),
    "duty_shift": N_("Turn on duty"),
    "shift_handover": N_("Book handed on"),
    "request_event": N_("Request"),
    "station": N_("Station"),
    "status_change": N_("Where somebody lives"),
    "wish": N_("Wish"),
    "wish_event": N_("Wish"),
    "wish_claim": N_("Claim of a wish"),
    "claim_answer": N_("Claim of a wish"),
    "claim_end": N_("Claim of a wish"),
    "transfer": N_("Moved to another station"),
    "transfer_answer": N_("Moved here from another station"),
    "helper": N_("Helper"),
    "place": N_("Directory"),
    "duty": N_("Duty"),
    "note": N_("Note"),
    "consent": N_("Consent"),
    "guardian": N_("Guardian"),
}
"""What kinds of records are called; others are called an entry."""
COVERED = frozenset({"id_no", "guardian_id_no", "disability_no"})
WEIGHTY = 60
"""Characters of a value that are shown."""


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
    person = resident_of(session, row.record_kind, row.record_id) or fallen_on(session, row)
    told = not covered and (children or person is None or not person.is_minor(on.isoformat()))
    kind = _(KINDS.get(row.record_kind, N_("Entry")))
    field = title_of(row.record_kind, row.field) if row.field else ""
    mine, theirs = ("", "") if not told else values_of(session, row, on)
    at = f"{day_words(local(row.mine_at).date(), on)} {row.mine_by or ''}".strip() if row.mine_at else ""
    return Doubt(
        id=row.id,
        cause=row.cause,
        who=called(person, on, children=False) if person else "",
        child=bool(person and person.is_minor(on.isoformat())),
        what=f"{kind} {field}".strip(),
        why=row.reason or table("recheck_cause").label(row.cause),
        mine=mine,
        theirs=theirs,
        when=at,
        resident_id=person.id if person else "",
        choices=CHOICES.get(row.cause, ("seen",)) if row.record_kind != "resident" or row.cause != "double" else ("both",),
    )


def fallen_on(session: Session, row: Recheck) -> Resident | None:
    """Return the resident whom a record that was not put back is about."""
    for one in row.mine.get("lines", ()):
        about = one["fields"].get("resident_id")
        if about:
            return session.exec(select(Resident).where(Resident.id == about)).first()
    return None


def values_of(session: Session, row: Recheck, on: date) -> tuple[str, str]:
    """Return what both sides hold, in words; of a visit noted twice, which visits they are."""
    if row.cause == "double" and row.record_kind == "visit":
        return visit_words(session, row.record_id, on), visit_words(session, row.other_id or "", on)
    if row.cause == "both_moved" and row.field:
        return value_words(row.record_kind, row.field, row.mine.get("value")), value_words(
            row.record_kind, row.field, row.theirs.get("value")
        )
    if row.cause == "removed_there":
        return _("still there|recheck"), _("removed|recheck")
    if row.cause == "removed_here":
        return _("removed|recheck"), _("still there|recheck")
    return "", ""


def visit_words(session: Session, visit_id: str, on: date) -> str:
    """Return when and how a visit was, and who went."""
    visit = session.exec(select(Visit).where(Visit.id == visit_id, Visit.author == author_of(session))).first()
    if visit is None:
        return ""
    how = table("contact_mode").label(visit.mode or "other")
    went = "、".join(one.name for one in visit.visitors) or visit.recorder or ""
    return " ".join(filter(None, (day_words(date.fromisoformat(visit.visited_on), on), visit.start_time, how, went)))


def title_of(kind: str, name: str) -> str:
    """Return how the operator calls a field."""
    found = register_of(kind).model_fields.get(name)
    return _("removed|field") if name == "removed_at" else _(found.title) if found is not None and found.title else name


def value_words(kind: str, name: str, value: Any) -> str:
    """Return a value in words: codes by their label, numbers and phones covered, lists joined."""
    if value in (None, "", [], {}):
        return _("nothing|value")
    if isinstance(value, bool):
        return _("yes") if value else _("no|answer")
    if isinstance(value, list):
        return cut(_(", ").join(item_words(kind, name, one) for one in value))
    if name in COVERED:
        return masked_id_no(str(value))
    if name.endswith("phone"):
        return masked_phone(str(value))
    codes = codes_of(register_of(kind), name) if name in register_of(kind).model_fields else None
    return cut(table(codes).label(str(value)) if codes else str(value))


def item_words(kind: str, name: str, item: Any) -> str:
    """Return one thing of a list in words."""
    if isinstance(item, dict):
        if item.get("number"):
            return masked_phone(str(item["number"]))
        return str(item.get("name") or item.get("text") or _(", ").join(str(one) for one in item.values()))
    return value_words(kind, name, item)


def cut(text: str) -> str:
    """Return a text, shortened where it is long."""
    return text if len(text) <= WEIGHTY else text[: WEIGHTY - 1] + "…"


def settle(session: Session, recheck_id: str, how: str, on: date, *, by: str) -> Recheck:
    """Settle one thing: `how` is a choice of its cause. Raises AlreadySettled, or ValueError for what is no choice.

    `theirs` leaves what stands, `mine` writes what this computer had; of doubles the other one is taken back.
    """
    row = session.exec(select(Recheck).where(Recheck.id == recheck_id, *still(session))).first()
    if row is None:
        raise AlreadySettled(_("This was settled already. Please look at the list again."))
    if how not in CHOICES.get(row.cause, ("seen",)):
        raise ValueError(how)
    if row.cause == "double" and how != "both":
        gone = row.record_id if how == "theirs" else str(row.other_id)
        write(session, row.record_kind, ["removed_at"], [{"record": gone, "removed_at": session.info["at"]}])
    elif how == "mine" and row.field:
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
    value = row.mine.get("value")
    return tuple(value) if isinstance(value, list) else value


def says_settled(one: Doubt, how: str) -> str:
    """Return what is said when something was settled."""
    return _("Checked: {who} {what}: {how}").format(who=one.who, what=one.what, how=table("recheck_answer").label(how)).replace("  ", " ")


def all_the_same(found: Sequence[Doubt]) -> str:
    """Return the choice that all of some things have in common and that leaves everything as it stands."""
    first = {one.choices[0] for one in found}
    return first.pop() if len(first) == 1 else ""
