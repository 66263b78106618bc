"""Mending what touches more than the person: relatives, households, letters, tags, what a ledger said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.note import Note
from stationdesk.registers.record import Record
from stationdesk.registers.resident import GONE, Resident, ResidentDraft
from stationdesk.services.grading import scheme_on
from stationdesk.services.guardianship import change_guardian, end_guardian
from stationdesk.services.household_heads import change_head
from stationdesk.services.households import home_of, move_to
from stationdesk.services.mending_values import field_words
from stationdesk.services.person_writing import NotYours, PersonDraft, change_resident, moved_fields, own_resident, set_grade
from stationdesk.store.database import author_of


class HeadUnclear(DeskError):
    """Several people have the name of the head."""


def own(session: Session, kind: type[Record], record: str) -> Any:
    """Return this desk's record. Raises NotYours if it is gone."""
    mine = select(kind).where(kind.id == record, kind.author == author_of(session), col(kind.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise NotYours(_("This was changed elsewhere meanwhile. Please look at the list again."))
    return found


def reach_relative(session: Session, resident_id: str, whose: str, number: PhoneNumber, on: date) -> None:
    """Keep a number with a relative or guardian (`kin:ID`, `guardian:ID`), or with a new relative (`new:RELATION`)."""
    own_resident(session, resident_id)
    kind, _colon, name = whose.partition(":")
    if kind == "new":
        order = len(session.exec(select(Kin.id).where(Kin.resident_id == resident_id, col(Kin.removed_at).is_(None))).all()) + 1
        draft = KinDraft(resident_id=resident_id, relation=name, phones=(number,), contact_order=order)
        session.add(Kin.model_validate(draft, update={"author": author_of(session)}))
        return
    one: Kin | Guardian = own(session, Kin if kind == "kin" else Guardian, name)
    phones = (number, *(kept for kept in one.phones if kept.number and kept.number != number.number))
    if isinstance(one, Guardian):
        change_guardian(session, one.id, {"phones": phones}, on)
    else:
        one.phones = phones
        session.add(one)


def days_to_review(session: Session, on: date) -> int:
    """Return after how many days the scheme in force wants a grade looked at again; 0 if it does not say."""
    months = scheme_on(session, on).review_months
    return round(months * 30.44) if months else 0


def join_household(session: Session, resident_id: str, head: str, on: date) -> None:
    """Put somebody into the household of the head called `head`, made now where there is none.

    A head who is not in the register is kept by name with a household of the person's own. Raises HeadUnclear if several people
    of that name could be meant.
    """
    resident = own_resident(session, resident_id)
    if head == resident.name:
        home_of(session, resident.id, on=on)
        return
    named = select(Resident).where(Resident.name == head, Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    there = [one for one in session.exec(named) if one.residency_status not in GONE and one.closed_on is None]
    near = [one for one in there if one.village_group == resident.village_group] or there
    if len(near) > 1:
        raise HeadUnclear(
            _("{count} people are called {name}. Please open the person with D and put him into the right household.").format(
                count=len(near), name=head
            )
        )
    if near:
        home = home_of(session, near[0].id, on=on)
        session.flush()
        move_to(session, resident.id, home.id, None, on)
        return
    home = home_of(session, resident.id, on=on)
    home.head_id, home.head_name = None, head
    resident.relation_to_head, resident.head_name = None, head
    session.add_all([home, resident])


def take_head(session: Session, resident_id: str, head_id: str) -> None:
    """Make a member the head of the resident's household."""
    resident = own_resident(session, resident_id)
    change_head(session, str(resident.household_id), head_id, {})


def end_tag(session: Session, tag_id: str, on: date) -> None:
    """End a category the day before `on`, because it does not hold any more."""
    tag: CategoryTag = own(session, CategoryTag, tag_id)
    if tag.from_date is not None and tag.from_date >= on.isoformat():
        tag.removed_at = session.info["at"]
    else:
        tag.to_date = (on - timedelta(days=1)).isoformat()
    session.add(tag)


def review_tag(session: Session, tag_id: str, on: date) -> None:
    """Let a category stand and be looked at again in a year."""
    tag: CategoryTag = own(session, CategoryTag, tag_id)
    tag.review_due = (on + timedelta(days=365)).isoformat()
    session.add(tag)


def renew_letter(session: Session, guardian_id: str, until: date, on: date) -> None:
    """Let a guardianship by letter hold until another day."""
    change_guardian(session, guardian_id, {"to_date": until.isoformat(), "letter_signed": True, "letter_on": on.isoformat()}, on)


def end_letter(session: Session, guardian_id: str, on: date) -> None:
    """Say of a guardianship that ran out that it was not renewed; its last day stays."""
    letter: Guardian = own(session, Guardian, guardian_id)
    last = letter.to_date
    end_guardian(session, guardian_id, on, _("ran out, not renewed"))
    letter.to_date = last
    session.add(letter)


def name_kin(session: Session, kin_id: str, name: str) -> None:
    """Write the name of a relative."""
    one: Kin = own(session, Kin, kin_id)
    for field, value in moved_fields(one, KinDraft, {"name": name}).items():
        setattr(one, field, value)
    session.add(one)


def take_from_ledger(session: Session, note_id: str, on: date, *, both: bool) -> None:
    """Take what a ledger said otherwise in the place of what stands there, or keep both where there is room for both."""
    note: Note = own(session, Note, note_id)
    resident, name, text = own_resident(session, str(note.resident_id)), note.heading or "", (note.text or "").strip()
    if name == "care_grade":
        set_grade(session, resident.id, text, on, reason=_("as the ledger says"))
        return
    fields = _both(resident, name, text) if both else _taken(name, text)
    change_resident(session, resident.id, PersonDraft(fields), on)


def _taken(name: str, text: str) -> Mapping[str, Any]:
    if name == "birth_date":
        precision = {4: "year", 7: "month"}.get(len(text), "day")
        return {"birth_date": text, "birth_precision": precision, "birth_calendar": "solar"}
    field = ResidentDraft.model_fields[name]
    value: Any = tuple(text.split("、")) if str(field.annotation).startswith("tuple") else text
    return {name: value}


def _both(resident: Resident, name: str, text: str) -> Mapping[str, Any]:
    if name == "name":
        return {"former_name": text} if not resident.former_name else {"nickname": text}
    if name == "birth_date":
        return {"birthday": text[5:], "birthday_calendar": "solar"}
    more = _("{field} by a ledger: {value}").format(field=field_words(name), value=text)
    if name in {"remark", "health_note"}:
        return {name: "\n".join(filter(None, (getattr(resident, name), text)))}
    return {"remark": "\n".join(filter(None, (resident.remark, more)))}
