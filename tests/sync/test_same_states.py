"""Random histories of the whole protocol on the model and on the real desks at once: after every step both are in the same state."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.sync.comparing import same
from tests.sync.pair import FIELDS, Copy, Pair
from tests.sync.sample import STATIONS

CODES = sorted(STATIONS)
CODE = st.sampled_from(CODES)
TOWN = st.sampled_from(sorted(STATIONS.values()))
AUDIENCE = st.sampled_from(["all", *(f"town:{town}" for town in STATIONS.values()), f"station:{CODES[0]}"])
MOVES = st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 2), min_size=1, max_size=2)
WHICH = st.integers(0, 5)
ROUNDS = 6


class SameStates(RuleBasedStateMachine):  # long: one rule for everything that can happen
    """Two stations, each of which may live twice; backups put back on every side; retired copies; towns; a lossy road."""

    @initialize()
    def begin(self) -> None:
        self.pair = Pair()

    def teardown(self) -> None:
        if hasattr(self, "pair"):
            try:
                self.drain()
            finally:
                self.pair.close()

    @invariant()
    def same(self) -> None:
        if hasattr(self, "pair"):
            same(self.pair)

    def desk(self, which: int) -> Copy:
        """Return one of the copies that live."""
        return self.pair.desks[which % len(self.pair.desks)]

    # -- what people write

    @rule(which=WHICH)
    def add(self, which: int) -> None:
        self.pair.add(self.desk(which))

    @rule(which=WHICH, person=WHICH, fields=MOVES)
    def edit(self, which: int, person: int, fields: dict[str, int]) -> None:
        self.pair.edit(self.desk(which), person, fields)

    @rule(person=WHICH, fields=MOVES, other=MOVES)
    def both_edit(self, person: int, fields: dict[str, int], other: dict[str, int]) -> None:
        for desk, moves in zip((self.pair.desks[0], self.pair.desks[-1]), (fields, other), strict=True):
            self.pair.edit(desk, person, moves)

    @rule(which=WHICH, person=WHICH)
    def remove(self, which: int, person: int) -> None:
        self.pair.remove(self.desk(which), person)

    @rule(which=WHICH, person=WHICH)
    def dislike(self, which: int, person: int) -> None:
        self.pair.dislike(self.desk(which), person)

    @rule(audience=AUDIENCE)
    def county_writes(self, audience: str) -> None:
        self.pair.county_writes(audience)

    @rule(entry=WHICH)
    def county_edits(self, entry: int) -> None:
        self.pair.county_edits(entry)

    @rule(entry=WHICH, audience=AUDIENCE)
    def county_tells_others(self, entry: int, audience: str) -> None:
        self.pair.county_tells_others(entry, audience)

    @rule(code=CODE, town=TOWN)
    def move(self, code: str, town: str) -> None:
        self.pair.move(code, town)

    # -- the road

    @rule(which=WHICH)
    def export(self, which: int) -> None:
        self.pair.export(self.desk(which))

    @rule(which=WHICH)
    def crash(self, which: int) -> None:
        self.pair.crash(self.desk(which))

    @rule(code=CODE)
    def answer(self, code: str) -> None:
        self.pair.answer(code)

    @precondition(lambda self: self.pair.sent)
    @rule(back=st.lists(st.integers(0, 12), min_size=1, max_size=3), which=WHICH)
    def deliver(self, back: list[int], which: int) -> None:
        for one in back:
            number = max(0, len(self.pair.sent) - 1 - one)
            code = self.pair.sent[number][1].station
            here = [desk for desk in self.pair.desks if desk.real.code == code]
            self.pair.deliver(number, here[which % len(here)])

    @rule(which=WHICH)
    def round_trip(self, which: int) -> None:
        self.travel(self.desk(which))

    def travel(self, desk: Copy) -> None:
        """Bring a package up and the answer back, where there is one: a retired copy writes none."""
        if not self.pair.export(desk):
            return
        self.pair.deliver(len(self.pair.sent) - 1)
        self.pair.answer(desk.real.code)
        self.pair.deliver(len(self.pair.sent) - 1, desk)

    # -- copies

    @rule(number=st.integers(0, 1))
    def back_up(self, number: int) -> None:
        self.pair.back_up(number)

    @precondition(lambda self: self.pair.kept)
    @rule(number=st.integers(0, 1), unseen=st.booleans())
    def put_back(self, number: int, unseen: bool) -> None:
        kept = sorted(self.pair.kept)
        self.pair.put_back(kept[number % len(kept)], unseen=unseen)

    @precondition(lambda self: len(self.pair.desks) == len(CODES))
    @rule(code=CODE, seen=st.booleans())
    def clone(self, code: str, seen: bool) -> None:
        self.pair.clone(code, seen=seen)

    @rule(code=CODE, which=WHICH)
    def retire(self, code: str, which: int) -> None:
        self.pair.retire(code, which)

    @rule(which=WHICH)
    def use_again(self, which: int) -> None:
        self.pair.use_again(self.desk(which))

    @precondition(lambda self: len(self.pair.county_kept) < 3)
    @rule()
    def back_county_up(self) -> None:
        self.pair.back_county_up()

    @precondition(lambda self: self.pair.county_kept)
    @rule(number=st.integers(0, 2))
    def restore_county(self, number: int) -> None:
        self.pair.restore_county(number)

    # -- what seldom comes by chance

    @rule(code=CODE, unseen=st.booleans(), person=WHICH, here=MOVES, there=MOVES)
    def part(self, code: str, unseen: bool, person: int, here: dict[str, int], there: dict[str, int]) -> None:
        """Let a station's journal part in two: it is put back to before something that it had reported, and goes on."""
        pair, number = self.pair, CODES.index(code)
        pair.add(pair.desks[number])
        self.travel(pair.desks[number])
        pair.back_up(number)
        pair.edit(pair.desks[number], person, there)
        pair.add(pair.desks[number])
        self.travel(pair.desks[number])
        pair.put_back(code, unseen=unseen)
        pair.edit(pair.desks[number], person, here)
        pair.export(pair.desks[number])

    @precondition(lambda self: len(self.pair.county_kept) < 4)
    @rule(which=WHICH, rounds=st.integers(0, 2), late=st.booleans(), writes=st.booleans())
    def county_falls_back(self, which: int, rounds: int, late: bool, writes: bool) -> None:
        """Put the county back to before a round trip, and bring an answer of the lost time late."""
        pair, desk = self.pair, self.desk(which)
        self.travel(desk)
        pair.back_county_up()
        pair.add(desk)
        pair.county_writes("all")
        self.travel(desk)
        pair.answer(desk.real.code)
        old = len(pair.sent) - 1
        pair.restore_county(len(pair.county_kept) - 1)
        if writes:
            pair.county_writes("all")
        for _round in range(rounds):
            self.travel(desk)
        if late:
            pair.deliver(old, desk)

    # -- the end

    def drain(self) -> None:
        """Let everything pass, old files first: after a few rounds every copy and the county have the same journals."""
        pair = self.pair
        for number in range(min(20, len(pair.sent))):
            pair.deliver(number)
        for _round in range(ROUNDS if len(pair.desks) == len(CODES) else ROUNDS + 4):
            for desk in pair.desks:
                pair.use_again(desk)
                self.travel(desk)
            same(pair)
            if all(self.clean(desk) for desk in pair.desks):
                return
        raise AssertionError("not clean after all rounds")

    def clean(self, desk: Copy) -> bool:
        """Tell whether a copy and the county have all of each other's lines."""
        said, book = desk.model, self.pair.county.ledgers[desk.real.code]
        all_there = said.confirmed == len(said.lines) == len(book.lines) and said.digests[-1] == book.digests[-1]
        return all_there and said.cursor == len(self.pair.county.lines) and not said.forked


SameStates.TestCase.settings = settings(settings(), max_examples=settings().max_examples // 5, stateful_step_count=30, deadline=None)
TestSameStates = SameStates.TestCase


def test_two_lives_under_one_number_end_where_their_lines_meet() -> None:
    """A copy that was cloned unseen finds lines of its own number among the county's, written by the other: it goes on under a new one."""
    pair = Pair()
    try:
        machine = SameStates()
        machine.pair = pair
        first = pair.desks[0]
        pair.add(first)
        machine.travel(first)
        pair.clone(CODES[0], seen=False)
        twin = pair.desks[-1]
        number = twin.model.copy
        pair.add(first)
        machine.travel(first)
        pair.put_back(CODES[0], unseen=False)
        pair.add(first)
        for _round in range(2):
            machine.travel(first)
            same(pair)
        assert pair.county.ledgers[CODES[0]].head == first.model.copy != number
        pair.add(twin)
        machine.travel(twin)
        same(pair)
        assert twin.model.copy != number
        machine.drain()
    finally:
        pair.close()


def test_a_county_that_was_left_is_followed_again_only_when_it_has_heard_enough() -> None:
    """The county's former state is put back unnoticed: its first answer may still be of the lost time, its second cannot be."""
    pair = Pair()
    try:
        machine = SameStates()
        machine.pair = pair
        desk = pair.desks[0]
        pair.add(desk)
        machine.travel(desk)
        pair.back_county_up()
        former = pair.county.copy
        pair.restore_county(0)
        machine.travel(desk)
        assert desk.model.following == pair.county.copy != former
        pair.restore_county(0, unseen=True)
        followed = []
        for _round in range(3):
            machine.travel(desk)
            same(pair)
            followed.append(desk.model.following == former)
        assert followed == [False, True, True]
        machine.drain()
    finally:
        pair.close()
