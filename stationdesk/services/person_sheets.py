"""What stands under the tabs of a person: health, household and kin, papers; a tab without data is no tab."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.code import table
from stationdesk.registers.consent import Consent
from stationdesk.registers.field import codes_of
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.household import Household
from stationdesk.registers.import_row import ImportRow
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.person_facts import kin_facts, phones_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.photos import of_person
from stationdesk.services.request_lines import request_lines
from stationdesk.services.sheet_line import SheetLine
from stationdesk.services.wish_lines import wish_lines

_HEALTH = (
    "health_status",
    "illness_type",
    "health_note",
    "mobility",
    "self_care",
    "self_care_on",
    "dependency_level",
    "dependency_on",
    "cognition_screen",
    "mood_screen",
    "disability_kind",
    "disability_grade",
    "disability_valid_to",
    "aids",
    "aids_needed",
    "rehabilitation_needs",
    "difficulties",
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The lines under each tab; an empty one is not shown."""

    health: tuple[SheetLine, ...] = ()
    family: tuple[SheetLine, ...] = ()
    papers: tuple[SheetLine, ...] = ()
    wishes: tuple[SheetLine, ...] = ()
    requests: tuple[SheetLine, ...] = ()
    open: bool = False
    """Readings, medicines and the care plan may be seen; they are read when somebody turns to them."""


def sheets(session: Session, resident_id: str, on: date, *, may_see_children: bool = False, covered: bool = False) -> Sheets:
    """Return what stands under the tabs; nothing of a child without the right, no health if `covered`. Raises NoSuchResident."""
    resident = own_resident(session, resident_id)
    if is_child(resident, on) and not may_see_children:
        return Sheets()
    return Sheets(
        () if covered else tuple(_health(resident)),
        tuple(_family(session, resident, on, may_see_children)),
        tuple(_papers(session, resident, on)),
        tuple(wish_lines(session, resident_id, on)),
        () if covered else tuple(request_lines(session, resident_id, on)),
        open=not covered,
    )


def worded(resident: Resident, name: str) -> str:
    """Return a field of a resident in words: codes by their labels, lists joined, days as they are."""
    value: Any = getattr(resident, name)
    if value is None or value == ():
        return ""
    codes = codes_of(ResidentDraft, name)
    if codes:
        known = table(codes)
        return "、".join(known.label(one) for one in value) if isinstance(value, tuple) else known.label(value)
    return _("yes|fact") if value is True else _("no|fact") if value is False else str(value)


def field_title(name: str) -> str:
    """Return a field's label."""
    return _(str(ResidentDraft.model_fields[name].title))


def _health(resident: Resident) -> list[SheetLine]:
    lines = []
    if resident.chronic:
        known = table("illness")
        said = ["，".join(filter(None, (known.label(one.kind), one.since, one.note))) for one in resident.chronic]
        lines.append(SheetLine(field_title("chronic"), "；".join(said)))
    lines += [SheetLine(field_title(name), words) for name in _HEALTH if (words := worded(resident, name))]
    if resident.needs:
        known = table("need_kind")
        wanted = ["，".join(filter(None, (known.label(need.kind), need.note))) for need in resident.needs]
        lines.append(SheetLine(field_title("needs"), "；".join(wanted)))
    return lines


def _family(session: Session, resident: Resident, on: date, may_see_children: bool) -> list[SheetLine]:
    lines = []
    for kin in kin_facts(session, resident):
        phones = " ".join(phone.number for phone in kin.phones)
        said = "  ".join(filter(None, (kin.name, kin.place, phones, "" if kin.alive else _("has died"))))
        lines.append(SheetLine(kin.relation, said))
    mine = select(Guardian).where(Guardian.resident_id == resident.id, col(Guardian.removed_at).is_(None))
    for guardian in session.exec(mine):
        if guardian.in_force(on.isoformat()):
            said = "  ".join(filter(None, (guardian.name, *(phone.number for phone in phones_of(guardian.phones)))))
            lines.append(SheetLine(_("Guardian"), said))
    return lines + _household(session, resident, on, may_see_children)


def _household(session: Session, resident: Resident, on: date, may_see_children: bool) -> list[SheetLine]:
    if not resident.household_id:
        return []
    house = session.exec(select(Household).where(Household.id == resident.household_id)).first()
    lines = [SheetLine(_("Household number"), house.household_no)] if house and house.household_no else []
    with_him = select(Resident).where(
        Resident.household_id == resident.household_id, Resident.id != resident.id, col(Resident.removed_at).is_(None)
    )
    for one in session.exec(with_him.order_by(col(Resident.birth_date))):
        if is_child(one, on) and not may_see_children:
            continue
        name = _("{alias} (alias)").format(alias=masked_child(one.name, one.alias)) if is_child(one, on) else one.name
        age = one.age(on.isoformat())
        years = _("{years} years").format(years=age) if age is not None else ""
        lines.append(SheetLine(_("In the house"), "  ".join(filter(None, (name, years, table("relation").label(one.relation_to_head))))))
    return lines


def _papers(session: Session, resident: Resident, on: date) -> list[SheetLine]:
    lines = []
    given = select(Consent).where(Consent.resident_id == resident.id, col(Consent.removed_at).is_(None))
    for consent in session.exec(given.order_by(col(Consent.given_on).desc())):
        kind, day = table("consent_kind").label(consent.kind), day_words(date.fromisoformat(consent.given_on), on)
        held = consent.in_force(on.isoformat())
        state = _("agreed on {day}") if consent.given else _("refused on {day}")
        said = "  ".join(filter(None, (state.format(day=day), consent.giver_name, consent.paper_location)))
        lines.append(SheetLine(kind, said if held or not consent.given else said + "  " + _("no longer holds"), "" if held else "amber"))
    printed = select(CardIssue).where(CardIssue.resident_id == resident.id, col(CardIssue.removed_at).is_(None))
    for card in session.exec(printed.order_by(col(CardIssue.key).desc()).limit(3)):
        day = day_words(date.fromisoformat(card.issued_on), on)
        said = _("{number}, version {version}, printed {day}").format(number=card.card_no or "", version=card.version or 1, day=day)
        lines.append(SheetLine(_("Contact card"), said))
    if photos := len(of_person(session, resident.id, on)):
        lines.append(SheetLine(_("Photos"), _("{count} photos, to be seen under «More» (F7)").format(count=photos)))
    stood = select(ImportRow.sheet, ImportRow.row).where(ImportRow.resident_id == resident.id, col(ImportRow.removed_at).is_(None))
    found = [_("{sheet}, row {row}").format(sheet=sheet or "", row=row or 0) for sheet, row in session.exec(stood.limit(5))]
    return lines + [SheetLine(_("In a ledger"), said) for said in found]
