"""Two records made one in one branch of the journal, and gone on with in the other: nobody vanishes, nothing lies where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.photo import Photo, PhotoDraft
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.followed import followed
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.households import merge_households
from stationdesk.services.merge_apart import take_apart
from stationdesk.services.merging import Choices, merge
from stationdesk.services.rechecks import open_rechecks, settle
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.undoing import undo_last
from stationdesk.services.visiting import note_visit
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from tests.services.recheck_kit import doubted
from tests.sync.sample import sample
from tests.sync.test_two_lives import CODE, OPERATOR, one_journal, round_trip
from tests.sync.world import World

Pair = tuple[str, str]


class Double:
    """A station that wrote a person, a household and a helper twice, and whose older folder is put back."""

    def __init__(self, world: World) -> None:
        self.world, self.on = world, local_day(world.desks[CODE].database.clock())
        self.people: Pair = self.both(Resident, ResidentDraft(name="汪桂英"))
        self.homes: Pair = self.both(Household, HouseholdDraft(head_name="汪大"))
        self.helpers: Pair = self.both(Helper, HelperDraft(name="李春"))

    @property
    def desk(self) -> Database:
        """The station's open desk."""
        return self.world.desks[CODE].database

    def do(self, what: Callable[[Session], Any]) -> Any:
        """Do something at the desk, in one action."""
        with self.desk.writing(OPERATOR, "做了一件事") as session:
            return what(session)

    def add(self, kind: type[SQLModel], draft: SQLModel) -> str:
        """Write a record, and return its id."""

        def written(session: Session) -> str:
            record: Any = kind.model_validate(draft, update={"author": CODE})
            session.add(record)
            session.flush()
            return str(record.id)

        return str(self.do(written))

    def both(self, kind: type[SQLModel], draft: SQLModel) -> Pair:
        """Write the same twice."""
        return self.add(kind, draft), self.add(kind, draft)

    def merge(self, stays: str, goes: str) -> str:
        """Make two records of a person one."""
        return str(self.do(lambda session: merge(session, stays, goes, Choices(), self.on, may_see_children=True, sure=True).id))

    def visit(self, resident: str, content: str = "摔了一跤") -> None:
        """Note a visit."""
        draft = VisitDraft(resident_id=resident, visited_on=self.on.isoformat(), mode="home", content=content)
        self.do(lambda session: note_visit(session, draft, self.on))

    def change(self, kind: type[Any], record: str, **fields: Any) -> None:
        """Change fields of a record."""

        def changed(session: Session) -> None:
            one = session.exec(select(kind).where(kind.id == record)).one()
            for name, value in fields.items():
                setattr(one, name, value)
            session.add(one)

        self.do(changed)

    def part(self, there: Callable[[], Any], here: Callable[[], Any]) -> list[Recheck]:
        """Let one thing be reported, and another be written on the older folder; returns what is to be checked after the repair."""
        round_trip(self.world)
        self.world.back_station_up(CODE)
        there()
        round_trip(self.world)
        self.world.put_station_back(CODE, unseen=False)
        here()
        assert round_trip(self.world).repaired is not None
        round_trip(self.world)
        one_journal(self.world, self.desk)
        with self.desk.reading() as session:
            return list(session.exec(select(Recheck).order_by(col(Recheck.key))))

    def into(self, kind: type[Any], some: tuple[str, ...]) -> tuple[str | None, ...]:
        """Return into which record each of some went."""
        with self.desk.reading() as session:
            return tuple(session.exec(select(kind.merged_into).where(kind.id == one)).one() for one in some)

    def words(self) -> list[str]:
        """Return what is to be checked, as it is read aloud."""
        with self.desk.reading() as session:
            return [one.sentence for one in open_rechecks(session, self.on, children=True)]


@pytest.fixture
def double() -> Iterator[Double]:
    world = World(sample())
    yield Double(world)
    world.close()


def test_two_records_merged_in_opposite_ways_leave_one_that_stands_and_the_other_way_is_listed(double: Double) -> None:
    """The clerk keeps the other one this time: nobody may be gone."""
    (a, b), (home, other_home), (one, other) = double.people, double.homes, double.helpers

    def there() -> None:
        double.merge(a, b)
        double.do(lambda session: (merge_households(session, home, other_home, {}), merge_helpers(session, one, other, double.on)))

    def here() -> None:
        double.merge(b, a)
        double.do(lambda session: merge_households(session, other_home, home, {}))
        double.do(lambda session: merge_helpers(session, other, one, double.on))

    listed = double.part(there, here)
    assert [(found.record_kind, found.cause) for found in listed] == [("merge", "refused"), ("household", "refused"), ("helper", "refused")]
    assert double.into(Resident, double.people) == (None, a)
    assert double.into(Household, double.homes) == (None, home)
    assert double.into(Helper, double.helpers) == (None, one)
    assert all(said.count("汪桂英") or "汪大" in said or "李春" in said for said in double.words())
    with double.desk.reading() as session:
        merged = session.connection().execute(text("SELECT id FROM merge WHERE removed_at IS NULL")).scalars().all()
    double.do(lambda session: take_apart(session, merged[0], double.on, may_see_children=True))
    assert double.into(Resident, double.people) == (None, None), "what was made one at the county can still be taken apart"


def test_the_same_merge_in_both_branches_stands(double: Double) -> None:
    a, b = double.people
    listed = double.part(lambda: double.merge(a, b), lambda: double.merge(a, b))
    assert {found.cause for found in listed} == {"double"}
    assert double.into(Resident, double.people) == (None, a)


@pytest.mark.parametrize("how", ["visit", "phone", "removed"])
def test_what_the_county_has_of_the_one_that_went_here_is_never_hidden(double: Double, how: str) -> None:
    """The other branch still took the two for two people: they stay two until somebody has looked."""
    a, b = double.people
    ways: dict[str, Callable[[], None]] = {
        "visit": lambda: double.visit(b),
        "phone": lambda: double.change(Resident, b, phones=(PhoneNumber(number="13811111111"),)),
        "removed": lambda: double.change(Resident, a, removed_at="2026-11-22T01:02:03.456Z"),
    }
    listed = double.part(ways[how], lambda: double.merge(a, b))
    assert [(found.record_kind, found.cause) for found in listed if found.cause == "refused"] == [("merge", "refused")]
    assert double.into(Resident, double.people) == (None, None)


def test_a_merge_that_nothing_of_the_county_speaks_against_is_put_back(double: Double) -> None:
    (a, b), (home, other_home) = double.people, double.homes

    def here() -> None:
        double.visit(b)
        double.merge(a, b)
        double.do(lambda session: merge_households(session, home, other_home, {}))

    assert double.part(lambda: double.change(Resident, a, remark="听不清"), here) == []
    assert double.into(Resident, double.people) == (None, a)
    assert double.into(Household, double.homes) == (None, home)


@pytest.mark.parametrize("how", ["undone", "apart"])
def test_a_merge_that_was_taken_back_here_is_not_listed(double: Double, how: str) -> None:
    a, b = double.people

    def here() -> None:
        made = double.merge(b, a)
        if how == "undone":
            undo_last(double.desk, OPERATOR)
        else:
            double.do(lambda session: take_apart(session, made, double.on, may_see_children=True))

    listed = double.part(lambda: double.merge(a, b), here)
    assert "refused" not in {found.cause for found in listed}
    assert double.into(Resident, double.people) == (None, a)


def test_what_fell_with_a_merge_may_have_been_gone_on_with(double: Double) -> None:
    """Settling a double puts new doubles into 要核对, which somebody settles too."""
    home, other = double.homes

    def here() -> None:
        double.do(lambda session: (doubted(session, "visit", "1" * 36, other_id="2" * 36), merge_households(session, other, home, {})))
        double.do(lambda session: settle(session, session.exec(select(Recheck.id)).one(), "both", double.on, by=OPERATOR))

    listed = double.part(lambda: double.do(lambda session: merge_households(session, home, other, {})), here)
    assert [(found.record_kind, found.cause) for found in listed] == [("household", "refused")]
    assert [line["kind"] for line in listed[0].mine["lines"]] == ["household"]


def test_what_was_written_here_for_a_record_merged_away_there_is_the_others(double: Double) -> None:
    (a, b), (home, other_home), (one, other) = double.people, double.homes, double.helpers

    def there() -> None:
        double.merge(a, b)
        double.do(lambda session: (merge_households(session, home, other_home, {}), merge_helpers(session, one, other, double.on)))

    def here() -> None:
        double.visit(b)
        double.add(Photo, PhotoDraft(resident_ids=(a, b), taken_on=double.on.isoformat(), sha256="0" * 64))
        double.add(Resident, ResidentDraft(name="汪小妹", household_id=other_home, grid_leader_id=other))

    assert [found.cause for found in double.part(there, here)] == []
    with double.desk.reading() as session:
        assert [found.resident_id for found in session.exec(select(Visit))] == [a]
        assert [found.resident_ids for found in session.exec(select(Photo))] == [(a,)]
        sister = session.exec(select(Resident).where(Resident.name == "汪小妹")).one()
        assert (sister.household_id, sister.grid_leader_id) == (home, one)


def test_what_was_changed_here_on_a_record_merged_away_there_is_listed_for_the_one_that_stands(double: Double) -> None:
    a, b = double.people
    phones = (PhoneNumber(number="13722222222"),)

    def here() -> None:
        double.change(Resident, b, phones=phones, remark="腿脚不好")
        double.change(Resident, a, remark="听不清")

    listed = double.part(lambda: double.merge(a, b), here)
    assert [(found.cause, found.record_id, found.field) for found in listed] == [("both_moved", a, "phones"), ("both_moved", a, "remark")]
    assert listed[1].mine == {"value": "腿脚不好"}
    assert listed[1].theirs == {"value": "听不清"}
    double.do(lambda session: settle(session, listed[0].id, "mine", double.on, by=OPERATOR))
    with double.desk.reading() as session:
        assert [one.number for one in session.exec(select(Resident).where(Resident.id == a)).one().phones] == ["13722222222"]


def test_a_death_written_on_a_record_merged_away_there_is_listed_and_done_again_by_hand(double: Double) -> None:
    a, b = double.people

    def here() -> None:
        died = StatusDraft(to_status="deceased", happened_on=double.on - timedelta(days=1))
        double.do(lambda session: change_status(session, b, died, double.on, operator=OPERATOR))

    listed = double.part(lambda: double.merge(a, b), here)
    assert [(found.record_kind, found.cause) for found in listed] == [("status_change", "refused")]
    with double.desk.reading() as session:
        assert session.exec(select(Resident).where(Resident.id == a)).one().residency_status == "living"
        assert session.exec(select(Resident).where(Resident.id == b)).one().residency_status == "merged"


def test_the_one_kept_there_and_removed_here_is_listed(double: Double) -> None:
    home, other = double.homes
    gone = "2026-11-22T01:02:03.456Z"
    listed = double.part(
        lambda: double.do(lambda session: merge_households(session, home, other, {})),
        lambda: double.change(Household, home, removed_at=gone),
    )
    assert [(found.cause, found.record_id) for found in listed] == [("removed_here", home)]


def test_records_that_go_into_one_another_are_followed_to_an_end(double: Double) -> None:
    """An older program may have put such a pair back."""
    (a, b), third = double.people, double.add(Resident, ResidentDraft(name="汪三"))
    for one, into in ((a, b), (b, a), (third, a)):
        double.change(Resident, one, merged_into=into)
    with double.desk.reading() as session:
        found = followed(session, [third, a, b])
    assert set(found) == {third, a, b}
    assert found[third] in (a, b)
