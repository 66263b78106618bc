"""The page of pairings as rows: who stands by whom, who answers at each level, where a name is missing, and both gap lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from stationdesk.i18n import _
from stationdesk.registers.mask import masked_child
from stationdesk.registers.pairing import OVER
from stationdesk.registers.project import ProjectDraft
from stationdesk.services.day_words import day_words
from stationdesk.services.hands import Hand
from stationdesk.services.pairing_words import away_words, every_words, gone_words, load_words, names
from stationdesk.services.pairing_world import APART, Pair, World
from stationdesk.services.projects import Need, project_named

NOTHING = "—"
ORDER = ("red", "yellow", "green")
"""Grades by urgency; one of another scheme comes after, by the order it has there."""
FRESH = 60
"""Days for which somebody counts as just come back."""


class Cell(NamedTuple):
    """What stands in a column: a name, a hole, or that none is asked for. `tone`: hole, unset, wait, rest or plain."""

    text: str
    tone: str = ""
    pairs: tuple[str, ...] = ()
    """Ids of the pairings behind it."""
    away: str = ""
    """Who of them is away today and who stands in, in words."""

    @property
    def said(self) -> str:
        """The text with who stands in: 余国平（外出，占国林代）."""
        return _("{name} ({what})").format(name=self.text, what=self.away) if self.away else self.text


class BoardRow(NamedTuple):
    """One person of the page."""

    id: str
    grade: str
    grade_word: str
    name: str
    child: bool
    locked: bool
    age: int | None
    group: str
    helper: Cell
    levels: tuple[Cell, ...]
    rhythm: str
    projects: tuple[str, ...]
    why: str
    """Why nobody helps, in words; empty where somebody does or none is asked for."""
    needs: Need
    alone: bool
    """Should have a helper and has none."""
    incomplete: bool
    """A level that is asked for has no name."""

    def cell(self, at: int) -> Cell:
        """Return the cell of a column: 0 the helper, then the levels."""
        return self.helper if at == 0 else self.levels[at - 1]

    def first_hole(self) -> int:
        """Return the first column with a hole, 0 without any."""
        return next((at for at in range(len(self.levels) + 1) if self.cell(at).tone in ("hole", "wait")), 0)

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        levels = [cell.said for cell in self.levels if cell.tone != "unset"]
        parts = (self.grade_word, self.name, self.group, _("helper: {name}").format(name=self.helper.said), *levels, self.rhythm)
        return "，".join(part for part in parts if part and part != NOTHING)


@dataclass(frozen=True, slots=True)
class Board:
    """All rows with what they come to."""

    rows: tuple[BoardRow, ...]
    levels: tuple[str, ...]
    """What the levels are called, the highest first."""
    need: int
    """People who should have a helper."""
    helped: int
    """Of them those who have one."""
    answered: int
    """People of whom every level that is asked for has a name."""
    asked: int
    """People of whom any level is asked for."""

    @property
    def alone(self) -> int:
        """How many should have a helper and have none."""
        return sum(row.alone for row in self.rows)

    @property
    def incomplete(self) -> int:
        """Of how many a level lacks a name."""
        return sum(row.incomplete for row in self.rows)


@dataclass(frozen=True, slots=True)
class Room:
    """A helper who can take somebody."""

    id: str
    name: str
    words: str
    load: int


def board(world: World, *, may_see_children: bool = False) -> Board:
    """Return a row for everybody who should have a helper or a name at a level, and for everybody who has one; urgent first."""
    blank = _Blank(
        Cell(_("nobody helps"), "hole"), Cell(_("missing|level"), "hole"), Cell(_("not set|pairing"), "unset"), cache(every_words), {}
    )
    found = [row for id_ in world.subjects if (row := _row(world, id_, may_see_children, blank)) is not None]
    found.sort(key=lambda row: (rank(row.grade), row.group == NOTHING, row.group, row.name, row.id))
    asked = [row for row in found if row.needs.levels]
    need = [row for row in found if row.needs.helper]
    answered = sum(not row.incomplete for row in asked)
    labels = tuple(one.label for one in world.levels)
    return Board(tuple(found), labels, len(need), sum(not row.alone for row in need), answered, len(asked))


def rank(grade: str) -> int:
    """Return how urgent a grade is, 0 the most."""
    return ORDER.index(grade) if grade in ORDER else len(ORDER) + (not grade)


class _Blank(NamedTuple):
    """What most cells hold, made once."""

    alone: Cell
    missing: Cell
    unset: Cell
    every: Callable[[int | None], str]
    levels: dict[tuple[int, ...], tuple[Cell, ...]]


def _row(world: World, id_: str, may_see_children: bool, blank: _Blank) -> BoardRow | None:
    subject, need = world.subjects[id_], world.need(id_)
    if subject.gone:
        return None
    day = world.day
    pairs = [one for one in world.pairs_of(id_) if one.holds(day) or one.to_come(day)]
    own = [one for one in pairs if one.resident or _stands_for(world, id_, need)]
    if not own and not need.helper and not need.levels:
        return None
    helping = [one for one in own if one.helps]
    helper = _helper_cell(world, helping, need) if helping else blank.alone if need.helper else blank.unset
    answering = [one for one in own if one.answers]
    levels = _level_cells(world, answering, need, blank)
    person, grade = subject.person, world.grades.get(id_)
    child = person.is_child(world.on)
    alone = helper.tone in ("hole", "wait")
    return BoardRow(
        id_,
        grade.code if grade else "",
        grade.label if grade else NOTHING,
        _("{alias} (alias)").format(alias=masked_child(person.name, person.alias)) if child else person.name,
        child,
        child and not may_see_children,
        None if child and not may_see_children else person.age(world.on),
        NOTHING if child or not person.village_group else person.village_group,
        helper,
        levels,
        _rhythm(world, helping, need, grade.contact_every_days if grade else None, blank.every),
        tuple(dict.fromkeys(one.project for one in own if one.project)) or ((need.project,) if need.project else ()),
        why_alone(world, id_) if alone else "",
        need,
        alone,
        any(cell.tone in ("hole", "wait") for cell in levels),
    )


def _stands_for(world: World, id_: str, need: Need) -> bool:
    """Tell whether a household's pairing is shown with this member: with all who need one, else with the first of the house."""
    members = [one for one in world.members.get(world.subjects[id_].household, ()) if not world.subjects[one].gone]
    return need.helper or bool(need.levels) or (not any(world.need(one).helper for one in members) and members[:1] == [id_])


def _helper_cell(world: World, pairs: Sequence[Pair], need: Need) -> Cell:
    """Say who helps: those who do, those who rest, else who is proposed or comes later, else the hole."""
    holding = [one for one in pairs if one.holds(world.day)]
    if not holding:
        coming = [one for one in pairs if one.to_come(world.day)]
        if coming:
            return Cell(_coming(world, coming[0]), "wait" if need.helper else "soft", tuple(one.id for one in coming))
        return Cell(_("nobody helps"), "hole") if need.helper else Cell(_("not set|pairing"), "unset")
    active = [one for one in holding if one.state != "suspended"]
    said = names(world, active or holding)
    if not active:
        return Cell(_("{name} (resting)").format(name=said), "rest", tuple(one.id for one in holding))
    ending = min((one.end for one in active if one.end), default="")
    if ending and all(one.end for one in active):
        said = _("{name} until {day}").format(name=said, day=day_words(date.fromisoformat(ending), world.on))
    return Cell(said, "", tuple(one.id for one in holding), away_words(world, active))


def _coming(world: World, pair: Pair) -> str:
    if pair.state == "proposed":
        return _("asked: {name}").format(name=world.name_of(pair))
    day = day_words(date.fromisoformat(pair.start), world.on)
    return _("{name} from {day}").format(name=world.name_of(pair), day=day)


def _level_cells(world: World, answering: Sequence[Pair], need: Need, blank: _Blank) -> tuple[Cell, ...]:
    """Say who answers at each level; for most people nobody does, and of those the same is said."""
    if not answering:
        if need.levels not in blank.levels:
            cells = tuple(blank.missing if number in need.levels else blank.unset for number in world.numbers)
            blank.levels[need.levels] = cells
        return blank.levels[need.levels]
    mine: dict[int, list[Pair]] = {}
    for one in answering:
        mine.setdefault(world.level_of(one), []).append(one)
    return tuple(_level_cell(world, mine.get(number, ()), number, need, blank) for number in world.numbers)


def _level_cell(world: World, mine: Sequence[Pair], number: int, need: Need, blank: _Blank) -> Cell:
    if not mine:
        return blank.missing if number in need.levels else blank.unset
    holding = [one for one in mine if one.holds(world.day)]
    if holding:
        return Cell(names(world, holding), "", tuple(one.id for one in holding), away_words(world, holding))
    coming = [one for one in mine if one.to_come(world.day)]
    if coming:
        return Cell(_coming(world, coming[0]), "wait" if number in need.levels else "soft", tuple(one.id for one in coming))
    return blank.missing if number in need.levels else blank.unset


def _rhythm(world: World, pairs: Sequence[Pair], need: Need, by_grade: int | None, every: Callable[[int | None], str]) -> str:
    """Return what was agreed: the pairing's own words or days, else the project's, else what the grade asks for."""
    for one in pairs:
        days = one.contact or one.home or _every(project_named(world.projects, one.project))
        if one.frequency or days:
            return one.frequency or every(days)
    return every(by_grade) or every(_every(project_named(world.projects, need.project))) or NOTHING


def _every(project: ProjectDraft | None) -> int | None:
    return (project.contact_every_days or project.home_visit_every_days) if project else None


def why_alone(world: World, id_: str) -> str:
    """Return why nobody stands by a person: the last help that ended, that somebody is being asked, that he has just come back."""
    pairs = [one for one in world.pairs_of(id_) if one.helps]
    waiting = [one for one in pairs if one.state == "proposed" and not one.end]
    if waiting:
        return _("{name} was asked, not agreed yet").format(name=world.name_of(waiting[0]))
    coming = [one for one in pairs if one.to_come(world.day)]
    if coming:
        return _coming(world, coming[0])
    ended = [one for one in pairs if one.end and one.end <= world.day and (one.state in OVER or one.end_reason)]
    if ended:
        return gone_words(max(ended, key=lambda one: one.end), world.on)
    subject = world.subjects[id_]
    if subject.status in ("returned", "incoming") and subject.since and (world.on - _day(subject.since)).days <= FRESH:
        return _("has just come back")
    return _("never had one|helper")


def _day(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10]) if len(text) < len("2026-01-01") else date.fromisoformat(text)


def left_alone(found: Board) -> list[BoardRow]:
    """Return the people nobody helps, the most urgent first."""
    return [row for row in found.rows if row.alone]


def with_room(world: World) -> list[Room]:
    """Return the helpers who can take somebody, those with the least to do first; who only answers or treats is not among them."""
    found = []
    for hand in world.hands.values():
        load, most = world.load(hand.id), world.most_of(hand)
        if takes(world, hand) and (most is None or load < most):
            found.append((load, -(most or 0) + load, hand.name, Room(hand.id, hand.name, load_words(world, hand), load)))
    return [room for *_key, room in sorted(found, key=lambda one: one[:3])]


def takes(world: World, hand: Hand) -> bool:
    """Tell whether a helper is one to stand by somebody: there, and no officer or doctor who never did."""
    return hand.there(world.day) and (hand.type not in APART or world.load(hand.id) > 0)
