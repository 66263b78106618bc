"""The figures of pairings and of responsibility on a cut-off day (domain 4.1): 人 and 对 kept apart, one to one checked, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.services.hands import Hand
from stationdesk.services.pairing_world import Pair, World, read_world


@dataclass(frozen=True, slots=True)
class PairingFigures:
    """What the pairings of a project, or all, come to. Pairs in which somebody only answers for a person are not among them."""

    helpers: int
    """Distinct helpers, each counted once."""
    subjects: int
    """Distinct people and households, each counted once."""
    pairs: int
    """Helper with person: two pairings of the same two count once."""
    people: int
    households: int
    one_to_one: bool
    """Every helper has exactly one, and every person exactly one."""
    by_type: dict[str, int]
    by_origin: dict[str, int]
    by_org_level: dict[str, int]
    """Distinct helpers by a code; empty for those of whom it is not known."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of those who should have a helper, how many have none, one, or more."""

    asked: int
    none: int
    one: int
    more: int


@dataclass(frozen=True, slots=True)
class Levels:
    """Of those who need names at levels, how many have all of them; and how many have a name at each level."""

    asked: int
    complete: int
    by_level: dict[int, tuple[int, int]]
    """Level number → needed by, had by."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Pairs that began and ended from the first day to the last, the ends by reason."""

    began: int
    ended: int
    passed_on: int
    """Of the ended those that go on with another helper."""
    reasons: dict[str, int]


def pairing_figures(session: Session, on: date, project: str = "") -> PairingFigures:
    """Return the figures of day `on`, of one project or of all."""
    return figures_of(read_world(session, on), project)


def figures_of(world: World, project: str = "") -> PairingFigures:
    """Return the figures of a world; suspended pairings count, proposed ones do not."""
    held = [one for one in world.pairs if one.helps and one.holds(world.day) and _counts(world, one) and project in ("", one.project)]
    both = {(who(one), one.subject) for one in held}
    helpers, subjects = Counter(helper for helper, _subject in both), Counter(subject for _helper, subject in both)
    known = [world.hands[one] for one in helpers if one in world.hands]
    once = bool(both) and max(helpers.values()) == 1 and max(subjects.values()) == 1
    households = {one.household for one in held if not one.resident}
    return PairingFigures(
        len(helpers),
        len(subjects),
        len(both),
        len(subjects) - len(households),
        len(households),
        once,
        _by(known, lambda one: one.type, len(helpers)),
        _by(known, lambda one: one.origin, len(helpers)),
        _by(known, lambda one: one.org_level, len(helpers)),
    )


def who(pair: Pair) -> str:
    """Return what tells a helper apart: his record, or the name that was written."""
    return pair.helper or f"name:{pair.helper_name}"


def _counts(world: World, pair: Pair) -> bool:
    """Tell whether the one it is for is still there."""
    return not pair.resident or (pair.resident in world.subjects and not world.subjects[pair.resident].gone)


def _by(hands: Iterable[Hand], what: Callable[[Hand], str], every: int) -> dict[str, int]:
    """Count helpers by a code; those of whom nothing is known stand under the empty one, so that the sum is the number of helpers."""
    found = Counter(what(one) for one in hands)
    found[""] += every - sum(found.values())
    return {code: count for code, count in sorted(found.items()) if count}


def coverage(world: World, *, children: bool | None = None) -> Coverage:
    """Return how many of those who should have a helper have none, one, two or more; of children only, of grown-ups only, or of all."""
    counts = []
    for id_, subject in world.subjects.items():
        if subject.gone or not world.need(id_).helper or (children is not None and subject.person.is_child(world.on) != children):
            continue
        counts.append(len({who(one) for one in world.pairs_of(id_) if one.helps and one.holds(world.day)}))
    return Coverage(len(counts), counts.count(0), counts.count(1), sum(count > 1 for count in counts))


def level_figures(world: World) -> Levels:
    """Return how complete the levels are: all that somebody needs have a name, of everybody who needs any."""
    needed: Counter[int] = Counter()
    had: Counter[int] = Counter()
    asked = complete = 0
    for id_, subject in world.subjects.items():
        levels = () if subject.gone else world.need(id_).levels
        if not levels:
            continue
        there = {world.level_of(one) for one in world.pairs_of(id_) if one.answers and one.holds(world.day)}
        asked += 1
        complete += set(levels) <= there
        needed.update(levels)
        had.update(set(levels) & there)
    return Levels(asked, complete, {one.number: (needed[one.number], had[one.number]) for one in world.levels})


def pairing_moves(session: Session, first: date, last: date, project: str = "") -> Moves:
    """Return the pairs that began and that ended from `first` to `last`, both days among them.

    The day of an end is the first day without it. A pair that goes on with another helper is an end and a beginning.
    """
    world, begin, end = read_world(session, last), first.isoformat(), last.isoformat()
    helping = [one for one in world.pairs if one.helps and one.state != "proposed" and project in ("", one.project)]
    lasting = [one for one in helping if not one.end or one.start < one.end]
    began = sum(begin <= one.start <= end for one in lasting)
    ended = [one for one in lasting if begin <= one.end <= end]
    followed = {one.previous for one in world.pairs if one.previous}
    reasons = Counter(one.end_reason for one in ended)
    return Moves(began, len(ended), sum(one.id in followed for one in ended), dict(sorted(reasons.items())))


def by_project(world: World) -> dict[str, PairingFigures]:
    """Return the figures of each project that has pairings; empty for those of none."""
    names = sorted({one.project for one in world.pairs if one.helps and one.holds(world.day)})
    return {name: figures_of(world, name) if name else _without(world) for name in names}


def _without(world: World) -> PairingFigures:
    """Return the figures of the pairings that belong to no project."""
    free = World(
        world.on,
        [one for one in world.pairs if not one.project],
        world.hands,
        world.subjects,
        world.grades,
        world.categories,
        world.projects,
        world.levels,
    )
    return figures_of(free)


def by_unit(world: World) -> dict[str, int]:
    """Return how many distinct helpers each organisation sends (各镇各部门落实), the largest first; empty where none is known."""
    held = {one.helper for one in world.pairs if one.helps and one.helper and one.holds(world.day) and _counts(world, one)}
    found = Counter(world.hands[one].org for one in held if one in world.hands)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
