"""A family on paper: the table of the household, and the letter by which its children are entrusted."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.printing.family_sheet import FamilyPaper, family_pages
from stationdesk.printing.guardian_letter import GuardianLetter, LetterPerson, letter_pages
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.calling_order import callers
from stationdesk.services.families import family_of
from stationdesk.services.family_data import FamilyData
from stationdesk.services.kin_words import kin_word
from stationdesk.services.stations import own_station, station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.print_preview import preview


def print_family(desk: OpenDesk, data: FamilyData, parent: QWidget) -> int:
    """Show the preview of the family table: children by alias, numbers covered."""
    return preview(desk, family_job(desk, data), parent)


def family_job(desk: OpenDesk, data: FamilyData) -> PrintJob:
    """Return the job of the family table."""
    sees = desk.sees_children
    family = family_of(data, may_see_children=sees, covered=True)
    with desk.reading() as session:
        station = station_name(session)
    paper = FamilyPaper(
        family.title,
        " · ".join(family.facts),
        station,
        tuple((one.relation, one.name, one.age, "".join(part.text for part in one.now)) for one in family.members),
        tuple((label, "".join(part.text for part in parts)) for label, parts in family.guarding),
        tuple((one.title, one.where, one.phone) for one in callers(data, may_see_children=sees)),
        family.hidden,
    )
    return PrintJob(
        title=_("Family table"),
        about=_("Family table"),
        lay_out=lambda imprint: family_pages(paper, imprint, type_at_hand()),
        document="family-table",
        people=len(data.there),
        resident_id=data.head.id if data.head else "",
    )


def print_letter(desk: OpenDesk, data: FamilyData, parent: QWidget) -> int:
    """Show the preview of the letter of guardianship; it names the children and is for those who sign it."""
    return preview(desk, letter_job(desk, data), parent)


def letter_job(desk: OpenDesk, data: FamilyData) -> PrintJob:
    """Return the job of the letter, filled in as far as is known."""
    with desk.reading() as session:
        station = own_station(session)
        place, name = station.village or "", station.name
    letter = _latest(data)
    children = [one for one in data.children if letter is None or _of(data, one, letter)] or data.children
    first = children[0] if children else None
    paper = GuardianLetter(
        _parents(data, first),
        _entrusted(data, first, letter),
        tuple(_child(data, one, letter) for one in children),
        _written(letter.from_date) if letter and not _over(letter, data.on) else "",
        _written(letter.to_date) if letter and not _over(letter, data.on) else "",
        place,
        name,
    )
    return PrintJob(
        title=_("Letter of guardianship"),
        about=_("Letter of guardianship"),
        lay_out=lambda imprint: letter_pages(paper, imprint, type_at_hand()),
        document="guardian-letter",
        people=len(children) + 1,
        resident_id=first.id if first else "",
    )


def _latest(data: FamilyData) -> Guardian | None:
    letters = [one for child in data.children for one in data.guardians.get(child.id, ()) if one.kind == "delegated"]
    return max(letters, key=lambda one: (one.from_date or "", one.key or 0), default=None)


def _of(data: FamilyData, child: Resident, letter: Guardian) -> bool:
    return any(one.name == letter.name and one.kind == "delegated" for one in data.guardians.get(child.id, ()))


def _over(letter: Guardian, on: date) -> bool:
    """Tell whether a letter has run out or soon will: the new one has other days."""
    return letter.to_date is not None and (date.fromisoformat(letter.to_date) - on).days <= 62


def _written(day: str | None) -> str:
    if not day:
        return ""
    found = date.fromisoformat(day)
    return _("{year}/{month}/{day}|day").format(year=found.year, month=found.month, day=found.day)


def _parents(data: FamilyData, child: Resident | None) -> tuple[LetterPerson, ...]:
    found = {"father": LetterPerson(kin_word("father")), "mother": LetterPerson(kin_word("mother"))}
    for one in data.adults if child is not None else ():
        relation = data.relation(child.id, one.id) if child is not None else None
        if relation in found:
            found[relation] = _resident(kin_word(relation), one, one.migrant_place or one.shown_address() or "")
    for kin in data.kin.get(child.id, ()) if child is not None else ():
        if kin.relation in found and not found[kin.relation].name and kin.life_state != "deceased":
            found[kin.relation] = _relative(kin)
    return tuple(found.values())


def _entrusted(data: FamilyData, child: Resident | None, letter: Guardian | None) -> LetterPerson:
    if letter is not None:
        phone = letter.phones[0].number if letter.phones else ""
        return LetterPerson("", letter.name, letter.birth_date or "", phone, letter.address or "")
    carer = next((data.resident(one.resident_id) for one in data.facts.carers if one.resident_id), None)
    return _resident("", carer, carer.shown_address() or "") if carer is not None and child is not None else LetterPerson("")


def _child(data: FamilyData, child: Resident, letter: Guardian | None) -> LetterPerson:
    carer = next((one.resident_id for one in data.facts.carers), None)
    relation = letter.relation if letter else data.relation(child.id, carer) if carer else None
    return LetterPerson(kin_word(relation) if relation else "", child.name, child.birth_date or "", "", child.school or "")


def _resident(role: str, one: Resident, where: str) -> LetterPerson:
    return LetterPerson(role, one.name, one.birth_date or "", one.phones[0].number if one.phones else "", where)


def _relative(kin: Kin) -> LetterPerson:
    phone = kin.phones[0].number if kin.phones else ""
    return LetterPerson(kin_word(kin.relation), kin.name or "", kin.birth_date or "", phone, kin.works_at or kin.place or "")
