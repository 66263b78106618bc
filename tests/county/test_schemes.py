"""The county's grade schemes: put in force for an audience from a day, refused by name, used and told at the desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, select

from stationdesk.county.schemes import InForce, NoSuchScheme, say_scheme, scheme_called, take_back_scheme
from stationdesk.county.word import audience_called
from stationdesk.ledgers.scheme_sheet import NoScheme, read_scheme, write_scheme
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.grade_scheme import GradeScheme, default_scheme, ready_made
from stationdesk.services.from_county import entries
from stationdesk.services.from_county_told import coming_scheme
from stationdesk.services.grade_schemes import change_rhythm
from stationdesk.services.grading import own_schemes, scheme_on
from stationdesk.services.scheme_checks import SchemeImpossible
from tests.county.word_kit import road as road  # noqa: PLC0414 - the same road
from tests.road_kit import OPERATOR, Road
from tests.store.kit import COUNTY, STATION

ON = date(2026, 11, 20)
FIRST = date(2026, 12, 1)
RISKS = "高风险、重点、一般三级"


def says(road: Road, which: str, to: str = "", first: date = FIRST) -> InForce:
    with road.county.database.writing("县", "分级办法") as session:
        return say_scheme(session, scheme_called(which), audience_called(session, to), first.isoformat(), ON)


def name_on(road: Road, day: date) -> str:
    with road.desk.reading() as session:
        return scheme_on(session, day).name


def told(session: Session, on: date = ON) -> list[tuple[str, str]]:
    found = [one for one in entries(session, on) if one.kind == "scheme"]
    return [(one.state, " ".join(text for text, _role in getattr(one.held, "lines", ()))) for one in found]


def graded(road: Road, grade: str) -> None:
    (person,) = road.add("吴细妹")
    with road.desk.writing(OPERATOR, "分级") as session:
        draft = CareGradeDraft(resident_id=person, scheme_code="red_yellow_green", grade=grade, from_date="2026-01-01")
        session.add(CareGrade.model_validate(draft, update={"author": STATION}))


def test_it_holds_from_its_day_at_a_station_with_a_scheme_of_its_own(road: Road) -> None:
    road.open_station()
    graded(road, "red")
    made = says(road, RISKS)
    assert (made.scheme.audience, made.scheme.valid_from, made.beside) == ("all", "2026-12-01", ())
    road.round()
    assert [name_on(road, day) for day in (ON, date(2026, 11, 30), FIRST)] == ["红黄绿三级", "红黄绿三级", RISKS]
    with road.desk.reading() as session:
        ((state, words),) = told(session)
        coming = coming_scheme(session, ON)
        assert coming is not None
        assert (coming.name, coming_scheme(session, FIRST)) == (RISKS, None)
    assert state == "12月1日"
    for part in ("从12月1日起用；前一天为止一切照旧", "高风险：联系每周 1 次", "本站变的：", "1 位红色的人", "每周少联系 6 次"):
        assert part in words
    with road.desk.reading() as session:
        ((state, words),) = told(session, date(2026, 12, 5))
    assert state == "在用"
    assert "本站变的" not in words


def test_a_later_change_of_the_station_counts_after_it_and_is_told(road: Road) -> None:
    road.open_station()
    says(road, RISKS)
    road.round()
    with road.desk.writing(OPERATOR, "改") as session:
        change_rhythm(session, "red", FIRST, contact=3, home=7)
    with road.desk.reading() as session:
        assert scheme_on(session, FIRST).grades[0].contact_every_days == 7
        later = scheme_on(session, date(2026, 12, 2))
        assert (later.name, later.grades[0].contact_every_days) == (RISKS, 3)
        ((state, words),) = told(session, date(2026, 12, 2))
    assert state == "没在用"
    assert "本站自己定的" in words


def test_a_town_may_have_another_and_the_last_said_counts(road: Road) -> None:
    road.open_station()
    says(road, RISKS)
    made = says(road, "红黄绿三级", "鲇鱼山镇")
    assert made.beside == (f"从12月1日起，鲇鱼山镇也改用这一套，不再用“{RISKS}”。",)
    road.round()
    assert name_on(road, FIRST) == "红黄绿三级", "of two from one day the narrower"
    made = says(road, RISKS, first=date(2026, 12, 10))
    assert made.beside == ("从12月10日起，鲇鱼山镇也改用这一套，不再用“红黄绿三级”。",)
    road.round()
    assert [name_on(road, day) for day in (date(2026, 12, 9), date(2026, 12, 10))] == ["红黄绿三级", RISKS]


def test_the_one_before_ends_the_day_before_and_what_has_not_begun_is_given_up(road: Road) -> None:
    says(road, RISKS)
    later = says(road, "红黄绿三级", first=date(2027, 1, 1))
    with road.county.database.reading() as session:
        assert [(one.name, one.valid_to) for one in own_schemes(session)] == [(RISKS, "2026-12-31"), ("红黄绿三级", None)]
    with road.county.database.writing("县", "收回") as session:
        take_back_scheme(session, later.scheme.id[-8:], ON)
        with pytest.raises(NoSuchScheme):
            take_back_scheme(session, "ffffffff", ON)
    with road.county.database.reading() as session:
        assert [(one.name, one.valid_to) for one in own_schemes(session)] == [(RISKS, None)]
    with road.county.database.writing("县", "收回") as session, pytest.raises(SchemeImpossible):
        take_back_scheme(session, own_schemes(session)[0].id[-8:], date(2026, 12, 2))


def test_what_would_leave_somebody_without_a_grade_is_refused_by_name(road: Road, tmp_path: Path) -> None:
    with pytest.raises(SchemeImpossible, match=r"红色（红）.*原来哪些颜色也算这级"):
        says(road, "每月探访一次")
    with pytest.raises(SchemeImpossible, match="明天"):
        says(road, RISKS, first=ON)
    path = tmp_path / "办法.xlsx"
    write_scheme(path, default_scheme())
    for change, why in (({(3, "到几分"): "12"}, "13 到 16 分哪一级都不算"), ({(2, "几分起"): "10"}, "10 分同时算红色和黄色")):
        edit(path, tmp_path / "改.xlsx", change)
        with pytest.raises(SchemeImpossible, match=why):
            says(road, str(tmp_path / "改.xlsx"))
    with pytest.raises(NoSuchScheme, match="红黄绿三级"):
        says(road, "没有这一套")


def edit(path: Path, to: Path, cells: dict[tuple[int, str], str], sheet: int = 0) -> None:
    book = load_workbook(path)
    page = book.worksheets[sheet]
    head = [str(cell.value) for cell in page[1]]
    for (row, title), value in cells.items():
        at = next(at for at, word in enumerate(head, 1) if title in word)
        page.cell(row, at).value = value
    book.save(to)


@pytest.mark.parametrize("scheme", ready_made(), ids=lambda one: one.code)
def test_every_scheme_written_out_reads_back_the_same(scheme: GradeScheme, tmp_path: Path) -> None:
    path = tmp_path / "办法.xlsx"
    write_scheme(path, scheme)
    found = read_scheme(path)
    skip = {"code", "valid_from", "valid_to"}
    assert found.model_dump(exclude=skip | {"grades"}) == scheme.model_dump(exclude=skip | {"grades"})
    for one, other in zip(found.grades, scheme.grades, strict=True):
        assert one.model_dump(exclude={"colour"}) == other.model_dump(exclude={"colour"})


def test_what_cannot_be_read_is_named_with_its_row(tmp_path: Path) -> None:
    path, changed = tmp_path / "办法.xlsx", tmp_path / "改.xlsx"
    write_scheme(path, default_scheme())
    for cells, why in (
        ({(2, "颜色"): "紫"}, "第 2 行：“紫”不是颜色"),
        ({(3, "几天联系"): "常常"}, "第 3 行“几天联系一次”：“常常”不是整数"),
        ({(2, "分级叫法"): ""}, "第 2 行：没有写叫法"),
        ({(4, "几天上门"): "=1+1"}, "第 4 行：有一格是公式"),
    ):
        edit(path, changed, cells)
        with pytest.raises(NoScheme, match=why):
            read_scheme(changed)
    edit(path, changed, {(2, "答案"): "都能自己做"}, sheet=1)
    with pytest.raises(NoScheme, match="不是答案"):
        read_scheme(changed)
    other = tmp_path / "人.csv"
    other.write_text("姓名,年龄\n王桂花,82\n", encoding="utf-8-sig")
    with pytest.raises(NoScheme, match="不是分级办法"):
        read_scheme(other)


def test_what_arrives_and_cannot_hold_is_passed_over_and_told(road: Road) -> None:
    road.open_station()
    red, yellow, green = default_scheme().grades
    hole = default_scheme().model_copy(update={"name": "有空档", "valid_from": "2026-12-01"})
    hole = hole.model_copy(update={"grades": (red, yellow.model_copy(update={"lowest_score": 9}), green)})
    twice = [default_scheme().model_copy(update={"name": name, "valid_from": "2026-12-05", "valid_to": "2026-12-31"}) for name in "甲乙"]
    with road.county.database.writing("县", "旧程序") as session:
        for one in (hole, *twice):
            session.add(GradeScheme.model_validate(one.model_dump(), update={"author": COUNTY, "audience": "all"}))
            session.flush()
    road.round()
    assert name_on(road, FIRST) == "红黄绿三级"
    assert name_on(road, date(2026, 12, 5)) == "乙"
    with road.desk.reading() as session:
        assert len(session.exec(select(GradeScheme)).all()) == 4
        (refused, first, second) = told(session)
    assert refused[0] == "没有用"
    assert "7 到 8 分哪一级都不算" in refused[1]
    assert "两套同一天开始的" in first[1] + second[1]
    assert "从1月1日起县里没有接上的办法" in second[1].replace("2027年", "")
