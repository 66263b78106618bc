"""Who is responsible for a person on a day: his nearest helper, whoever stands in for that one, the grid leader, or the station."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, and_, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import Resident
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.registers.station import Station
from stationdesk.services.day_words import day_words
from stationdesk.services.hands import Names, read_names
from stationdesk.store.database import author_of

CHUNK = 400
RARELY = 10_000
"""Days between two contacts of a pairing that says nothing of contacts."""
_AWAY = """
SELECT EXISTS (SELECT 1 FROM helper WHERE (removed_at IS NULL AND left_on <= :day) OR (removed_at IS NOT NULL AND author <> :author))
  OR EXISTS (SELECT 1 FROM stand_in WHERE author = :author AND removed_at IS NULL AND from_date <= :day AND ifnull(to_date, :day) >= :day)
"""


class StandInImpossible(DeskError):
    """An absence cannot be as it is written."""


class Somebody(NamedTuple):
    """A helper by his record, or by his name alone while he is in no register."""

    helper_id: str
    name: str

    @property
    def key(self) -> str:
        """What he is looked up by."""
        return self.helper_id or f"name:{self.name}"


STATION = Somebody("", "")
"""The station itself, when nobody else is responsible."""


class Who(NamedTuple):
    """Who is responsible on a day; `instead_of`: the helper he stands in for."""

    who: Somebody = STATION
    instead_of: Somebody | None = None

    def words(self) -> str:
        """Return who it is in words, and for whom he stands in."""
        name = self.who.name or _("the station")
        if self.instead_of is None:
            return name
        return _("{name}, standing in for {other}").format(name=name, other=self.instead_of.name)


BY_STATION = Who()


@dataclass(frozen=True)
class Absence:
    """One absence, as the chain of stand-ins is followed by."""

    first: date
    last: date | None
    stand_in: Somebody
    """STATION if nobody was named."""

    def holds(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True)
class Absences:
    """Everybody's absences, in the order in which they were written: of two that hold on one day the later counts."""

    of: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)

    def standing_in(self, one: Somebody, on: date) -> Who:
        """Return who does the work of `one` on a day; a chain of absent stand-ins is followed, a circle or a hole ends at the station."""
        now, seen = one, {one.key}
        while held := [away for away in self.of.get(now.key, ()) if away.holds(on)]:
            now = held[-1].stand_in
            if now == STATION or now.key in seen:
                return Who(STATION, one)
            seen.add(now.key)
        return Who(now, one if now != one else None)


NOBODY_AWAY = Absences()


class Duty(NamedTuple):
    """A pairing as far as it tells who is nearest to a person."""

    who: Somebody
    contact_every: int = RARELY
    leads: bool = False
    level: int = 0
    since: str = ""

    def order(self) -> tuple[int, bool, int, str, str]:
        """Return the order of nearness: the closest contact duty, the lead, the lowest level, the longest."""
        return (self.contact_every, not self.leads, -self.level, self.since, self.who.key)


def responsible(duties: Iterable[Duty], leader: Somebody, absences: Absences, on: date) -> Who:
    """Return who is responsible for a person on a day, from his pairings in force, the leader of his grid and who is away."""
    nearest = min(duties, key=Duty.order, default=None)
    one = nearest.who if nearest else leader
    return absences.standing_in(one, on) if one != STATION else BY_STATION


def absences_of(session: Session) -> Absences:
    """Return every absence this desk has written down; a helper who left for good is away, whoever took his work over stands in."""
    found: dict[str, list[Absence]] = {}
    names = read_names(session)
    mine_or_theirs = or_(col(Helper.removed_at).is_(None), Helper.author != author_of(session))
    gone = select(Helper.id, Helper.left_on, Helper.handed_over_to, Helper.removed_at).where(
        mine_or_theirs, or_(col(Helper.left_on).is_not(None), col(Helper.removed_at).is_not(None))
    )
    for helper, left, successor, taken_back in session.exec(gone):
        first = min(filter(None, (left, (taken_back or "")[:10])))
        found[helper] = [Absence(date.fromisoformat(first), None, somebody(successor, None, names))]
    mine = select(StandIn).where(StandIn.author == author_of(session), col(StandIn.removed_at).is_(None)).order_by(col(StandIn.key))
    for one in session.exec(mine):
        away = somebody(one.helper_id, one.helper_name, names)
        other = somebody(one.stand_in_helper_id, one.stand_in_name, names)
        last = date.fromisoformat(one.to_date) if one.to_date else None
        found.setdefault(away.key, []).append(Absence(date.fromisoformat(one.from_date), last, other))
    return Absences({key: tuple(some) for key, some in found.items()})


def away_now(session: Session, on: date) -> dict[str, str]:
    """Return who is away on day `on`, by the helper's id, with the name of who does his work: the last of a chain, or the station."""
    asked = select(StandIn.helper_id, StandIn.from_date, StandIn.to_date).where(
        StandIn.author == author_of(session), col(StandIn.removed_at).is_(None), col(StandIn.helper_id).is_not(None)
    )
    day = on.isoformat()
    away = {helper or "" for helper, first, last in session.exec(asked) if first <= day and (last is None or day <= last)}
    if not away:
        return {}
    names, absences = read_names(session), absences_of(session)
    return {one: absences.standing_in(Somebody(one, names[one]), on).who.name or _("the station") for one in away if one in names}


def somebody(helper_id: str | None, name: str | None, names: Names) -> Somebody:
    """Return a helper as he is looked up by; one whose record is gone goes by the name that was written.

    Whom the county's record and one of the station's own name goes by the own.
    """
    helper_id = names.kept.get(helper_id or "", helper_id or "")
    if helper_id in names:
        return Somebody(helper_id, names[helper_id])
    return Somebody("", name) if name else STATION


def who_of(session: Session, ids: Sequence[str], on: date) -> dict[str, Who]:
    """Return who is responsible for each of the own residents `ids` on day `on`."""
    if not ids:
        return {}
    names, absences, found = read_names(session), absences_of(session), {}
    mine = select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None)).order_by(col(Station.key))
    station = session.exec(mine).first()
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        duties = _duties(session, some, on.isoformat(), names)
        rows = select(Resident.id, Resident.village_group).where(col(Resident.id).in_(some), Resident.author == author_of(session))
        for resident, group in session.exec(rows):
            grid = station.grid_of(group) if station else None
            leader = somebody(grid.helper_id, grid.leader, names) if grid else STATION
            found[resident] = responsible(duties.get(resident, ()), leader, absences, on)
    return found


def stand_ins_of(session: Session, ids: Sequence[str], on: date) -> dict[str, Who]:
    """Return for whom of the own residents `ids` somebody stands in on day `on`; it costs next to nothing while no helper is away."""
    if not ids or not _anybody_away(session, on):
        return {}
    return {resident: who for resident, who in who_of(session, ids, on).items() if who.instead_of is not None}


def _anybody_away(session: Session, on: date) -> bool:
    """Tell whether a helper is away on day `on`, or left for good by then."""
    session.flush()
    return bool(session.connection().exec_driver_sql(_AWAY, {"author": author_of(session), "day": on.isoformat()}).scalar_one())


def _duties(session: Session, ids: Sequence[str], day: str, names: Names) -> dict[str, list[Duty]]:
    """Return the pairings in force and not suspended of residents and of their households."""
    own = and_(col(Pairing.resident_id).is_not(None), Pairing.resident_id == Resident.id)
    home = and_(col(Pairing.resident_id).is_(None), Pairing.household_id == Resident.household_id)
    asked = (
        select(Resident.id, Pairing)
        .join(Pairing, or_(own, home))
        .where(col(Resident.id).in_(ids), Resident.author == author_of(session), Pairing.author == Resident.author)
        .where(col(Pairing.removed_at).is_(None))
    )
    found: dict[str, list[Duty]] = {}
    for resident, one in session.exec(asked):
        if not one.in_force(day) or (one.state == "suspended" and (one.suspended_on or "") <= day):
            continue
        who = somebody(one.helper_id, one.helper_name, names)
        if who != STATION:
            every = one.contact_every_days or RARELY
            found.setdefault(resident, []).append(Duty(who, every, bool(one.is_lead), one.level or 0, one.start_date or ""))
    return found


def absences_written(session: Session, helper_id: str) -> list[StandIn]:
    """Return the absences of a helper, the earliest first."""
    mine = select(StandIn).where(StandIn.helper_id == helper_id, StandIn.author == author_of(session), col(StandIn.removed_at).is_(None))
    return sorted(session.exec(mine), key=lambda one: one.from_date)


def put_stand_in(session: Session, draft: StandInDraft, on: date) -> StandIn:
    """Write down that a helper is away and who stands in. Raises StandInImpossible."""
    names = read_names(session)
    away = somebody(draft.helper_id, draft.helper_name, names)
    other = somebody(draft.stand_in_helper_id, draft.stand_in_name, names)
    if away == STATION:
        raise StandInImpossible(_("The helper who is away is not in the register any more. Please choose him again."))
    if away == other:
        raise StandInImpossible(_("Nobody can stand in for himself. Please choose somebody else, or leave it to the station."))
    if draft.to_date is not None and draft.to_date < on.isoformat():
        raise StandInImpossible(_("This absence is over already. Please write until when he is away."))
    for one in absences_of(session).of.get(away.key, ()):
        if one.first.isoformat() <= (draft.to_date or "9999") and draft.from_date <= (one.last.isoformat() if one.last else "9999"):
            sentence = _("{name} is written down as away from {day} already. Please end that first.")
            raise StandInImpossible(sentence.format(name=away.name, day=day_words(one.first, on)))
    made = StandIn.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def end_stand_in(session: Session, stand_in_id: str, last: date) -> StandIn:
    """Let an absence end with day `last`; one that had not begun by then is taken back. Raises StandInImpossible."""
    mine = select(StandIn).where(StandIn.id == stand_in_id, StandIn.author == author_of(session), col(StandIn.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise StandInImpossible(_("This absence was taken back already."))
    if found.from_date > last.isoformat():
        found.removed_at = session.info["at"]
    else:
        found.to_date = last.isoformat()
    return found


def says_stand_in(session: Session, draft: StandInDraft, on: date) -> str:
    """Return the sentence of an absence: 章磊 11月20日 起外出，徐丽华 代."""
    names = read_names(session)
    away, other = somebody(draft.helper_id, draft.helper_name, names), somebody(draft.stand_in_helper_id, draft.stand_in_name, names)
    sentence = _("{name} is away from {day}, {other} stands in")
    return sentence.format(name=away.name, day=day_words(date.fromisoformat(draft.from_date), on), other=other.name or _("the station"))
