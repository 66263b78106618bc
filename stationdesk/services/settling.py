"""Which of several residents a row is: the one who fits clearly better, or nobody until the operator has said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from stationdesk.services.likeness import Sighting, Verdict
from stationdesk.services.weighing import weigh
from stationdesk.services.weights import POINTS

CLEAR = POINTS["same_day"]
"""Points by which one must fit better than another who cannot be the same person, as much as a whole birthday."""
AGAINST = frozenset({"other_birth", "other_sex", "other_group"})
"""What keeps a record apart from a resident, whatever likens it to another row of his."""


class Pair(NamedTuple):
    """Two records that may be one, and by how many points."""

    one: int
    other: int
    score: int


def doubtful(pairs: Iterable[Pair], people: Sequence[Sighting], rows: int) -> set[tuple[int, int]]:
    """Return of sure pairs those of a row and a resident beside whom another one, who is somebody else, fits as well or better."""
    fitting: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.one < rows <= pair.other:
            fitting[pair.one].append(pair)
    found = set()
    for some in fitting.values():
        for pair in some:
            beside = (more.other for more in some if more.other != pair.other and more.score > pair.score - CLEAR)
            if any(are_two(people[pair.other], people[other]) for other in beside):
                found.add((pair.one, pair.other))
    return found


def are_two(one: Sighting, other: Sighting) -> bool:
    """Tell whether two residents are two people."""
    return weigh(one, other).verdict is Verdict.DIFFERENT


def may_join(one: Collection[int], other: Collection[int], people: Sequence[Sighting], rows: int, *, sure: bool) -> bool:
    """Tell whether two groups of records may become one person, each record by its place; residents stand from `rows` on.

    Residents who are two people never do; where it is but likely (not `sure`) no two residents do, nor a resident and a row that speaks
    against him: what a row between them has lost would make them one.
    """
    residents = [at for at in one if at >= rows], [at for at in other if at >= rows]
    if all(residents):
        return sure and not any(are_two(people[a], people[b]) for a in residents[0] for b in residents[1])
    pairs = [(a, b) for a in residents[0] for b in other] + [(a, b) for a in residents[1] for b in one]
    return sure or not any(AGAINST & set(weigh(people[b], people[a]).reasons) for a, b in pairs)
