"""The alarm of missed contacts: the same as counting day by day on paper, said in the grid and in the line of the day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.grade_scheme import default_scheme
from stationdesk.registers.station import Grid, StationDraft
from stationdesk.services.desk_settings import change_settings
from stationdesk.services.due import Contacts, Known
from stationdesk.services.missed_contacts import Missed, missed, missed_of, others_to_ring, own_station, with_alarm
from stationdesk.services.shown_person import details_of
from stationdesk.services.stations import open_station
from stationdesk.services.today import today
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, relative, visited
from tests.store.kit import STATION

RED = default_scheme().grade("red")


def plain(reached: set[int], tried: list[int], since: int) -> Missed:
    """Count on one's fingers: from yesterday back until a day on which he was reached, or on which the grade did not hold yet."""
    if 0 in reached:
        return Missed()
    days = 0
    for back in range(1, since + 1):
        if back in reached:
            break
        days += 1
    last = min(reached, default=10_000)
    return Missed(days, sum(back < last for back in tried))


@given(st.sets(st.integers(0, 40)), st.lists(st.integers(0, 30), max_size=6), st.integers(0, 45))
def test_it_is_what_one_counts_on_ones_fingers(reached: set[int], tried: list[int], since: int) -> None:
    def day(back: int) -> date:
        return ON - timedelta(days=back)

    contacts = Contacts(day(min(reached)) if reached else None, "phone" if reached else "", day(0) if reached else None)
    known = Known(RED, since=day(since), status="living", contacts=contacts)
    assert missed(known, [day(back) for back in tried], ON) == plain(reached, tried, since)


def test_who_rests_or_is_not_due_is_not_told(desk: Database) -> None:
    person(desk, "住院的", 80, "red", ((9, "home", "met"),), residency_status="hospital", residency_since=ago(5))
    weekly = person(desk, "每周的", 80, "yellow", ((12, "home", "met"),))
    daily = person(desk, "三天的", 80, "red", ((4, "home", "met"),))
    yesterday = person(desk, "昨天的", 80, "red", ((2, "home", "met"),))
    vain = person(desk, "没人应的", 80, "red", ((2, "home", "met"), (1, "phone", "no_answer"), (0, "phone", "no_answer")))
    with desk.reading() as session:
        assert missed_of(session, [weekly, daily, yesterday, vain], ON) == {daily: Missed(3, 0), vain: Missed(1, 2)}


def test_the_line_of_the_day_says_it(desk: Database) -> None:
    person(desk, "三天的", 80, "red", ((4, "home", "met"),))
    person(desk, "两天的", 80, "red", ((3, "home", "met"),))
    vain = person(desk, "没人应的", 80, "red", ((2, "home", "met"), (1, "phone", "no_answer")))
    visited(desk, vain, 0, "phone", "no_answer")
    with desk.reading() as session:
        told = {line.name: line.sentence() for line in today(session, ON).lines()}
    assert "每日联络，连着 3 天没联系上，请上门看一看，上次 11月19日" in told["三天的"]
    assert "每日联络，连着 2 天没联系上，上次 11月20日" in told["两天的"]
    assert "每日联络，2 次没人应，请上门看一看，今天没人应" in told["没人应的"]
    with desk.writing(OPERATOR, "两天就上门") as session:
        change_settings(session, missed_days=2)
    with desk.reading() as session:
        assert "连着 2 天没联系上，请上门看一看" in next(one.sentence() for one in today(session, ON).lines() if one.name == "两天的")


def test_nothing_is_said_where_nothing_is_the_matter() -> None:
    reasons = (("每日联络", "ink"), ("·", "ink"), ("今天还没联系", "ink"))
    assert with_alarm(reasons, Missed(1, 1), 3) == reasons
    assert with_alarm((), Missed(4, 0), 3)[0][0] == "连着 4 天没联系上"


def test_whom_else_to_ring_in_order(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, "red", village_group="汪家组")
    relative(desk, who, "daughter", "县城", "13900002222", contact_order=2)
    relative(desk, who, "son", "深圳", "13900001111", contact_order=1)
    relative(desk, who, "brother", "本村", "", contact_order=3)
    relative(desk, who, "sister", "本村", "13900003333", life_state="deceased")
    grid = Grid(code="1", name="一网格", leader="汪志强", leader_phone="13800000046", groups=("汪家组",))
    with desk.writing(OPERATOR, "建站", final=True) as session:
        open_station(session, StationDraft(code=STATION, name="上徐村", village_groups=("汪家组",), grids=(grid,)))
    with desk.reading() as session:
        found = others_to_ring(session, details_of(session, [who])[who], own_station(session))
    assert found == ["儿子在深圳 139****1111", "女儿在县城 139****2222", "网格长 汪志强 138****0046"]
