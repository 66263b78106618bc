"""The helpers: the list with how much each has in hand, writing one down, changing him, and the same one written down twice."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.pairing import Pairing
from stationdesk.services.appraisals import Confirmed
from stationdesk.services.day_words import day_words, narrow_day
from stationdesk.services.hands import Hand, read_hands
from stationdesk.services.helper_duty import HelperDuty
from stationdesk.services.helper_twice import name_the_other
from stationdesk.services.known_helpers import known_helper
from stationdesk.services.pairing_world import World
from stationdesk.services.pairing_writing import is_running, own_helper
from stationdesk.services.person_writing import moved_fields
from stationdesk.services.shift_writing import pass_turns
from stationdesk.services.team_members import move_memberships
from stationdesk.store.database import author_of

NOTHING: Mapping[str, str] = MappingProxyType({})
NO_DUTY: Mapping[str, tuple[HelperDuty, HelperDuty]] = MappingProxyType({})
NO_CALLS: Mapping[str, Confirmed] = MappingProxyType({})
OF_THE_RECORD = frozenset({"left_on", "leave_reason", "handed_over_to", "merged_into", "instead_of"})
"""Fields that tell what became of one record, not of the person."""
LAGS = 60
"""Per cent below which a helper's rate stands in amber."""


class HelperImpossible(DeskError):
    """A helper that cannot be kept so, or two that cannot be one."""


@dataclass(frozen=True, slots=True)
class HelperRow:
    """A helper as the list shows him."""

    id: str
    name: str
    kind: str
    org: str
    level: str
    origin: str
    phone: str
    """The number to dial first, masked."""
    load: int
    most: int | None
    answers: int
    """Names at a level."""
    since: str
    status: str
    """Empty where he is there; else when he leaves or left, or whom he was merged into."""
    there: bool
    double: str
    """The id of another who looks like the same one."""
    rate: str = ""
    """Of what was due in the last thirty days, how much was done, and how it was before: 66%↓."""
    lags: bool = False
    last: str = ""
    """When he was last in touch with any of his people."""
    confirmed: str = ""
    """Of the visits asked about, how many were true: 66%."""
    of_county: bool = False
    """The record is the county's, which alone changes it."""
    doubted: bool = False
    """Somebody asked said that it was not so, or did not know."""

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        load = _("{load} people").format(load=self.load)
        return "，".join(
            part for part in (self.name, _("the county's") if self.of_county else "", self.kind, self.org, load, self.status) if part
        )


def helper_rows(
    world: World,
    *,
    gone: bool = False,
    away: Mapping[str, str] = NOTHING,
    duty: Mapping[str, tuple[HelperDuty, HelperDuty]] = NO_DUTY,
    told: Mapping[str, Confirmed] = NO_CALLS,
) -> list[HelperRow]:
    """Return every helper who is there, by what he has in hand; with `gone` those who left as well. Of a double the one kept is shown.

    `away` says of whom he is away, in words; `duty` what each owed and did in the last thirty days and in the thirty before;
    `told` what those said who were asked about his visits.
    """
    doubles = _doubles(world)
    found = [_row(world, hand, doubles.get(hand.id, ""), away.get(hand.id, "")) for hand in world.hands.values() if not hand.merged_into]
    found = [_with_duty(world, row, *duty[row.id]) if row.id in duty else row for row in found]
    found = [_with_calls(row, told[row.id]) if row.id in told else row for row in found]
    found = [row for row in found if gone or row.there or row.load or row.answers]
    return sorted(found, key=lambda row: (not row.there, -row.load, -row.answers, row.name, row.id))


def _with_duty(world: World, row: HelperRow, now: HelperDuty, before: HelperDuty) -> HelperRow:
    rate, earlier = now.rate(), before.rate()
    trend = "" if rate is None or earlier is None or rate == earlier else "↑" if rate > earlier else "↓"
    last = narrow_day(now.last, world.on) if now.last else ""
    return replace(row, rate="" if rate is None else f"{rate}%{trend}", lags=rate is not None and rate < LAGS, last=last)


def _with_calls(row: HelperRow, told: Confirmed) -> HelperRow:
    rate = told.rate()
    return replace(row, confirmed="" if rate is None else f"{rate}%", doubted=rate is not None and told.true < told.answered)


def _row(world: World, hand: Hand, double: str, away: str) -> HelperRow:
    answers = len({one.subject for one in world.of_hand.get(hand.id, ()) if one.answers and one.holds(world.day)})
    status = away
    if hand.left:
        day = day_words(date.fromisoformat(hand.left), world.on)
        status = _("left on {day}").format(day=day) if hand.left <= world.day else _("leaves on {day}").format(day=day)
    numbers = [one["number"] for one in json.loads(hand.phones or "[]") if one.get("usable") is not False]
    return HelperRow(
        hand.id,
        hand.name,
        table("helper_type").label(hand.type) if hand.type else "",
        "，".join(filter(None, (hand.org, hand.post))),
        table("org_level").label(hand.org_level) if hand.org_level else "",
        table("helper_origin").label(hand.origin) if hand.origin else "",
        masked_phone(numbers[0]) if numbers else "",
        world.load(hand.id),
        world.most_of(hand),
        answers,
        hand.joined,
        status,
        hand.there(world.day),
        double,
        of_county=hand.of_county,
    )


def doubles_of(world: World) -> list[tuple[str, str]]:
    """Return pairs of helpers who may be one: the same name with the same number or office, or with one of the two not known."""
    return sorted({tuple(sorted(pair)) for pair in _doubles(world).items()})  # type: ignore[misc]


def _doubles(world: World) -> dict[str, str]:
    by_name: dict[str, list[Hand]] = defaultdict(list)
    for hand in world.hands.values():
        if not hand.merged_into:
            by_name["".join(hand.name.split())].append(hand)
    found: dict[str, str] = {}
    for hands in by_name.values():
        for at, one in enumerate(hands):
            for other in hands[at + 1 :]:
                if alike(one, other):
                    found.setdefault(one.id, other.id)
                    found.setdefault(other.id, one.id)
    return found


def alike(one: Hand, other: Hand) -> bool:
    """Tell whether two of one name may be one person: a number or an office in common, or nothing that speaks against it."""
    mine, theirs = ({phone["number"] for phone in json.loads(hand.phones or "[]")} for hand in (one, other))
    if mine & theirs:
        return True
    if mine and theirs:
        return False
    return not one.org or not other.org or one.org == other.org


def write_helper(session: Session, fields: Mapping[str, Any], on: date, helper_id: str = "") -> Helper:
    """Keep a new helper, or what moved of one. Raises HelperImpossible, PairingImpossible, pydantic's ValidationError."""
    if fields.get("birth_date") and str(fields["birth_date"]) > on.isoformat():
        raise HelperImpossible(_("The birth date has not come yet. Please look at it again."))
    if not helper_id:
        draft = HelperDraft.model_validate(dict(fields))
        made = Helper.model_validate(draft, update={"author": author_of(session), "joined_on": draft.joined_on or on.isoformat()})
        session.add(made)
        session.flush()
        return made
    one = own_helper(session, helper_id)
    for name, value in moved_fields(one, HelperDraft, fields).items():
        setattr(one, name, value)
    if one.left_on and one.joined_on and one.left_on < one.joined_on:
        raise HelperImpossible(_("He left before he came. Please look at both days again."))
    session.add(one)
    return one


def merge_helpers(session: Session, keep_id: str, double_id: str, on: date) -> int:
    """Keep one helper for two records of him: what he has in hand goes to the one kept, what is past stays and is credited to him.

    What only the other record knows is taken over, unless the one kept is the county's. Where the station's own is kept, it stands
    instead of the county's. Returns how many pairings moved. Raises HelperImpossible, HelperGone.
    """
    if keep_id == double_id:
        raise HelperImpossible(_("These are one record already."))
    keep, double, hands = known_helper(session, keep_id), known_helper(session, double_id), read_hands(session)
    if hands[keep_id].merged_into or hands[double_id].merged_into:
        raise HelperImpossible(_("One of the two was merged already. Please look at the list again."))
    own = author_of(session)
    if own not in (keep.author, double.author):
        raise HelperImpossible(_("Both records are the county's, which alone can make one of them. Please tell the county."))
    if keep.author == own:
        _take_over(keep, double)
        session.add(keep)
    moved = 0
    theirs_too = {(one.resident_id, one.household_id, one.kind, one.level) for one in _pairings(session, keep_id) if is_running(one, on)}
    for one in _pairings(session, double_id):
        if is_running(one, on) and (one.resident_id, one.household_id, one.kind, one.level) in theirs_too:
            one.state, one.end_date, one.end_reason = "ended", max(on.isoformat(), one.start_date or ""), "other"
            one.end_note = _("written down twice")
        else:
            one.helper_id = keep_id
            one.helper_name = keep.name if keep.author != own else one.helper_name
            moved += 1
        session.add(one)
    name_the_other(session, double_id, keep_id)
    pass_turns(session, double_id, keep_id)
    move_memberships(session, double_id, keep_id, on)
    if double.author == own:
        double.merged_into = keep_id
        session.add(double)
    else:
        keep.instead_of = double_id
    session.flush()
    return moved


def _take_over(keep: Helper, double: Helper) -> None:
    """Fill in what only the other record knows; what the station says of its own record alone is not taken from another."""
    for name in HelperDraft.model_fields:
        mine, theirs = getattr(keep, name), getattr(double, name)
        if name in ("phones", "skills", "roles"):
            setattr(keep, name, tuple(dict.fromkeys((*mine, *theirs))))
        elif mine is None and theirs is not None and name not in OF_THE_RECORD:
            setattr(keep, name, theirs)


def _pairings(session: Session, helper_id: str) -> list[Pairing]:
    mine = select(Pairing).where(Pairing.helper_id == helper_id, Pairing.author == author_of(session), col(Pairing.removed_at).is_(None))
    return list(session.exec(mine.order_by(col(Pairing.key))))
