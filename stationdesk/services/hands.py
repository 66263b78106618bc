"""Every helper the station knows as lists need him: its own, and the county's, whose records it reads and never writes.

The county's record and the station's own can be one person. Where the station's own stands instead of the county's (`instead_of`), or
the county has taken back a record that the own one had gone into, the own one is the one shown, and what names the other is his.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.store.database import author_of

STEPS = 10
"""Records that may stand for each other in a row."""
_HANDS = (
    "SELECT id, name, ifnull(helper_type, ''), ifnull(org, ''), ifnull(post, ''), ifnull(org_level, ''), ifnull(origin, ''), "
    "ifnull(village, ''), ifnull(grid_code, ''), ifnull(resident_id, ''), most_pairings, ifnull(joined_on, ''), ifnull(left_on, ''), "
    "ifnull(merged_into, ''), phones, author <> ?, ifnull(instead_of, ''), ifnull(substr(removed_at, 1, 10), '') FROM helper "
    "WHERE removed_at IS NULL OR author <> ? ORDER BY author <> ?, key"
)
"""The station's own that are kept, and the county's, those it has taken back too: they have left."""


_NAMES = (
    "SELECT id, name, author <> ?, ifnull(merged_into, ''), ifnull(instead_of, ''), removed_at IS NOT NULL FROM helper "
    "WHERE removed_at IS NULL OR author <> ? ORDER BY author <> ?, key"
)


@dataclass(frozen=True, slots=True)
class Hand:
    """A helper as lists need him."""

    id: str
    name: str
    type: str
    org: str
    post: str
    org_level: str
    origin: str
    village: str
    grid: str
    resident: str
    most: int | None
    joined: str
    left: str
    merged_into: str
    phones: str
    of_county: bool = False
    """His record is the county's, which alone changes it."""

    def there(self, day: str) -> bool:
        """Tell whether the helper is there on a day."""
        return not self.merged_into and self.joined <= day and (not self.left or day < self.left)


class _Telling(NamedTuple):
    """What a record tells of which other record is the same person."""

    of_county: bool
    merged_into: str
    stands_for: str
    taken_back: bool


def read_hands(session: Session) -> dict[str, Hand]:
    """Return every helper by id; one who stands for another's record has it merged into his."""
    own = author_of(session)
    hands: dict[str, Hand] = {}
    telling: dict[str, _Telling] = {}
    for *row, stands_for, removed in session.connection().exec_driver_sql(_HANDS, (own, own, own)).fetchall():
        hand = Hand(*row)
        if hand.id not in hands:
            left = min(filter(None, (hand.left, removed)), default="")
            hands[hand.id] = replace(hand, left=left) if removed else hand
            telling[hand.id] = _Telling(hand.of_county, hand.merged_into, stands_for, bool(removed))
    merged = _merged(telling)
    return {
        id_: hand if hand.merged_into == merged.get(id_, "") else replace(hand, merged_into=merged.get(id_, ""))
        for id_, hand in hands.items()
    }


class Names(dict[str, str]):
    """Every helper's name by his id; `kept` says of one who is the same person as another under which id he goes."""

    kept: Mapping[str, str]


def read_names(session: Session) -> Names:
    """Return the helpers' names, those of the county that were taken back too."""
    own, found, telling = author_of(session), Names(), dict[str, _Telling]()
    for id_, name, *told in session.connection().exec_driver_sql(_NAMES, (own, own, own)).fetchall():
        if id_ not in found:
            found[id_], telling[id_] = name, _Telling(*told)
    found.kept = {id_: into for id_, into in _merged(telling).items() if telling[id_].of_county}
    return found


def _merged(told: Mapping[str, _Telling]) -> dict[str, str]:
    """Return into which other record each goes; the county's goes into the station's own that stands instead of it."""
    instead = {one.stands_for: id_ for id_, one in told.items() if one.stands_for and not one.of_county}
    found: dict[str, str] = {}
    for id_, one in told.items():
        into = one.merged_into
        if one.of_county or not into:
            continue
        if into not in told or told[into].taken_back or instead.get(into) == id_:
            instead.setdefault(into, id_)
        else:
            found[id_] = into
    return found | {theirs: mine for theirs, mine in instead.items() if theirs in told and told[theirs].of_county}


def kept_as(hands: Mapping[str, Hand], helper: str) -> str:
    """Return the record a helper is kept as, where he was written down twice."""
    hand, steps = hands.get(helper), 0
    while hand is not None and hand.merged_into and steps < STEPS:
        hand, steps = hands.get(hand.merged_into), steps + 1
    return hand.id if hand is not None else helper


def written_as(hands: Mapping[str, Hand], helper: str) -> frozenset[str]:
    """Return every record under which a helper is written down, his past work too; at least the one given."""
    kept = kept_as(hands, helper)
    return frozenset(id_ for id_ in hands if kept_as(hands, id_) == kept) | {helper}


def instead_of(hands: Mapping[str, Hand], helper: str) -> str:
    """Return whom the county's record of a helper stands for; any other helper is himself."""
    hand = hands.get(helper)
    return kept_as(hands, helper) if hand is not None and hand.of_county else helper
