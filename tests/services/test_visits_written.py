"""One occasion with several people and needs: what is written, what is asked before, corrected, taken out; and undone whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.visit import Visit
from stationdesk.services import visit_list
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_asking import household_of, judged, need_kind_of, noted_already, possible_visitors, remembered
from stationdesk.services.visit_correcting import correct_visit, form_of, own_visit, remove_visit
from stationdesk.services.visit_list import Wanted, every_row, keys, rows, sums
from stationdesk.services.visit_writing import Need, VisitForm, write_visits
from stationdesk.services.visiting import VisitImpossible
from stationdesk.store.database import Database
from tests.services.people import OPERATOR, person, visited
from tests.store.kit import quick_desk

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(Path(tmp_path_factory.mktemp("desk"))) as database:
        database.clock = lambda: datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
        yield database


def living(session: Session, kind: Any) -> dict[str, Any]:
    """Return every record of a register that counts, by id, as plain values."""
    kept = session.exec(select(kind).where(kind.removed_at.is_(None))).all()
    return {one.id: one.model_dump(exclude={"key"}) for one in kept}


def state(desk: Database) -> list[dict[str, Any]]:
    with desk.reading() as session:
        return [living(session, kind) for kind in (Visit, ServiceRequest, HealthReading)]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NEEDS = st.lists(
    st.builds(Need, TEXT, st.sampled_from(["", "repair", "meals"]), st.sampled_from(["red", "yellow", "blue"]), st.booleans()), max_size=4
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), needs=NEEDS)
def test_an_occasion_is_a_visit_each_and_is_undone_whole(shared: Database, data: st.DataObject, needs: list[Need]) -> None:
    people = [person(shared, f"某{at}", 70) for at in range(data.draw(st.integers(1, 4)))]
    back = data.draw(st.integers(0, 60))
    form = VisitForm(
        people[0],
        ON - timedelta(days=back),
        data.draw(st.sampled_from(["", "09:20"])),
        data.draw(st.sampled_from(["home", "phone", "school"])),
        data.draw(st.sampled_from(["met", "nobody", "away"])),
        tuple(data.draw(st.lists(st.sampled_from(["徐丽华", "汪志强", "张三"]), unique=True, max_size=3))),
        (("health", "watch"),),
        data.draw(st.sampled_from([None, (152, 88), (120, 70)])),
        data.draw(TEXT),
        money=data.draw(st.integers(0, 500_00)),
        goods=data.draw(st.sampled_from(["", "大米 10 斤、食用油 1 桶", "春联"])),
        needs=tuple(needs),
        others=tuple(people[1:]),
        follow_up=data.draw(st.booleans()),
    )
    before = state(shared)
    with shared.writing(OPERATOR, "记走访") as session:
        made = [one.id for one in write_visits(session, form, ON, OPERATOR)]
    after = state(shared)
    visits = [after[0][one] for one in made]
    assert [one["resident_id"] for one in visits] == people
    occasions = {one["occasion_id"] for one in visits}
    assert len(occasions) == 1
    assert (None in occasions) == (len(people) == 1)
    assert all(one["visited_on"] == form.visited_on.isoformat() and one["recorded_on"] == ON.isoformat() for one in visits)
    wanted = form.wanted()
    assert len(visits[0]["issues"]) == len(wanted)
    raised = {one: after[1][one] for one in after[1].keys() - before[1].keys()}
    assert len(raised) == sum(one.request for one in wanted)
    assert {one.get("request_id", "") for one in visits[0]["issues"]} - {""} == set(raised)
    assert all(one["source_id"] == made[0] and one["raised_on"] == form.visited_on.isoformat() for one in raised.values())
    assert all(not one["issues"] and not one["handed_out"] and not one["check_items"] for one in visits[1:]), "given and needed once"
    assert len(after[2]) - len(before[2]) == (form.pressure is not None)
    undo_last(shared, OPERATOR)
    assert state(shared) == before


def write(desk: Database, form: VisitForm) -> str:
    with desk.writing(OPERATOR, "记走访") as session:
        return write_visits(session, form, ON, OPERATOR)[0].id


def test_a_correction_moves_only_what_it_says_and_undo_brings_it_back(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    promised = visited(desk, who, 10, "home", follow_up_due="2026-11-15")
    need, checks = Need("换灯泡", "repair", request=True), (("health", "watch"),)
    made = write(desk, VisitForm(who, ON, "09:20", "home", "met", ("徐丽华",), checks, (150, 90), "头晕", needs=(need,)))
    before = state(desk)
    with desk.reading() as session:
        assert own_visit(session, promised).followed_up_on == ON.isoformat()
        same = form_of(session, own_visit(session, made))
    assert (same.pressure, same.content, same.needs[0].request) == ((150, 90), "头晕", True)
    with desk.writing(OPERATOR, "改走访") as session:
        correct_visit(session, made, same, ON, OPERATOR)
    assert state(desk) == before, "what was not changed is not written"
    with desk.writing(OPERATOR, "改走访") as session:
        correct_visit(session, made, replace(same, outcome="nobody", checks=(), pressure=None, content="没人"), ON, OPERATOR)
    with desk.reading() as session:
        visit = own_visit(session, made)
        assert (visit.outcome, visit.content, visit.check_items) == ("nobody", "没人", ())
        assert visit.issues[0].request_id == same.needs[0].request_id, "raised once"
        assert own_visit(session, promised).followed_up_on is None, "what it had settled is open again"
        assert session.exec(select(HealthReading).where(col(HealthReading.removed_at).is_(None))).all() == []
    undo_last(desk, OPERATOR)
    assert state(desk) == before
    with desk.writing(OPERATOR, "删走访") as session:
        remove_visit(session, made)
    with desk.reading() as session:
        assert own_visit(session, promised).followed_up_on is None
        with pytest.raises(VisitImpossible, match="不在了"):
            own_visit(session, made)
    undo_last(desk, OPERATOR)
    assert state(desk) == before


def test_what_cannot_be_is_said_by_the_field(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    dead = person(desk, "已故", 90, residency_status="deceased", residency_since="2026-11-10")
    with desk.reading() as session:

        def wrong(**given: Any) -> dict[str, str]:
            return judged(session, VisitForm(given.pop("who", who), given.pop("day", ON), **given), ON)

        assert wrong() == {}
        assert set(wrong(day=date(2026, 12, 1))) == {"day"}
        assert set(wrong(day=date(1930, 1, 1))) == {"day"}
        assert set(wrong(who=dead)) == {"day"}
        assert wrong(who=dead, day=date(2026, 11, 10)) == {}, "up to the day"
        assert set(wrong(others=(dead,))) == {"day"}
        assert set(wrong(at="10:00", end="09:00")) == {"clock"}
        assert set(wrong(follow_up_on=date(2026, 11, 1))) == {"next"}
        assert set(wrong(content="字" * 4001, place="长" * 121, needs=(Need("要" * 501),))) == {"content", "place", "need"}


def test_the_same_visit_is_found_again(desk: Database) -> None:
    who, other = person(desk, "汪厚行", 81), person(desk, "徐桂英", 84)
    form = VisitForm(who, ON, "09:20", "home", "met", ("徐丽华", "汪志强"))
    made = write(desk, form)
    with desk.reading() as session:
        assert noted_already(session, replace(form, visitors=("汪志强", "徐丽华"))) == [who]
        assert noted_already(session, replace(form, resident_id=other, others=(who,))) == [who]
        assert noted_already(session, form, besides=made) == []
        changes: tuple[dict[str, Any], ...] = (
            {"at": "09:21"},
            {"mode": "phone"},
            {"visitors": ("徐丽华",)},
            {"visited_on": date(2026, 11, 22)},
        )
        for changed in changes:
            assert noted_already(session, replace(form, **changed)) == []


def test_offers_come_from_what_was_written_last(desk: Database) -> None:
    desk.clock = lambda: datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
    who = person(desk, "汪厚行", 81, household_id="home-1")
    child = person(desk, "方小禾", 9, alias="小禾", household_id="home-1")
    person(desk, "走了", 50, household_id="home-1", residency_status="moved_out")
    write(desk, VisitForm(who, ON, visitors=("李四", "张三"), campaign="冬季走访", survey_round="第二轮"))
    with desk.reading() as session:
        assert [name for name, _post in possible_visitors(session, ON)][:2] == ["李四", "张三"]
        assert remembered(session, ON) == ("冬季走访", "第二轮")
        assert remembered(session, ON + timedelta(days=1)) == ("", "")
        assert [(one.id, one.name, one.child) for one in household_of(session, who, ON)] == [(child, "小禾", True)]
    assert (need_kind_of("厨房灯泡坏了"), need_kind_of("想吃送餐"), need_kind_of("说不清")) == ("repair", "meals", "")


def test_the_list_filters_sums_and_covers(desk: Database) -> None:
    elder, child = person(desk, "汪厚行", 81, household_id="h1"), person(desk, "方小禾", 9, alias="小禾", household_id="h2")
    said: dict[str, Any] = {"content": "血压药吃完了", "needs": (Need("送药", "medicine"),), "money": 200_00}
    write(desk, VisitForm(elder, ON, "09:00", visitors=("徐丽华",), others=(child,), **said))
    write(desk, VisitForm(elder, date(2026, 11, 1), "10:00", "phone", "no_answer", ("汪志强",)))
    span: dict[str, Any] = {"first": date(2026, 11, 1), "last": ON}
    with desk.reading() as session:

        def found(**narrowed: Any) -> int:
            wanted = Wanted(**(span | narrowed))
            listed = keys(session, wanted)
            assert len(listed) == sums(session, wanted).person_times == len(list(every_row(session, wanted, ON, may_see_children=True)))
            return len(listed)

        assert found() == 3
        assert found(first=ON) == 2
        assert found(modes=frozenset({"phone"})) == 1
        assert found(outcomes=frozenset({"met"})) == 2
        assert found(visitors=frozenset({"汪志强"})) == 1
        assert found(groups=frozenset({"没有"})) == 0
        assert found(troubled=True) == 1
        assert found(with_photos=True) == 0
        assert found(typed="汪厚行") == 2
        assert found(typed="徐丽华") == 2
        assert found(kinds=frozenset({"routine"})) == 3
        total = sums(session, Wanted(**span))
        assert (total.visits, total.person_times, total.households, dict(total.modes)) == (2, 3, 2, {"home": 2, "phone": 1})
        listed = keys(session, Wanted(**span))
        open_rows = rows(session, listed, ON, may_see_children=True)
        locked_rows = rows(session, listed, ON)
        by_name = {row.name: row for row in open_rows.values() if row.how != "电话"}
        assert "血压药吃完了" in by_name["汪厚行"].came
        assert "送药" in by_name["汪厚行"].plainly
        assert "血压" not in by_name["汪厚行"].plainly
        covered = rows(session, listed, ON, may_see_children=True, covered=True)
        assert not any("血压" in row.came for row in covered.values())
        of_child = next(row for row in locked_rows.values() if row.child)
        assert (of_child.locked, of_child.came, of_child.plainly, of_child.group) == (True, "", "", "")
        assert "方小禾" not in of_child.sentence
        assert "小禾" in of_child.name


def test_a_page_follows_the_other_without_a_gap(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    for day in range(30):
        for at in ("", "08:00", "08:00"):
            write(desk, VisitForm(who, ON - timedelta(days=day // 3), at))
    wanted = Wanted(date(2026, 1, 1), ON)
    with desk.reading() as session:
        listed = keys(session, wanted)
        before, visit_list.AT_ONCE = visit_list.AT_ONCE, 7
        try:
            assert [row.key for row in every_row(session, wanted, ON, may_see_children=True)] == listed
        finally:
            visit_list.AT_ONCE = before
    assert len(listed) == 90
