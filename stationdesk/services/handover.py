"""A helper leaves: everything in his hands goes to others in one step, and what he did stays his (domain 3.4, pains 15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.services.contacts import chunks
from stationdesk.services.hands import Hand, read_hands, written_as
from stationdesk.services.known_helpers import HelperGone
from stationdesk.services.pairing_fitness import WANTED, Candidate, Fitness
from stationdesk.services.pairing_words import what_of
from stationdesk.services.pairing_world import Pair, World, read_world
from stationdesk.services.pairing_writing import PairingImpossible, name_to_keep, own_helper, own_pairing
from stationdesk.services.request_reading import open_requests
from stationdesk.services.shifts import turns_ahead
from stationdesk.services.team_members import leave_teams
from stationdesk.store.database import author_of

WHY: Mapping[str, str] = {"transferred": "helper_transferred", "retired": "helper_retired", "left": "helper_left"}
"""Why a helper leaves, and the reason of the end it gives his pairings."""
KEPT = frozenset({"helper_id", "helper_name", "state", "start_date", "end_date", "end_reason", "end_note", "outcome", "contact_card_given"})
KEPT |= {"helper_agreed_on", "resident_agreed_on", "agreed_by", "proposed_on", "previous_id", "rests", "source", "remark"}
"""Fields that a successor's pairing does not take over: they are the old one's history."""


@dataclass(frozen=True, slots=True)
class Passing:
    """One pairing that goes to somebody else."""

    pairing: str
    resident: str
    name: str
    facts: str
    """86岁，红色，二组; of a child the age in years only where the operator may see it."""
    role: str
    """The level's name where it is 包保, else empty."""
    candidates: tuple[Candidate, ...]
    proposed: str
    """The helper's id that is filled in; empty where nobody fits."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a helper has in his hands, with a successor proposed for each."""

    helper: Hand
    what: str
    lines: tuple[Passing, ...]
    people: int
    past: int
    """Visits and contacts that were noted as his with the people he stands or stood by."""
    turns: int = 0
    """Turns on duty that are his from the day on; they are swapped in the roster."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How and when a helper leaves; `day` is the first day without him."""

    why: str
    day: date
    note: str = ""
    agreed: bool = False
    """Successors and people were asked and said yes; else the new pairings wait for it."""


def plan(session: Session, helper_id: str, on: date, day: date | None = None, *, may_see_children: bool = False) -> Plan:
    """Return what goes from a helper's hands on `day`, a successor proposed for each. Raises PairingImpossible for one without a record."""
    world = read_world(session, on)
    hand = world.hands.get(helper_id)
    if hand is None:
        raise PairingImpossible(_("This helper was taken off meanwhile. Please look at the list again."))
    fitness = Fitness(session, world, (day or on).isoformat())
    given: Counter[str] = Counter()
    lines = []
    for pair in running_of(world, helper_id):
        lines.append(_passing(world, fitness, pair, given, may_see_children=may_see_children))
        if lines[-1].proposed and not lines[-1].role:
            given[lines[-1].proposed] += 1
    people = len({one.subject for one in running_of(world, helper_id)})
    turns = turns_ahead(session, helper_id, day or on)
    return Plan(hand, what_of(hand), tuple(lines), people, past_work(session, world, helper_id), turns)


def running_of(world: World, helper_id: str) -> list[Pair]:
    """Return the pairings of a helper that hold, wait or begin later: whom he helps first, then for whom he answers."""
    mine = [one for one in world.of_hand.get(helper_id, ()) if one.holds(world.day) or one.to_come(world.day)]
    there = [one for one in mine if not _gone(world, one)]
    return sorted(there, key=lambda one: (one.answers, world.level_of(one) if one.answers else 0, world.shown(subject_of(world, one))))


def _gone(world: World, pair: Pair) -> bool:
    subject = world.subjects.get(pair.resident)
    return bool(pair.resident) and (subject is None or subject.gone)


def subject_of(world: World, pair: Pair) -> str:
    """Return the person a pairing is shown with: of a household's the first who lives there."""
    return pair.resident or next((one for one in world.members.get(pair.household, ()) if not world.subjects[one].gone), "")


def _passing(world: World, fitness: Fitness, pair: Pair, given: Counter[str], *, may_see_children: bool) -> Passing:
    subject, level = subject_of(world, pair), world.level_of(pair) if pair.answers else 0
    found = fitness.candidates(subject, level, project=pair.project, besides=(pair.helper,), given=given) if subject else []
    best = next((one for one in found if not one.full and not one.same_house and one.points >= WANTED - 10), None)
    name = world.shown(subject)
    if not pair.resident:
        name = _("the family of {name}").format(name=name)
    label = next((one.label for one in world.levels if one.number == level), "") if level else ""
    facts = facts_of(world, subject, may_see_children=may_see_children)
    return Passing(pair.id, subject, name, facts, label, tuple(found), best.helper_id if best else "")


def facts_of(world: World, resident: str, *, may_see_children: bool) -> str:
    """Return age, grade and group of a person in a few words; of a child no group, and the age only to whom may know it."""
    subject = world.subjects.get(resident)
    if subject is None:
        return ""
    child = subject.person.is_child(world.on)
    age = subject.person.age(world.on) if may_see_children or not child else None
    grade = world.grades.get(resident)
    parts = (
        _("{years} years").format(years=age) if age is not None else "",
        grade.label if grade else "",
        "" if child else subject.person.village_group or "",
    )
    return "，".join(part for part in parts if part)


def past_work(session: Session, world: World, helper_id: str) -> int:
    """Count the visits and contacts noted as the helper's with everybody he stands or stood by."""
    people = sorted({subject_of(world, one) for one in world.of_hand.get(helper_id, ())} - {""})
    his = [f'%"{one}"%' for one in written_as(read_hands(session), helper_id)]
    noted, count = " OR ".join(["visitors LIKE ?"] * len(his)), 0
    for some in chunks(people):
        sql = f"SELECT count(*) FROM visit WHERE resident_id IN ({','.join('?' * len(some))}) AND removed_at IS NULL AND ({noted})"  # noqa: S608 - marks only
        count += int(session.connection().exec_driver_sql(sql, (*some, *his)).scalar_one())
    return count


def hand_over(session: Session, helper_id: str, leaving: Leaving, choices: Mapping[str, str], on: date) -> tuple[int, int]:
    """Let a helper go: his pairings end on the day, each goes on with the helper chosen for it (pairing's id → helper's id).

    What is due before the day stays with him, and what he did stays his. Of the county's helper only what the station wrote ends: his
    record is the county's. Returns how many pairings went on and how many hang. Raises PairingImpossible, HelperGone.
    """
    world, day = read_world(session, on, around=helper_id), leaving.day.isoformat()
    hand, pairs = world.hands.get(helper_id), running_of(world, helper_id)
    if hand is None:
        raise HelperGone(_("This helper was taken off meanwhile. Please look at the list again."))
    if hand.left and hand.left <= on.isoformat() and not pairs:
        raise PairingImpossible(_("{name} has left already, and nothing is in his hands any more.").format(name=hand.name))
    if hand.joined and day < hand.joined:
        raise PairingImpossible(_("{name} was not there yet on {day}. Please look at the day again.").format(name=hand.name, day=day))
    if leaving.why not in WHY:
        raise PairingImpossible(_("Please choose why {name} leaves.").format(name=hand.name))
    moved = hung = 0
    passed: dict[str, str] = {}
    for pair in pairs:
        old = own_pairing(session, pair.id)
        successor = choices.get(pair.id, "")
        if successor:
            _refuse_successor(world, pair, successor, day)
            session.add(_next(session, old, successor, leaving, on))
            if not pair.answers:
                passed[subject_of(world, pair)] = successor
        moved, hung = moved + bool(successor), hung + (not successor)
        old.state = "changed" if successor else "ended"
        old.end_date = max(day, old.start_date or day)
        old.end_reason, old.end_note = WHY[leaving.why], leaving.note.strip()[:200] or None
        session.add(old)
    if not hand.of_county:
        _let_go(session, helper_id, leaving, {choices[pair.id] for pair in pairs if choices.get(pair.id)})
    _pass_requests(session, helper_id, passed, leaving.day, on)
    leave_teams(session, helper_id, leaving.day, on, reason_words(leaving))
    session.flush()
    return moved, hung


def _let_go(session: Session, helper_id: str, leaving: Leaving, heirs: set[str]) -> None:
    """Write into the station's own record that a helper leaves, and who goes on with all of it, if one does."""
    helper = own_helper(session, helper_id)
    helper.left_on, helper.leave_reason = leaving.day.isoformat(), reason_words(leaving)
    helper.handed_over_to = next(iter(heirs)) if len(heirs) == 1 else None
    session.add(helper)


def reason_words(leaving: Leaving) -> str:
    """Return why a helper left, as it is kept."""
    words = {"transferred": _("transferred|leaving"), "retired": _("retired|leaving"), "left": _("takes part no more|leaving")}[leaving.why]
    return "，".join(filter(None, (words, leaving.note.strip())))[:200]


def _refuse_successor(world: World, pair: Pair, successor: str, day: str) -> None:
    hand = world.hands.get(successor)
    name = world.shown(subject_of(world, pair))
    if hand is None or successor == pair.helper or not hand.there(max(day, world.day)):
        raise PairingImpossible(
            _("Who shall go on with {name} is not there any more on that day. Please choose somebody else.").format(name=name)
        )
    if hand.resident and hand.resident == pair.resident:
        raise PairingImpossible(_("Nobody can be his own helper. Please choose somebody else."))
    others = [
        one
        for one in world.of_subject.get(pair.subject, ())
        if one.helper == successor and (one.holds(world.day) or one.to_come(world.day))
    ]
    same = [one for one in others if one.answers == pair.answers and (not pair.answers or world.level_of(one) == world.level_of(pair))]
    if same:
        raise PairingImpossible(
            _("{helper} and {name} are a pair already. Please choose somebody else.").format(helper=hand.name, name=name)
        )


def _next(session: Session, old: Pairing, successor: str, leaving: Leaving, on: date) -> Pairing:
    """Return the pairing that goes on where the old one ends; one that rested rests on.

    That all said yes is one tick for everybody: who said it for each is not known, so nobody is named.
    """
    taken = {name: getattr(old, name) for name in PairingDraft.model_fields if name not in KEPT}
    start = max(leaving.day.isoformat(), old.start_date or "")
    answers = old.kind == "responsibility" or old.level is not None
    waits = not answers and (not leaving.agreed or old.state == "proposed")
    taken |= {"helper_id": successor, "start_date": start, "previous_id": old.id, "state": "proposed" if waits else old.state}
    if waits:
        taken |= {"proposed_on": on.isoformat(), "suspended_on": None, "suspended_reason": None}
    elif not answers:
        taken |= {"helper_agreed_on": on.isoformat(), "resident_agreed_on": on.isoformat()}
    taken |= name_to_keep(session, successor)
    return Pairing.model_validate(PairingDraft.model_validate(taken), update={"author": author_of(session)})


def _pass_requests(session: Session, helper_id: str, passed: Mapping[str, str], day: date, on: date) -> None:
    """Give what people asked for and the helper saw to on to who goes on with them; what is due before the day stays his."""
    for one in open_requests(session, [resident for resident in passed if resident]):
        request = one.request
        falls = date.fromisoformat(request.due_on) if request.due_on else on
        if request.helper_id == helper_id and (day <= on or falls >= day) and request.resident_id:
            request.helper_id = passed[request.resident_id]
            session.add(request)


def days_before(day: date, on: date) -> int:
    """Return how many days a helper is still there."""
    return max((day - on) // timedelta(days=1), 0)
