"""Who would suit a person as a helper or as the one who answers at a level, the best first, each with the reasons in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.project import ProjectDraft
from stationdesk.services.hands import Hand
from stationdesk.services.pairing_words import what_of
from stationdesk.services.pairing_world import APART, World
from stationdesk.services.projects import project_named

SAME_GROUP, KNOWN, WAS_THERE, SAME_HOUSE_HELPED, WANTED, OFFICE, AT_LEVEL, FULL = 40, 30, 25, 20, 15, 30, 12, -200
"""Points of each reason; a helper who is full stands behind everybody who is not."""
NOBODY: Mapping[str, int] = MappingProxyType({})
REASONS = 2
"""Reasons that are said."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might help."""

    helper_id: str
    name: str
    words: str
    """Why: 同组，还能带 2 人."""
    points: int
    full: bool = False
    same_house: bool = False
    """Lives in the same household: possible, but it is asked."""


class Fitness:
    """Weighs the helpers of a world; what takes a look at visits is looked at once a person."""

    def __init__(self, session: Session, world: World, day: str = "") -> None:
        """Weigh those who are there on `day` (YYYY-MM-DD), which may lie ahead; else on the day of the world."""
        self.session, self.world = session, world
        there = max(day, world.day)
        self._groups = {hand.id: self._groups_of(hand) for hand in world.hands.values() if hand.there(there)}
        self._levels: dict[int, Counter[str]] = {one.number: Counter() for one in world.levels}
        for pair in world.pairs:
            if pair.answers and pair.helper and pair.holds(world.day):
                self._levels[world.level_of(pair)][pair.helper] += 1
        self._loads = {id_: world.load(id_) for id_ in self._groups}

    def candidates(
        self, resident: str, level: int = 0, *, project: str = "", besides: Collection[str] = (), given: Mapping[str, int] = NOBODY
    ) -> list[Candidate]:
        """Return who might help a person, or answer for him at a level, the best first; `given` counts whom each is about to get."""
        world = self.world
        has = {
            one.helper
            for one in world.pairs_of(resident)
            if self._same_role(one, level) and (one.holds(world.day) or one.to_come(world.day))
        }
        asked = project_named(world.projects, project or world.need(resident).project)
        known = self._known(resident)
        found = []
        for id_ in self._groups:
            hand = world.hands[id_]
            if id_ in besides or id_ in has or hand.resident == resident or (not level and hand.type in APART and not self._loads[id_]):
                continue
            found.append(
                self._level(hand, resident, level, known) if level else self._helper(hand, resident, asked, known, given.get(id_, 0))
            )
        return sorted(found, key=lambda one: (-one.points, one.name, one.helper_id))

    def _same_role(self, pair: object, level: int) -> bool:
        answers = bool(getattr(pair, "answers", False))
        return answers and self.world.level_of(pair) == level if level else not answers  # type: ignore[arg-type]

    def _helper(self, hand: Hand, resident: str, project: ProjectDraft | None, known: Counter[str], more: int) -> Candidate:
        world, subject, points = self.world, self.world.subjects.get(resident), 0
        reasons: list[str] = []
        group = subject.person.village_group if subject else None
        if group and group in self._groups[hand.id]:
            points += SAME_GROUP
            reasons.append(_("same group"))
        points += self._acquainted(hand, resident, known, reasons)
        if project and hand.type in project.helper_types:
            points += WANTED
            reasons.append(_("the kind {project} wants").format(project=project.name))
        load, most = self._loads[hand.id] + more, world.most_of(hand, project.name if project else "")
        full = most is not None and load >= most
        if full:
            points += FULL
            reasons.insert(0, _("full: has {count}, {most} at most").format(count=load, most=most))
        elif most is not None:
            reasons.append(_("room for {count} more").format(count=most - load))
        elif load:
            reasons.append(_("has {count}|helper").format(count=load))
        else:
            reasons.append(_("has nobody yet"))
        points -= min(load, 10)
        same_house = self._same_house(hand, resident)
        if same_house:
            points -= SAME_GROUP * 2
            reasons.insert(0, _("lives in the same house"))
        return Candidate(hand.id, hand.name, _said(hand, reasons), points, full, same_house)

    def _level(self, hand: Hand, resident: str, level: int, known: Counter[str]) -> Candidate:
        world, points = self.world, 0
        reasons: list[str] = []
        asked = next(one for one in world.levels if one.number == level)
        if asked.org_level and hand.org_level == asked.org_level:
            points += OFFICE
            reasons.append(_("of this level's office"))
        points += AT_LEVEL if hand.type == "responsible_officer" else 0
        held = self._levels[level][hand.id]
        if held:
            points += AT_LEVEL + min(held, 20)
            reasons.append(_("answers for {count} here already").format(count=held))
        subject = world.subjects.get(resident)
        if subject and subject.person.village_group and subject.person.village_group in self._groups[hand.id]:
            points += SAME_GROUP // 4
            reasons.append(_("same group"))
        points += self._acquainted(hand, resident, known, reasons) // 2
        if not reasons:
            reasons.append(what_of(hand) or _("not at this level so far"))
        same_house = self._same_house(hand, resident)
        return Candidate(hand.id, hand.name, _said(hand, reasons), points - (SAME_GROUP if same_house else 0), same_house=same_house)

    def _acquainted(self, hand: Hand, resident: str, known: Counter[str], reasons: list[str]) -> int:
        """Add what the two have had to do with each other; returns its points."""
        world = self.world
        mine = world.of_hand.get(hand.id, ())
        if any(one.resident == resident for one in mine if one.end and one.end <= world.day):
            reasons.append(_("helped before"))
            return WAS_THERE + KNOWN
        house = world.subjects[resident].household if resident in world.subjects else ""
        others = set(world.members.get(house, ())) - {resident} if house else set()
        if any(one.subject in others for one in mine if one.holds(world.day)):
            reasons.append(_("helps in that house already"))
            return SAME_HOUSE_HELPED + KNOWN
        if known[hand.id]:
            reasons.append(_("already acquainted"))
            return KNOWN
        return 0

    def _same_house(self, hand: Hand, resident: str) -> bool:
        mine, his = self.world.subjects.get(resident), self.world.subjects.get(hand.resident)
        return bool(mine and his and mine.household and mine.household == his.household)

    def _known(self, resident: str) -> Counter[str]:
        """Return how often each helper was noted as a visitor of a person."""
        sql = "SELECT visitors FROM visit WHERE resident_id = ? AND removed_at IS NULL AND visitors LIKE '%helper_id%'"
        seen: Counter[str] = Counter()
        for (text,) in self.session.connection().exec_driver_sql(sql, (resident,)):
            seen.update({str(one.get("helper_id")) for one in json.loads(text) if one.get("helper_id")})
        return seen

    def _groups_of(self, hand: Hand) -> frozenset[str]:
        """Return the village groups a helper belongs to: where he lives, else where he helps."""
        world = self.world
        own = world.subjects.get(hand.resident)
        if own and own.person.village_group:
            return frozenset({own.person.village_group})
        helped = [world.subjects[one.resident] for one in world.of_hand.get(hand.id, ()) if one.helps and one.resident in world.subjects]
        return frozenset(one.person.village_group for one in helped if one.person.village_group and not one.person.is_child(world.on))


def _said(hand: Hand, reasons: Sequence[str]) -> str:
    """Return why somebody is proposed, and that he is the county's."""
    whose = _("the county's")
    return "，".join([*([whose] if hand.of_county and not any(one.startswith(whose) for one in reasons) else []), *reasons[: REASONS + 1]])
