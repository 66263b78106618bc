"""The corner that no number can tell, from three histories of the model's search (its seeds 602889, 610893 and 607449).

A station's folder was put back by hand, the county was put back too, and an answer of the lost time arrives after one of the present
county: the desk believes it. What then happens is stated here step by step, on the model and on real desks at once: the desk shows
县已收 for what the county has forgotten, for two journeys at most; nothing is lost, and after the third both have the same again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.comparing import same
from tests.sync.pair import Copy, Pair
from tests.sync.sample import STATIONS
from tests.sync.test_same_states import SameStates

CODE = min(STATIONS)


class Corner(SameStates):
    """The history's steps, done by hand; never run by Hypothesis."""

    def up(self, desk: Copy) -> None:
        """Bring a package to the county."""
        assert self.pair.export(desk)
        self.pair.deliver(len(self.pair.sent) - 1)
        same(self.pair)

    def answered(self) -> int:
        """Let the county write an answer; returns its place on the road."""
        self.pair.answer(CODE)
        return len(self.pair.sent) - 1

    def read(self, number: int, desk: Copy) -> None:
        """Read an answer at a desk."""
        self.pair.deliver(number, desk)
        same(self.pair)

    def read_late(self, number: int, desk: Copy) -> None:
        """Read an answer of the lost time: in every other history it changes nothing, here it does."""
        desk.real.newest = 0
        self.read(number, desk)

    def trips(self, desk: Copy) -> list[tuple[bool, int, int]]:
        """Go there and back three times: whether the desk follows the present county then, what it believes, and what is there."""
        told = []
        for _trip in range(3):
            self.travel(desk)
            same(self.pair)
            book = self.pair.county.ledgers[CODE]
            told.append((desk.model.following == self.pair.county.copy, desk.model.confirmed, len(book.lines)))
        return told


@pytest.fixture
def corner() -> Iterator[Corner]:
    found = Corner()
    found.pair = Pair()
    yield found
    found.pair.close()


def test_numbers_used_once_more_a_county_put_back_and_a_late_answer(corner: Corner) -> None:
    """As the search found it first (602889), with a desk that goes on reporting."""
    pair = corner.pair
    desk = pair.desks[0]
    corner.up(desk)
    pair.back_county_up()
    pair.add(desk)
    corner.up(desk)
    pair.back_up(0)
    for _more in range(3):
        corner.up(desk)
    late = corner.answered()
    pair.put_back(CODE, unseen=True)
    pair.restore_county(0)
    corner.read(corner.answered(), desk)
    assert desk.model.following == pair.county.copy
    assert desk.model.confirmed == 0, "the county says that it has nothing, and that is true"
    assert pair.export(desk), "under a number that counts on from before"
    corner.read_late(late, desk)
    assert desk.model.following != pair.county.copy, "the late answer is believed"
    assert desk.model.confirmed == 1 > len(pair.county.ledgers[CODE].lines), "what is shown as 县已收 is not there"
    assert corner.trips(desk) == [(False, 1, 0), (True, 0, 0), (True, 1, 1)]
    corner.drain()


def retired_by_a_county_since_put_back(corner: Corner) -> tuple[Copy, int]:
    """Let a copy be retired, put back by hand, and hear of it again from a county that is put back to before it had anything.

    Returns the copy, and the place of an answer that it never read.
    """
    pair = corner.pair
    desk = pair.desks[0]
    corner.travel(desk)
    corner.up(desk)
    pair.back_county_up()
    pair.add(desk)
    corner.up(desk)
    pair.clone(CODE, seen=True)
    twin = pair.desks[-1]
    pair.add(twin)
    corner.travel(twin)
    corner.travel(desk)
    assert desk.model.lines == twin.model.lines
    pair.back_up(0)
    there = sorted(pair.county.ledgers[CODE].numbers)
    pair.retire(CODE, there.index(desk.model.copy))
    first = corner.answered()
    for _more in range(2):
        corner.up(desk)
    late = corner.answered()
    pair.put_back(CODE, unseen=True)
    corner.read(first, desk)
    assert desk.model.retired
    assert desk.model.confirmed == 2
    pair.restore_county(0)
    corner.read(corner.answered(), desk)
    assert (desk.model.following, desk.model.confirmed) == (pair.county.copy, 0)
    return desk, late


def test_a_retired_copy_believes_the_late_answer_until_somebody_goes_on_with_it(corner: Corner) -> None:
    """Seeds 602889 and 610893: a retired copy keeps its number, so it cannot tell that the answer is of another life."""
    desk, late = retired_by_a_county_since_put_back(corner)
    corner.read_late(late, desk)
    assert desk.model.following != corner.pair.county.copy, "an old answer has moved the desk"
    assert desk.model.confirmed == 2 > len(corner.pair.county.ledgers[CODE].lines), "what is shown as 县已收 is not there"
    corner.pair.use_again(desk)
    same(corner.pair)
    assert desk.model.confirmed == 0, "还是用这台: nothing counts as received until the county speaks again"
    assert corner.trips(desk)[0] == (True, 2, 2)
    corner.drain()


def test_where_the_late_answer_is_thrown_away_nothing_untrue_is_shown(corner: Corner) -> None:
    """What the clerk is told to do with the answers of the lost time."""
    desk, _late = retired_by_a_county_since_put_back(corner)
    assert desk.model.confirmed == 0
    corner.pair.use_again(desk)
    assert corner.trips(desk)[0] == (True, 2, 2)
    corner.drain()


def test_copies_that_are_retired_in_turn_and_go_on_all_come_to_rest(corner: Corner) -> None:
    """Seed 607449: where a clerk had to allow every copy that goes on, each allowance retired the others, for ever.

    No allowance is asked for: a copy that goes on under a new number is taken, and two of them have one journal after two journeys each.
    """
    pair = corner.pair
    desk = pair.desks[0]
    pair.add(desk)
    corner.travel(desk)
    pair.clone(CODE, seen=True)
    copies = [desk, pair.desks[-1]]
    for turn in range(4):
        leads, other = copies[turn % 2], copies[(turn + 1) % 2]
        pair.add(leads)
        corner.travel(leads)
        there = sorted(pair.county.ledgers[CODE].numbers)
        if other.model.copy in there:
            pair.retire(CODE, there.index(other.model.copy))
        corner.travel(other)
        pair.use_again(other)
        corner.travel(other)
        same(pair)
    for _round in range(2):
        for one in copies:
            corner.travel(one)
            same(pair)
    assert all(corner.clean(one) for one in copies)
    assert not pair.world.forked(CODE)
