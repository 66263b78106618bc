"""What never travels and two records made one, or kept two, in one branch: nothing of one person stays with another, nor is it lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select as select_row
from sqlmodel import col, select

from stationdesk.registers.merge import Merge
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.merge_apart import take_apart
from stationdesk.services.rechecks import open_rechecks, settle
from stationdesk.services.undoing import undo_last
from stationdesk.store.tables import change
from tests.services.recheck_kit import doubted
from tests.sync.test_merged_in_one_branch import Double, double
from tests.sync.test_two_lives import CODE, OPERATOR, round_trip

__all__ = ["double"]

CONFIDED = {"counselling_note": "睡不着", "father_status": "away"}
NOTHING = (None, None)


def at_home(double: Double, *people: str) -> list[tuple[str | None, str | None]]:
    """Return what some people confided, and where their fathers are."""
    with double.desk.reading() as session:
        found = {one.id: (one.counselling_note, one.father_status) for one in session.exec(select(Resident))}
    return [found[one] for one in people]


def lines(double: Double) -> str:
    """Return every line of the journal."""
    with double.desk.reading() as session:
        return "\n".join(bytes(one).decode() for one in session.connection().execute(select_row(change.c.line)).scalars())


def chosen(double: Double, listed: list[Recheck]) -> None:
    """Choose what this computer had."""
    with double.desk.writing(OPERATOR, "核对") as session:
        for one in listed:
            settle(session, one.id, "mine", double.on, by=OPERATOR)


def apart(double: Double) -> None:
    """Take the merge apart that holds."""
    with double.desk.reading() as session:
        one = session.exec(select(Merge.id).where(col(Merge.apart_on).is_(None), col(Merge.removed_at).is_(None))).one()
    double.do(lambda session: take_apart(session, one, double.on, may_see_children=True))


@pytest.mark.parametrize("fresh", [False, True])
def test_what_a_merge_moved_that_is_not_put_back_is_not_the_others(double: Double, fresh: bool) -> None:
    """The two may be two people: what one confided must not stand in the other's record, were it made anew or not."""
    a, b = double.people
    double.change(Resident, b, **CONFIDED)
    kept = [a]

    def here() -> None:
        if fresh:
            kept[0] = double.add(Resident, ResidentDraft(name="汪新"))
        double.merge(kept[0], b)

    double.part(lambda: double.visit(b), here)
    assert at_home(double, kept[0], b) == [NOTHING, ("睡不着", "away")]


def test_what_was_written_of_the_one_kept_before_the_merge_comes_back(double: Double) -> None:
    a, b = double.people
    double.change(Resident, a, counselling_note="想妈妈")
    double.change(Resident, b, **CONFIDED)
    double.part(lambda: double.visit(b), lambda: double.merge(a, b))
    assert at_home(double, a, b) == [("想妈妈", None), ("睡不着", "away")]


def test_what_a_merge_moved_that_was_taken_apart_there_is_not_the_others(double: Double) -> None:
    a, b = double.people
    double.change(Resident, b, **CONFIDED)
    double.merge(a, b)
    double.part(lambda: apart(double), lambda: double.visit(a))
    assert at_home(double, a, b) == [NOTHING, ("睡不着", "away")]


@pytest.mark.parametrize("how", ["stands", "undone"])
def test_a_merge_that_is_put_back_moves_what_it_moved(double: Double, how: str) -> None:
    a, b = double.people
    double.change(Resident, b, **CONFIDED)

    def here() -> None:
        double.merge(a, b)
        if how == "undone":
            undo_last(double.desk, OPERATOR)

    double.part(lambda: double.change(Resident, a, remark="听不清"), here)
    assert at_home(double, a, b) == [("睡不着", "away") if how == "stands" else NOTHING, ("睡不着", "away")]


def test_of_a_merge_that_is_not_put_back_nothing_of_the_program_is_told_nor_kept(double: Double) -> None:
    a, b = double.people
    double.change(Resident, b, counselling_note="睡不着", birth_date="2004-01-01")
    (fallen,) = double.part(lambda: double.visit(b), lambda: double.merge(a, b))
    assert fallen.kept_here == {}
    moved = [{"kind": "resident", "field": "counselling_note", "ids": [a], "after": "睡不着"}]
    said = {"lines": [{"kind": "merge", "id": "1" * 36, "fields": {"merged_on": "2026-11-20", "loser_resident_id": b}}]}
    double.do(
        lambda session: doubted(
            session, "merge", "1" * 36, cause="refused", reason="另有安排", kept_here={"1" * 36: {"moved_at_home": moved}}, mine=said
        )
    )
    with double.desk.reading() as session:
        for children in (True, False):
            found = open_rechecks(session, double.on, children=children)
            assert len(found) == 2
            assert not any("睡不着" in one.mine or "counselling" in one.mine for one in found)


@pytest.mark.parametrize("written", [False, True])
def test_the_one_that_stays_there_keeps_what_the_other_one_confided_here(double: Double, written: bool) -> None:
    """As a merge at this desk does it; and it can be taken apart again."""
    a, b = double.people
    double.change(Resident, b, **CONFIDED)
    assert double.part(lambda: double.merge(a, b), lambda: double.visit(b if written else a)) == []
    assert at_home(double, a) == [("睡不着", "away")]
    apart(double)
    assert at_home(double, a, b) == [NOTHING, ("睡不着", "away")]


def test_what_both_confided_is_listed_and_never_travels(double: Double) -> None:
    a, b = double.people
    double.change(Resident, a, counselling_note="想妈妈", father_status="dead")
    double.change(Resident, b, **CONFIDED)
    listed = double.part(lambda: double.merge(a, b), lambda: double.visit(a))
    assert [(one.record_id, one.cause, one.field) for one in listed] == [(a, "both_moved", name) for name in sorted(CONFIDED)]
    assert "睡不着" not in lines(double)
    with double.desk.reading() as session:
        told, hidden = (open_rechecks(session, double.on, children=seen)[0] for seen in (True, False))
        covered = open_rechecks(session, double.on, children=True, covered=True)[0]
    assert (told.mine, told.theirs) == ("睡不着", "想妈妈")
    assert {hidden.mine, hidden.theirs, covered.mine, covered.theirs} == {""}
    chosen(double, listed)
    assert at_home(double, a) == [("想妈妈\n睡不着", "away")], "of two texts none is lost"
    round_trip(double.world)
    assert "睡不着" not in lines(double)


def test_two_merged_in_opposite_ways_leave_the_note_with_the_one_that_stands(double: Double) -> None:
    a, b = double.people
    double.change(Resident, a, counselling_note="想妈妈")
    double.change(Resident, b, father_status="away")
    double.part(lambda: double.merge(a, b), lambda: double.merge(b, a))
    assert at_home(double, a, b) == [("想妈妈", "away"), (None, "away")]


def test_what_was_chosen_in_the_same_merge_here_is_not_asked_again(double: Double) -> None:
    a, b = double.people
    double.change(Resident, a, father_status="dead")
    double.change(Resident, b, father_status="away")
    listed = double.part(lambda: double.merge(a, b), lambda: double.merge(a, b))
    assert {one.cause for one in listed} == {"double"}
    assert at_home(double, a) == [(None, "dead")]


def test_of_what_both_confided_a_new_computer_knows_nothing_and_changes_nothing(double: Double) -> None:
    a, _b = double.people
    double.change(Resident, a, counselling_note="想妈妈")
    double.do(lambda session: doubted(session, "resident", a, cause="both_moved", field="counselling_note"))
    with double.desk.reading() as session:
        (one,) = open_rechecks(session, double.on, children=True)
        row = session.exec(select(Recheck)).one()
    assert one.choices == ("theirs",)
    double.do(lambda session: settle(session, row.id, "mine", double.on, by=OPERATOR))
    assert at_home(double, a) == [("想妈妈", None)]


def test_what_both_confided_is_listed_once_though_an_older_folder_is_put_back_again(double: Double) -> None:
    """What was listed comes back from the county without what never travels."""
    a, b = double.people
    double.change(Resident, a, counselling_note="想妈妈")
    double.change(Resident, b, counselling_note="睡不着")
    double.part(lambda: double.merge(a, b), lambda: double.visit(a))
    double.world.put_station_back(CODE, unseen=False)
    double.visit(a, "又去了")
    assert round_trip(double.world).repaired is not None
    with double.desk.reading() as session:
        told = [one for one in open_rechecks(session, double.on, children=True) if one.cause == "both_moved"]
    assert [(one.mine, one.theirs) for one in told] == [("睡不着", "想妈妈")]


@pytest.mark.parametrize("refused", [True, False])
def test_what_never_travels_stays_where_it_is_through_the_next_repair(double: Double, refused: bool) -> None:
    a, b = double.people
    double.change(Resident, b, **CONFIDED)
    if refused:
        double.part(lambda: double.visit(b), lambda: double.merge(a, b))
    else:
        double.part(lambda: double.merge(a, b), lambda: double.visit(a))
    double.part(lambda: double.visit(a, "那边"), lambda: double.change(Resident, a, remark="听不清"))
    assert at_home(double, a, b) == [NOTHING if refused else ("睡不着", "away"), ("睡不着", "away")]
