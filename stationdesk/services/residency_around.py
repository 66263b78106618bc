"""Everything in the register that a move of one resident may concern, read at once and nothing changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, and_, col, or_, select

from stationdesk.i18n import _
from stationdesk.registers.call_wish import CallWish
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import GradeSchemeDraft
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.helper import Helper
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_child
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.wish import Wish
from stationdesk.services.call_ahead import Ahead, call_wishes_of, calls_ahead
from stationdesk.services.doubles import is_child
from stationdesk.services.due import PRESENT
from stationdesk.services.grading import scheme_on, shipped_word
from stationdesk.services.health_around import NO_HEALTH, HealthAround, health_around
from stationdesk.services.household_heads import propose_head
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_care import NO_CARE, OpenCare, open_care
from stationdesk.services.residency_visits import last_seen, open_follow_ups
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_state import UNGIVEN
from stationdesk.store.database import author_of

PARENTS = frozenset({"father", "mother", "stepfather", "stepmother"})
OTHER_GUARDIANS = ("delegated", "caregiver", "legal")
SPOUSES = frozenset({"spouse", "husband", "wife"})


@dataclass(frozen=True)
class Ward:
    """Somebody the person looks after: by a guardianship, or as a near relative of a child in the same house."""

    resident: Resident
    guardian: Guardian | None = None
    relation: str = ""
    """What the person is to the one looked after, in a word: 爷爷, or empty."""
    is_parent: bool = False
    same_house: bool = False
    others: tuple[str, ...] = ()
    """Who else looks after him, by name."""


class OpenWish(NamedTuple):
    """A wish that was not brought."""

    id: str
    content: str
    last_day: str
    """The day of the last thing that happened to it: it is not cancelled on a day before."""


@dataclass(frozen=True)
class Around:
    """The person and what stands around him."""

    resident: Resident
    on: date
    """Today, for ages and for who is taken for a child."""
    household: Household | None = None
    members: tuple[Resident, ...] = ()
    """The others of the household who are still there, whoever is nearest to the head first."""
    grades: tuple[CareGrade, ...] = ()
    scheme: GradeSchemeDraft | None = None
    """The grade scheme in use, for what a grade is called."""
    care: OpenCare = NO_CARE
    tags: tuple[CategoryTag, ...] = ()
    home_tags: tuple[CategoryTag, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    home_pairings: tuple[Pairing, ...] = ()
    helping: tuple[Pairing, ...] = ()
    """Pairings in which the person himself is the helper."""
    helped: Mapping[str, str] | None = None
    """Names of those he helps, by id."""
    helpers: Mapping[str, str] | None = None
    cards: tuple[CardIssue, ...] = ()
    kin: tuple[Kin, ...] = ()
    kin_elsewhere: tuple[Kin, ...] = ()
    """Relatives of others who are known to be this person."""
    kin_alike: tuple[Kin, ...] = ()
    """Relatives of those in the same house who have the same name, but are not known to be this person."""
    owners: Mapping[str, Resident] | None = None
    """Those whose relative he is, by id."""
    wards: tuple[Ward, ...] = ()
    health: HealthAround = NO_HEALTH
    follow_ups: int = 0
    last_seen: date | None = None
    calls: tuple[Ahead, ...] = ()
    call_wishes: tuple[CallWish, ...] = ()
    wishes: tuple[OpenWish, ...] = ()
    """Wishes that may still be cancelled: id and what is wished for."""
    heads: Mapping[str, tuple[tuple[str, str | None], ...]] | None = None
    """What the other members become if a member is the head: by his id, their ids and relations (GB/T 4761), None to be asked."""
    wards_grades: tuple[CareGrade, ...] = ()
    wards_tags: tuple[CategoryTag, ...] = ()
    parents_tags: tuple[tuple[Resident, CategoryTag], ...] = ()
    """Elders left behind whose child the person is."""

    def word_of(self, grade: str) -> str:
        """Return what a grade is called."""
        found = self.scheme.counted_as(grade) if self.scheme else None
        return found.label if found else shipped_word(grade)

    def name_of(self, one: Resident) -> str:
        """Return a name as a sentence may say it: of a child the alias."""
        return named(one, self.on)


def _generation(relation: str | None) -> str:
    """Return the first figure of a relation's national code: 2 son, 3 daughter, 5 parent, 6 grandparent (GB/T 4761-2008)."""
    return (table("relation").national(relation) or "")[:1] if relation else ""


def looks_after(relation: str | None) -> bool:
    """Tell whether such a relative of a child looks after it when they live in one house."""
    return _generation(relation) in {"5", "6"}


def named(one: Resident, on: date) -> str:
    """Return the name of a resident as a shared sentence says it: a child goes by alias."""
    return _("{alias} (alias)").format(alias=masked_child(one.name, one.alias)) if is_child(one, on) else one.name


def around(session: Session, resident_id: str, on: date) -> Around:  # long: one question after another, one line each
    """Read what a move of a resident may concern; `on` is today. Raises NoSuchResident."""
    one = own_resident(session, resident_id)
    home = _first(session, Household, Household.id == (one.household_id or ""))
    members = tuple(other for other in _residents(session, Resident.household_id == home.id) if other.id != one.id) if home else ()
    kin_elsewhere = _all(session, Kin, Kin.kin_resident_id == one.id, Kin.resident_id != one.id)
    alike = _all(session, Kin, Kin.name == one.name, col(Kin.kin_resident_id).is_(None), col(Kin.resident_id).in_(_ids(members)))
    wards = _wards(session, one, kin_elsewhere, on)
    looked_after, owners = [ward.resident.id for ward in wards], _owners(session, kin_elsewhere, members)
    pairings, at_home = _all(session, Pairing, Pairing.resident_id == one.id), _of_home(session, Pairing, home)
    helping, helped = _helping(session, one, on)
    return Around(
        resident=one,
        on=on,
        household=home,
        members=tuple(sorted(members, key=_nearest)),
        grades=_all(session, CareGrade, CareGrade.resident_id == one.id),
        scheme=scheme_on(session, on),
        care=open_care(session, one),
        tags=_all(session, CategoryTag, CategoryTag.resident_id == one.id),
        home_tags=_of_home(session, CategoryTag, home),
        pairings=pairings,
        home_pairings=at_home,
        helping=helping,
        helped=helped,
        helpers=_helper_names(session, (*pairings, *at_home)),
        cards=_all(session, CardIssue, CardIssue.resident_id == one.id, col(CardIssue.void).is_(False)),
        kin=_all(session, Kin, Kin.resident_id == one.id),
        kin_elsewhere=kin_elsewhere,
        kin_alike=alike,
        owners=owners,
        wards=wards,
        wards_grades=_all(session, CareGrade, col(CareGrade.resident_id).in_(looked_after)),
        wards_tags=_all(session, CategoryTag, col(CategoryTag.resident_id).in_(looked_after)),
        parents_tags=_left_behind_parents(session, one, kin_elsewhere, owners),
        calls=calls_ahead(session, one),
        call_wishes=call_wishes_of(session, one),
        wishes=_wishes(session, one, alone=not members),
        heads=_heads(session, home, one, members, on) if home and home.head_id == one.id else None,
        health=health_around(session, one.id),
        follow_ups=open_follow_ups(session, one),
        last_seen=last_seen(session, one),
    )


def _all(session: Session, kind: type[Any], *where: Any) -> tuple[Any, ...]:
    mine = select(kind).where(*where, kind.author == author_of(session), kind.removed_at.is_(None))
    return tuple(session.exec(mine.order_by(kind.key)))


def _owners(session: Session, kin_elsewhere: Sequence[Kin], members: Sequence[Resident]) -> dict[str, Resident]:
    """Return by id those whose relative the person is, and those who live with him."""
    known = _residents(session, col(Resident.id).in_([kin.resident_id for kin in kin_elsewhere]))
    return {owner.id: owner for owner in (*known, *members)}


def _of_home(session: Session, kind: type[Any], home: Household | None) -> tuple[Any, ...]:
    """Return what belongs to a household as a whole."""
    return _all(session, kind, kind.household_id == home.id, kind.resident_id.is_(None)) if home else ()


def _first(session: Session, kind: type[Any], *where: Any) -> Any:
    return next(iter(_all(session, kind, *where)), None)


def _residents(session: Session, where: Any) -> tuple[Resident, ...]:
    return tuple(one for one in _all(session, Resident, where) if one.residency_status not in GONE)


def _ids(people: Iterable[Resident]) -> list[str]:
    return [one.id for one in people]


def _nearest(one: Resident) -> tuple[bool, str]:
    """Order those who may become head: the spouse of the head first, then the oldest."""
    return (one.relation_to_head not in SPOUSES, one.birth_date or "9999")


def _helper_names(session: Session, pairings: Sequence[Pairing]) -> dict[str, str]:
    ids = {one.helper_id for one in pairings if one.helper_id}
    known = {helper.id: helper.name for helper in _all(session, Helper, col(Helper.id).in_(ids))} if ids else {}
    return {one.id: known.get(one.helper_id or "") or one.helper_name or "" for one in pairings}


def _helping(session: Session, one: Resident, on: date) -> tuple[tuple[Pairing, ...], dict[str, str]]:
    """Return the pairings in which the person is the helper, and who it is he helps."""
    mine = [helper.id for helper in _all(session, Helper, Helper.resident_id == one.id)]
    helping = _all(session, Pairing, col(Pairing.helper_id).in_(mine)) if mine else ()
    ids = [pairing.resident_id for pairing in helping if pairing.resident_id]
    people = {other.id: named(other, on) for other in _residents(session, col(Resident.id).in_(ids))} if ids else {}
    return helping, {pairing.id: people.get(pairing.resident_id or "", "") for pairing in helping}


def _wards(session: Session, one: Resident, kin_elsewhere: Sequence[Kin], on: date) -> tuple[Ward, ...]:
    """Return whom the person looks after."""
    as_kin = {kin.id: kin for kin in kin_elsewhere}
    his = or_(Guardian.guardian_resident_id == one.id, and_(col(Guardian.kin_id).is_not(None), col(Guardian.kin_id).in_(as_kin)))
    held = {found.resident_id: found for found in _all(session, Guardian, his) if found.in_force(on.isoformat())}
    near = {kin.resident_id: kin for kin in kin_elsewhere if looks_after(kin.relation)}
    found = []
    for other in _residents(session, col(Resident.id).in_({*held, *near} - {one.id})):
        same_house = bool(one.household_id) and other.household_id == one.household_id
        kin = near.get(other.id)
        is_parent = kin is not None and kin.relation in PARENTS
        if other.id not in held and not (is_child(other, on) and (same_house or is_parent)):
            continue
        word = kin.relation_written or table("relation").label(kin.relation) if kin else held[other.id].relation_written or ""
        others = _others(session, other, one, on)
        found.append(Ward(other, held.get(other.id), word, is_parent=is_parent, same_house=same_house, others=others))
    return tuple(found)


def _others(session: Session, ward: Resident, one: Resident, on: date) -> tuple[str, ...]:
    """Return who else looks after somebody and is there: other guardians in force, and grown-ups of the same house."""
    house = _residents(session, Resident.household_id == (ward.household_id or "-"))
    day = on.isoformat()
    at_home = {other.id: other for other in house if other.id not in (ward.id, one.id) and other.residency_status in (*PRESENT, None)}
    away = {other.id for other in house} - set(at_home)
    names = [
        guardian.name
        for guardian in _all(session, Guardian, Guardian.resident_id == ward.id, col(Guardian.kind).in_(OTHER_GUARDIANS))
        if guardian.in_force(day) and guardian.guardian_resident_id not in (one.id, *away) and guardian.name != one.name
    ]
    names += [other.name for other in at_home.values() if other.is_minor(day) is False]
    return tuple(dict.fromkeys(names))


def _left_behind_parents(
    session: Session, one: Resident, kin_elsewhere: Sequence[Kin], owners: Mapping[str, Resident]
) -> tuple[tuple[Resident, CategoryTag], ...]:
    """Return the elders left behind in whose list of relatives the person stands, with that tag."""
    ids = [kin.resident_id for kin in kin_elsewhere if _generation(kin.relation) in {"2", "3"} and kin.resident_id in owners]
    tags = _all(session, CategoryTag, col(CategoryTag.resident_id).in_(ids), CategoryTag.category == "left_behind_elder") if ids else ()
    return tuple((owners[tag.resident_id], tag) for tag in tags if tag.resident_id and tag.resident_id != one.id)


def _wishes(session: Session, one: Resident, *, alone: bool) -> tuple[OpenWish, ...]:
    """Return the wishes of the person that were not brought, and those of the household if nobody else lives there."""
    his = Wish.resident_id == one.id
    if alone and one.household_id:
        his = or_(his, and_(col(Wish.resident_id).is_(None), Wish.household_id == one.household_id))  # type: ignore[assignment]
    found = _all(session, Wish, his)
    facts = facts_of(session, [wish.id for wish in found])
    last = {wish: max((move.day for move in held.moves), default="") for wish, held in facts.items()}
    return tuple(OpenWish(wish.id, wish.content, last[wish.id]) for wish in found if facts[wish.id].standing.state in UNGIVEN)


def _heads(
    session: Session, home: Household, one: Resident, members: Sequence[Resident], on: date
) -> dict[str, tuple[tuple[str, str | None], ...]]:
    """Return what everybody would be to each grown-up member."""
    grown = [member for member in members if member.is_minor(on.isoformat()) is not True]
    found = {}
    for head in grown:
        proposed = propose_head(session, home.id, head.id)
        others = [said for said in proposed if said.resident_id != one.id]
        found[head.id] = tuple((said.resident_id, None if said.asked else said.after) for said in others)
    return found
