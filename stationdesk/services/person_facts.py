"""The head of one person: who, how to reach, where, whose kin, what is next, who is responsible; numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, and_, col, or_, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_child, masked_id_no, masked_phone
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.birthday_words import birthday_words
from stationdesk.services.carers import carer_trouble
from stationdesk.services.categories import since_words, stays
from stationdesk.services.contacts import known_of
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.due import Care, Due, Known, State, day_due, due
from stationdesk.services.event_words import Part
from stationdesk.services.facing_visitors import AWAY_ILL, shown_categories
from stationdesk.services.person_writing import own_resident
from stationdesk.services.resident_list import categories_of, category_word, grade_of_row


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone as shown: masked, and whose it is; one known to be dead says so."""

    number: str
    whose: str = ""
    dead: bool = False


@dataclass(frozen=True, slots=True)
class KinFact:
    """A relative as a caller needs him."""

    relation: str
    name: str
    place: str
    phones: tuple[Phone, ...]
    alive: bool = True


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What stands at the head of a person's page. Of a locked child only alias, grade and what is due are filled."""

    id: str
    name: str
    due: Due
    grade: str
    grade_word: str
    child: bool
    locked: bool
    listed: str = ""
    """The name as lists and sentences say it: of a child the alias."""
    household_id: str | None = None
    age: int | None = None
    sex: str = ""
    born: str = ""
    birthday: str = ""
    """A birthday by the moon, or on another day than the papers have, and when it falls."""
    id_no: str = ""
    """Masked."""
    state: str = ""
    """Where somebody is who is not simply at home: 住院（区医院）."""
    phones: tuple[Phone, ...] = ()
    address: str = ""
    address_note: str = ""
    kin: tuple[KinFact, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    """Situation, each with its tone (amber only if something is missing)."""
    since: Mapping[str, str] = field(default_factory=dict)
    """Of a category in the situation since when it holds."""
    next: tuple[Part, ...] = ()
    responsible: tuple[tuple[str, str], ...] = ()
    """Role and name."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What every visit could ask for, as codes: phone, born, address."""
        return tuple(code for code, there in (("phone", self.phones), ("born", self.born), ("address", self.address)) if not there)


def person_facts(session: Session, resident_id: str, on: date, *, may_see_children: bool = False, covered: bool = False) -> PersonFacts:
    """Return the head of a person's page for day `on`; `covered`: without birth and illnesses. Raises NoSuchResident."""
    resident = own_resident(session, resident_id)
    known = known_of(session, [resident_id], on)[resident_id]
    found = due(known, on)
    grade, word = grade_of_row(known, found)
    child = is_child(resident, on)
    listed = _("{alias} (alias)").format(alias=masked_child(resident.name, resident.alias)) if child else resident.name
    if child and not may_see_children:
        return PersonFacts(resident.id, listed, found, grade, word, child=True, locked=True, listed=listed)
    return PersonFacts(
        resident.id,
        resident.name,
        found,
        grade,
        word,
        child,
        locked=False,
        listed=listed,
        household_id=resident.household_id,
        age=resident.age(on.isoformat()),
        sex=table("sex").label(resident.sex) if resident.sex in ("male", "female") else "",
        born="" if covered else born_words(resident),
        birthday="" if covered else birthday_words(resident, on),
        id_no=masked_id_no(resident.id_no or ""),
        state="" if covered and resident.residency_status in AWAY_ILL else state_words(resident),
        phones=phones_of(resident.phones),
        address=resident.shown_address() or "",
        address_note=_house(session, resident),
        kin=kin_facts(session, resident),
        tags=situation(session, resident, on, covered=covered),
        since=category_since(session, resident, on),
        next=next_words(session, resident, known, on),
        responsible=responsible(session, resident, on),
    )


def numbers_of(session: Session, resident_id: str) -> list[tuple[str, str]]:
    """Return the uncovered numbers of a person and his relatives, each with whose it is: for the seconds they are shown."""
    resident = own_resident(session, resident_id)
    found = [(_("ID number"), resident.id_no)] if resident.id_no else []
    found += [(_whose(phone) or _("own|phone"), phone.number) for phone in resident.phones]
    for one in _kin(session, resident):
        found += [(_kin_word(one), phone.number) for phone in one.phones]
    return found


def born_words(resident: Resident) -> str:
    """Return year and month of a birth as far as they are known: 1945年3月生, 农历1945年腊月…, 约1945年生."""
    if not resident.birth_date:
        return ""
    year, month = (*resident.birth_date.split("-"), "")[:2]
    words = _("{year}").format(year=year) if not month else _("{year}/{month}").format(year=year, month=int(month))
    if resident.birth_precision == "age":
        return _("born about {when}").format(when=words)
    return (_("born (lunar) {when}") if resident.birth_calendar == "lunar" else _("born {when}")).format(when=words)


def state_words(resident: Resident) -> str:
    """Return where somebody is who is not simply living at home."""
    if resident.residency_status in (None, "living"):
        return ""
    label = table("residency_status").label(resident.residency_status)
    return _("{state} ({place})").format(state=label, place=resident.residency_place) if resident.residency_place else label


def phones_of(phones: tuple[PhoneNumber, ...]) -> tuple[Phone, ...]:
    """Return phones masked."""
    return tuple(Phone(masked_phone(phone.number), _whose(phone), phone.usable is False) for phone in phones)


def _whose(phone: PhoneNumber) -> str:
    return phone.owner or phone.relation


def _house(session: Session, resident: Resident) -> str:
    house = session.exec(select(Household).where(Household.id == (resident.household_id or ""))).first()
    if house is None:
        return ""
    parts = (table("housing_structure").label(house.housing_structure), house.directions, house.housing_note)
    return "，".join(part for part in parts if part)


def _kin(session: Session, resident: Resident) -> list[Kin]:
    mine = select(Kin).where(Kin.resident_id == resident.id, Kin.author == resident.author, col(Kin.removed_at).is_(None))
    return sorted(session.exec(mine), key=lambda one: (one.contact_order or 99, not one.is_emergency_contact, one.key or 0))


def _kin_word(kin: Kin) -> str:
    return kin.relation_written or table("relation").label(kin.relation) or _("relative|kin")


def kin_facts(session: Session, resident: Resident) -> tuple[KinFact, ...]:
    """Return the relatives in the order of calling."""
    return tuple(
        KinFact(_kin_word(one), one.name or "", one.works_at or one.place or "", phones_of(one.phones), one.life_state != "deceased")
        for one in _kin(session, resident)
    )


def situation(session: Session, resident: Resident, on: date, *, covered: bool = False) -> tuple[tuple[str, str], ...]:
    """Return what a visitor should know at once, as short words: categories, illnesses, standing, smartphone, no consent.

    `covered`: without illnesses and disabilities.
    """
    codes = categories_of(session, [(resident.id, resident.household_id)], on).get(resident.id, ())
    words = [category_word(code) for code in (shown_categories(codes) if covered else codes)]
    words += [] if covered else [table("illness").label(one.kind) for one in resident.chronic]
    words += [table("standing").label(code) for code in resident.standing]
    if resident.self_care in ("medium", "unable") and not covered:
        words.append(table("self_care").label(resident.self_care))
    if resident.smartphone_ability in ("unable", "none"):
        words.append(_("uses no smartphone") if resident.smartphone_ability == "unable" else _("has no smartphone"))
    tags = [(word, "") for word in dict.fromkeys(words) if word]
    if resident.care_consent is False:
        tags.append((_("does not accept visits"), "amber"))
    tags += [(word, "amber") for word in (carer_trouble(session, resident, on) if is_child(resident, on) else ())]
    return tuple(tags)


def category_since(session: Session, resident: Resident, on: date) -> dict[str, str]:
    """Return of each category as the situation says it since when it holds; restricted ones are left out."""
    found = stays(session, resident.id, on, household_id=resident.household_id)
    known = since_words(found, on)
    return {category_word(one.code): known[one.word] for one in found if one.now and one.word in known}


def next_words(session: Session, resident: Resident, known: Known, on: date) -> tuple[Part, ...]:
    """Return what is next: 今天 打电话, 11月25日 前上门, and what a visit left to follow up."""
    if known.grade is None or due(known, on).state in (State.NONE, State.PAUSED):
        return ()
    found: list[Part] = []
    rhythms = (
        (Care.CONTACT, known.grade.contact_every_days, _("phone|next")),
        (Care.HOME, known.grade.home_visit_every_days, _("visit|next")),
    )
    for care, every, verb in rhythms:
        if every:
            day = day_due(known, care, every, on)
            when = _("today") if day <= on else _("by {day}").format(day=day_words(day, on))
            found += [Part("   ")] if found else []
            found += [Part(when, "bold" if day <= on else ""), Part(f" {verb}" if day <= on else verb)]
    for plan, by in follow_ups(session, resident):
        found += [Part("   "), Part(day_words(by, on), "red" if by < on else ""), Part(" " + plan)]
    return tuple(found)


def follow_ups(session: Session, resident: Resident) -> list[tuple[str, date]]:
    """Return what visits left to be followed up, with the day by which."""
    sql = (
        "SELECT coalesce(next_plan, ''), follow_up_due FROM visit WHERE resident_id = ? AND removed_at IS NULL "
        "AND follow_up_due IS NOT NULL AND followed_up_on IS NULL ORDER BY follow_up_due LIMIT 3"
    )
    return [(plan or _("follow-up"), date.fromisoformat(by)) for plan, by in session.connection().exec_driver_sql(sql, (resident.id,))]


def responsible(session: Session, resident: Resident, on: date) -> tuple[tuple[str, str], ...]:
    """Return who answers for a person and stands by him: pairings in force by level, then the grid leader."""
    home = and_(col(Pairing.household_id) == (resident.household_id or ""), col(Pairing.resident_id).is_(None))
    theirs = or_(col(Pairing.resident_id) == resident.id, home)
    pairings = session.exec(select(Pairing).where(theirs, Pairing.author == resident.author, col(Pairing.removed_at).is_(None))).all()
    held = [one for one in pairings if one.in_force(on.isoformat())]
    names = helper_names(session, [one.helper_id for one in held if one.helper_id])
    found = []
    for one in sorted(held, key=lambda one: (one.kind != "responsibility", one.level or 9, one.key or 0)):
        role = one.level_label or table("pairing_kind").label(one.kind)
        found.append((role, names.get(one.helper_id or "", "") or one.helper_name or ""))
    station = session.exec(select(Station).where(Station.author == resident.author, col(Station.removed_at).is_(None))).first()
    grid = station.grid_of(resident.village_group) if station else None
    if grid is not None and grid.leader:
        found.append((_("grid leader"), grid.leader))
    return tuple(found)


def helper_names(session: Session, ids: list[str]) -> dict[str, str]:
    """Return the names of helpers by id."""
    return dict(session.exec(select(Helper.id, Helper.name).where(col(Helper.id).in_(ids))).all()) if ids else {}
