"""What is missing of one person, as a question with one field: what stands there now, what to fill in, which other answers there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.resident import Resident
from stationdesk.services import mending_about
from stationdesk.services import mending_beside as beside
from stationdesk.services.gap_reading import seen_now
from stationdesk.services.grading import scheme_on
from stationdesk.services.mending_ask import Ask, Fill, question
from stationdesk.services.mending_values import birth_words, id_state_words, numbers_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.shown_person import details_of
from stationdesk.services.stations import own_station
from stationdesk.store.database import author_of


@dataclass(frozen=True, slots=True)
class MendLine:
    """One person of a list: name or alias, age and group, what stands there now."""

    id: str
    name: str
    facts: str
    stands: str
    child: bool

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        return "，".join(part for part in (self.name, self.facts, self.stands) if part)


def lines(session: Session, gap: str, ids: Collection[str], on: date) -> dict[str, MendLine]:
    """Return the lines of `ids` in the list of one kind; numbers are covered."""
    people = details_of(session, ids)
    stands = beside.stands(session, gap, list(people), on)
    found = {}
    for one, person in people.items():
        age, child = person.age(on), person.is_child(on)
        years = _("{years} years").format(years=age) if age is not None else ""
        facts = [years] if child else [years, person.village_group or ""]
        found[one] = MendLine(one, person.shown(on), _(", ").join(filter(None, facts)), stands.get(one, ""), child)
    return found


def ask(session: Session, gap: str, resident_id: str, on: date) -> Ask | None:
    """Return the question of one kind about a resident; None if nothing is left to ask. Raises NoSuchResident."""
    resident = own_resident(session, resident_id)
    made = _ASK[gap](session, resident, on)
    if made is None:
        return None
    solar = resident.birth_date if resident.birth_calendar != "lunar" and resident.birth_precision != "age" else None
    seen = seen_now(session, gap, resident_id) if made.about is None else None
    return replace(made, gap=gap, resident_id=resident_id, seen=seen, sex=resident.sex, birth=solar)


def _id_no(_session: Session, _resident: Resident, _on: date) -> Ask:
    return question(Fill.ID_NO, _("ID number"), none=_("has no number"))


def _doubtful_id(_session: Session, resident: Resident, _on: date) -> Ask:
    told = id_state_words(resident.id_state)
    return question(Fill.ID_NO, _("ID number"), told=told, value=resident.id_no or "", none=_("has no number"), kept=_("the paper says so"))


def _same_id(session: Session, resident: Resident, on: date) -> Ask | None:
    others = beside.same_number(session, resident, on)
    if not others:
        return None
    told = _("The same number as {people}.").format(people=_(", ").join(others))
    return question(Fill.ID_NO, _("ID number"), told=told, value=resident.id_no or "", none=_("has no number"), kept=_("this one is right"))


def _phone(_session: Session, resident: Resident, _on: date) -> Ask:
    dead = numbers_of(resident.phones)
    told = _("Does not work: {numbers}").format(numbers=dead) if dead else ""
    return question(Fill.PHONE, _("Phone"), told=told, none=_("has no phone"))


def _children_phone(session: Session, resident: Resident, _on: date) -> Ask:
    choices = beside.relatives(session, resident.id, ("son", "daughter", "son_in_law", "daughter_in_law"), beside.CHILD_CODES)
    return question(Fill.RELATIVE, _("Child's phone"), choices=choices, chosen=choices[0][0], none=_("no child has a phone"))


def _guardian_phone(session: Session, resident: Resident, _on: date) -> Ask:
    wanted = ("father", "mother", "paternal_grandfather", "paternal_grandmother")
    choices = beside.relatives(session, resident.id, wanted, None, guardians=True)
    return question(Fill.RELATIVE, _("Guardian's phone"), choices=choices, chosen=choices[0][0], none=_("nobody has a phone"))


def _birth(_session: Session, resident: Resident, _on: date) -> Ask:
    return question(Fill.BIRTH, _("Birth date"), told=birth_words(resident), none=_("nobody knows"))


def _birth_differs(_session: Session, resident: Resident, _on: date) -> Ask:
    by_number = read_id_number(resident.id_no).birth or ""
    told = _("Written: {written}. By the ID number: {number}.").format(written=birth_words(resident), number=by_number)
    both = resident.birth_precision == "day" or len(resident.birth_date or "") == 10
    choices = [("number", _("by the ID number")), ("kept", _("as written"))]
    choices += [("both", _("number for the age, written day for the birthday"))] if both else []
    return question(Fill.CHOICE, _("Which date?"), told=told, choices=tuple(choices))


def _sex(_session: Session, resident: Resident, _on: date) -> Ask:
    told = _("Written: {written}. By the ID number: {number}.").format(
        written=table("sex").label(resident.sex), number=table("sex").label(read_id_number(resident.id_no).sex)
    )
    return question(Fill.CHOICE, _("Sex"), told=told, choices=tuple((code, table("sex").label(code)) for code in ("male", "female")))


def _category(_session: Session, _resident: Resident, _on: date) -> Ask:
    known = table("resident_category")
    choices = tuple((row.code, row.label) for row in known.rows if not row.group and not known.is_restricted(row.code))
    return question(Fill.LIST, _("Category"), choices=choices)


def _grade(session: Session, _resident: Resident, on: date) -> Ask:
    return question(Fill.CHOICE, _("Care grade"), choices=tuple((one.code, one.label) for one in scheme_on(session, on).grades))


def _review(session: Session, resident: Resident, on: date) -> Ask | None:
    held = beside.grade_in_force(session, resident.id, on)
    if held is None:
        return None
    told = _("Graded on {day}, to be reviewed by {due}.").format(day=held.from_date or "—", due=held.review_due or "—")
    choices = tuple((one.code, one.label) for one in scheme_on(session, on).grades)
    return question(Fill.CHOICE, _("Care grade"), told=told, choices=choices, chosen=held.grade)


def _certificate(_session: Session, resident: Resident, _on: date) -> Ask:
    told = _("Valid to {day}.").format(day=resident.disability_valid_to)
    return question(Fill.DAY, _("New certificate valid to"), told=told, none=_("was not renewed"))


def _pension(_session: Session, resident: Resident, on: date) -> Ask:
    told = _("Due by {day}.").format(day=resident.pension_check_due)
    return question(Fill.DAY, _("Checked on"), told=told, value=on.isoformat(), none=_("draws no pension any more"))


def _group(session: Session, _resident: Resident, _on: date) -> Ask:
    there = col(Resident.village_group) > "", Resident.author == author_of(session), col(Resident.removed_at).is_(None)
    used = session.exec(select(Resident.village_group).where(*there).distinct()).all()
    groups = sorted({*own_station(session).village_groups, *filter(None, used)}, key=beside.natural)
    if not groups:
        return question(Fill.WORDS, _("Village group"))
    return question(Fill.CHOICE if len(groups) <= 9 else Fill.LIST, _("Village group"), choices=tuple((one, one) for one in groups))


def _village(session: Session, _resident: Resident, _on: date) -> Ask:
    return question(Fill.WORDS, _("Village"), value=own_station(session).village or "")


def _household(_session: Session, _resident: Resident, _on: date) -> Ask:
    return question(Fill.WORDS, _("Name of the head"), told=_("Who is the head of this household? It may be the person himself."))


_ASK: Mapping[str, Callable[[Session, Resident, date], Ask | None]] = {
    "same_id_no": _same_id,
    "no_guardian_phone": _guardian_phone,
    "no_children_phone": _children_phone,
    "no_phone": _phone,
    "dead_phone": _phone,
    **dict.fromkeys(("lost_digits", "checksum", "bad_id_no"), _doubtful_id),
    "no_id_no": _id_no,
    **dict.fromkeys(("no_birth_date", "birth_year_only"), _birth),
    "birth_differs": _birth_differs,
    "sex_differs": _sex,
    "no_category": _category,
    "no_grade": _grade,
    "review_due": _review,
    "certificate_expired": _certificate,
    "pension_check": _pension,
    "no_group": _group,
    "no_village": _village,
    "no_household": _household,
    **mending_about.ASK,
}
