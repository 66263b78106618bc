"""Two records made one in one branch, and what the other branch said against it, or wrote for the one that went."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.not_same import NotSame
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit
from stationdesk.services.households import merge_households
from stationdesk.services.merge_apart import take_apart
from stationdesk.services.not_same import ask_again, keep_apart
from stationdesk.services.rechecks import settle
from stationdesk.services.undoing import undo_last
from tests.sync.test_merged_at_home import chosen
from tests.sync.test_merged_in_one_branch import Double, double
from tests.sync.test_two_lives import OPERATOR

__all__ = ["double"]


def two(double: Double, one: str, other: str) -> None:
    """Say that two are two people."""
    double.do(lambda session: keep_apart(session, one, other, double.on))


def said(listed: list[Recheck]) -> list[tuple[str, str, str | None]]:
    """Return what is listed, in short."""
    return [(one.record_kind, one.cause, one.field) for one in listed]


def test_two_who_were_said_there_to_be_two_people_are_not_made_one(double: Double) -> None:
    a, b = double.people
    listed = double.part(lambda: two(double, a, b), lambda: double.merge(a, b))
    assert said(listed) == [("merge", "refused", None)]
    assert double.into(Resident, double.people) == (None, None)
    assert any("不是一个人" in one for one in double.words())


def test_nor_are_those_who_went_into_them(double: Double) -> None:
    a, b = double.people
    c = double.add(Resident, ResidentDraft(name="汪桂英"))

    def here() -> None:
        double.merge(c, b)
        double.merge(a, c)

    listed = double.part(lambda: two(double, a, b), here)
    assert said(listed) == [("merge", "refused", None)]
    assert listed[0].reason == "县里那份后来写了这两个不是一个人"
    assert double.into(Resident, (a, b, c)) == (None, c, None)


@pytest.mark.parametrize("how", ["stands", "apart"])
def test_one_that_went_into_another_goes_on_with_it(double: Double, how: str) -> None:
    a, b = double.people
    c = double.add(Resident, ResidentDraft(name="汪桂英"))

    def here() -> None:
        double.merge(c, b)
        last = double.merge(a, c)
        if how == "apart":
            double.do(lambda session: take_apart(session, last, double.on, may_see_children=True))

    assert double.part(lambda: double.change(Resident, a, remark="听不清"), here) == []
    assert double.into(Resident, (a, b, c)) == ((None, a, a) if how == "stands" else (None, c, None))


def test_a_word_that_was_taken_back_there_speaks_against_nothing(double: Double) -> None:
    a, b = double.people

    def there() -> None:
        two(double, a, b)
        double.do(lambda session: ask_again(session, session.exec(select(NotSame.id)).one()))

    assert double.part(there, lambda: double.merge(a, b)) == []
    assert double.into(Resident, double.people) == (None, a)


@pytest.mark.parametrize("how", ["stands", "undone"])
def test_who_was_said_here_to_be_two_and_was_made_one_there_is_listed(double: Double, how: str) -> None:
    a, b = double.people

    def here() -> None:
        two(double, a, b)
        if how == "undone":
            undo_last(double.desk, OPERATOR)

    listed = double.part(lambda: double.merge(a, b), here)
    assert said(listed) == ([("not_same", "refused", None)] if how == "stands" else [])
    assert double.into(Resident, double.people) == (None, a)
    assert all("汪桂英" in one and "合成一份" in one for one in double.words())
    with double.desk.reading() as session:
        assert session.exec(select(NotSame).where(col(NotSame.removed_at).is_(None))).all() == []


GONE = "2026-11-22T01:02:03.456Z"


def test_a_record_that_names_one_merged_away_names_the_one_that_stands_where_it_is_chosen_too(double: Double) -> None:
    a, b = double.people
    c, d = (double.add(Resident, ResidentDraft(name=name)) for name in ("程三", "程四"))
    double.visit(c)
    with double.desk.reading() as session:
        visit = session.exec(select(Visit.id)).one()

    def there() -> None:
        double.change(Visit, visit, resident_id=d)
        double.merge(a, b)

    (found,) = double.part(there, lambda: double.change(Visit, visit, resident_id=b))
    assert (found.cause, found.mine, found.theirs) == ("both_moved", {"value": a}, {"value": d})
    double.do(lambda session: settle(session, found.id, "mine", double.on, by=OPERATOR))
    with double.desk.reading() as session:
        assert session.exec(select(Visit.resident_id)).one() == a


def test_what_names_the_same_one_in_the_end_is_not_listed(double: Double) -> None:
    a, b = double.people
    c = double.add(Resident, ResidentDraft(name="程三"))
    double.visit(c)
    with double.desk.reading() as session:
        visit = session.exec(select(Visit.id)).one()

    def there() -> None:
        double.change(Visit, visit, resident_id=a)
        double.merge(a, b)

    assert double.part(there, lambda: double.change(Visit, visit, resident_id=b)) == []


@pytest.mark.parametrize("merged", [True, False])
def test_what_was_taken_back_here_is_not_listed(double: Double, merged: bool) -> None:
    a, b = double.people

    def there() -> None:
        double.change(Resident, a, phones=(PhoneNumber(number="13811111111"),))
        if merged:
            double.merge(a, b)

    def here() -> None:
        double.change(Resident, b if merged else a, phones=(PhoneNumber(number="13722222222"),))
        undo_last(double.desk, OPERATOR)

    assert double.part(there, here) == []
    with double.desk.reading() as session:
        assert [one.number for one in session.exec(select(Resident).where(Resident.id == a)).one().phones] == ["13811111111"]


@pytest.mark.parametrize("touched", [True, False])
def test_a_removal_that_was_taken_back_here_is_not_listed(double: Double, touched: bool) -> None:
    home, other = double.homes

    def there() -> None:
        double.do(lambda session: merge_households(session, home, other, {}))
        if touched:
            double.change(Household, home, remark="靠河")

    def here() -> None:
        double.change(Household, home, removed_at=GONE)
        undo_last(double.desk, OPERATOR)

    assert double.part(there, here) == []


def test_nor_is_one_of_the_county_of_what_was_taken_back_here(double: Double) -> None:
    home, _other = double.homes

    def here() -> None:
        double.change(Household, home, remark="靠河")
        undo_last(double.desk, OPERATOR)

    assert double.part(lambda: double.change(Household, home, removed_at=GONE), here) == []


@pytest.mark.parametrize("what", ["visit", "remark"])
def test_what_was_written_here_for_one_whose_record_was_merged_and_removed_there_is_listed(double: Double, what: str) -> None:
    a, b = double.people

    def there() -> None:
        double.merge(a, b)
        double.change(Resident, a, removed_at=GONE)

    def here() -> None:
        if what == "visit":
            double.visit(b)
        else:
            double.change(Resident, b, remark="腿脚不好")

    listed = double.part(there, here)
    assert said(listed)[0] == ("resident", "removed_there", "removed_at")
    assert {one.record_id for one in listed} == {a}
    chosen(double, listed)
    with double.desk.reading() as session:
        person = session.exec(select(Resident).where(Resident.id == a)).one()
        assert person.removed_at is None
        assert (person.remark, list(session.exec(select(Visit.resident_id)))) == ((None, [a]) if what == "visit" else ("腿脚不好", []))


def test_nothing_is_listed_of_one_merged_and_removed_there_for_whom_nothing_was_written_here(double: Double) -> None:
    a, b = double.people

    def there() -> None:
        double.merge(a, b)
        double.change(Resident, a, removed_at=GONE)

    assert double.part(there, lambda: double.visit(a)) == []


def test_nobody_becomes_his_own_relative(double: Double) -> None:
    a, b = double.people
    listed = double.part(
        lambda: double.merge(a, b),
        lambda: double.add(Kin, KinDraft(resident_id=a, kin_resident_id=b, name="汪桂英", relation="spouse")),
    )
    assert said(listed) == [("kin", "refused", None)]
    with double.desk.reading() as session:
        assert session.exec(select(Kin)).all() == []


@pytest.mark.parametrize("remark", [None, "每月十五号去"])
def test_nobody_is_stood_by_twice(double: Double, remark: str | None) -> None:
    """What says nothing more is taken back, as when the two are made one here; else somebody looks at it."""
    (a, b), (helper, _other) = double.people, double.helpers
    double.add(Pairing, PairingDraft(resident_id=a, helper_id=helper, kind="helper"))
    listed = double.part(
        lambda: double.merge(a, b),
        lambda: double.add(Pairing, PairingDraft(resident_id=b, helper_id=helper, kind="helper", remark=remark)),
    )
    assert said(listed) == ([("pairing", "double", None)] if remark else [])
    with double.desk.reading() as session:
        assert [one.removed_at is None for one in session.exec(select(Pairing).order_by(col(Pairing.key)))] == [True, remark is not None]


def test_two_visits_that_say_the_same_and_what_was_confided_in_one_are_listed(double: Double) -> None:
    a, b = double.people
    double.visit(a, "坐了坐")

    def here() -> None:
        double.visit(b, "坐了坐")
        with double.desk.reading() as session:
            visit = session.exec(select(Visit.id).where(Visit.resident_id == b)).one()
        double.change(Visit, visit, counselling_note="睡不着")

    assert said(double.part(lambda: double.merge(a, b), here)) == [("visit", "double", None)]
    with double.desk.reading() as session:
        assert [one.counselling_note for one in session.exec(select(Visit).where(col(Visit.removed_at).is_(None)))] == [None, "睡不着"]
