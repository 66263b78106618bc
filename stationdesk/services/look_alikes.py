"""Pairs of residents who look like one person, across the whole register: the surest first, with the reason in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.blocking import close_pairs, pairs_within, sound_blocks
from stationdesk.services.doubles import known_sightings
from stationdesk.services.import_known import known_people
from stationdesk.services.likeness import Sighting, Verdict, name_key, sighting_of
from stationdesk.services.not_same import kept_apart
from stationdesk.services.progress import Report, silent
from stationdesk.services.weighing import weigh
from stationdesk.services.weights import how_sure, in_words

WORTH_ASKING = 50
"""Points below which a pair of the register is not shown: a name alone is shared by many."""
TELL_EVERY = 1000


class LookAlike(NamedTuple):
    """Two residents who may be one; `left` is the one that was entered first."""

    left: str
    right: str
    score: int
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """What they have in common, in words."""
        return in_words(self.reasons)

    @property
    def sure(self) -> str:
        """How sure it is, in words."""
        return how_sure(self.score)


def look_alikes(session: Session, report: Report = silent) -> list[LookAlike]:
    """Return the pairs that look like one person and were not said to be two, the surest first.

    What `report` raises stops the search and is passed on. Time grows with the people, not with their pairs.
    """
    ids, people, keys, apart = list[str](), list[Sighting](), list[str](), kept_apart(session)
    for at, resident in enumerate(known_people(session)):  # of each only what is weighed is kept: in a large register the rest is much
        if at % TELL_EVERY == 0:
            report(_("Looking for people who were entered twice"), at, 0)
        seen = sighting_of(resident)
        seen.sheet = -2 - at
        ids.append(resident.id)
        people.append(seen)
        keys.append(name_key(resident.name))
    found = []
    for count, (one, other) in enumerate(_pairs(people, keys)):
        if count % TELL_EVERY == 0:
            report(_("Looking for people who were entered twice"), count, 0)
        likeness = weigh(people[one], people[other])
        if likeness.verdict is Verdict.DIFFERENT or likeness.score < WORTH_ASKING:
            continue
        left, right = sorted((ids[one], ids[other]))
        if frozenset((left, right)) not in apart:
            found.append(LookAlike(left, right, likeness.score, likeness.reasons))
    return sorted(set(found), key=lambda pair: (-pair.score, pair.left, pair.right))


def compared(session: Session, one: str, other: str, *, told: bool = False) -> LookAlike | None:
    """Return how alike two residents are; None if one is gone or merged, or (unless `told`) if they were said to be two."""
    if not told and frozenset((one, other)) in kept_apart(session):
        return None
    left, right = sorted((one, other))
    found = known_sightings(session, (left, right))
    if len(found) < len({left, right}):
        return None
    likeness = weigh(found[left], replace(found[right], sheet=-2))
    return LookAlike(left, right, likeness.score, likeness.reasons)


def _pairs(people: Sequence[Sighting], keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield each pair worth weighing once: of one number, of one name, of one sound with a ground."""
    seen: set[tuple[int, int]] = set()
    by_number, by_name = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for at, person in enumerate(people):
        for number in (*person.ids, *([person.doubtful] if person.doubtful else [])):
            by_number[number].append(at)
        for name in dict.fromkeys([keys[at], *map(name_key, person.other_names)]):
            if len(name) > 1:
                by_name[name].append(at)
    blocks = [block for block in by_name.values() if len(block) > 1]
    sources = (pairs_within(block for block in by_number.values() if len(block) > 1), *(close_pairs(block, people) for block in blocks))
    for source in (*sources, pairs_within(sound_blocks(people, keys, len(people)))):
        for one, other in source:
            pair = (one, other) if one < other else (other, one)
            if pair not in seen:
                seen.add(pair)
                yield pair
