"""Two records made one in one branch, and what the other branch said against it, or wrote for the one that went."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from stationdesk.registers.not_same import NotSame
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.merge_apart import take_apart
from stationdesk.services.not_same import ask_again, keep_apart
from stationdesk.services.undoing import undo_last
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
