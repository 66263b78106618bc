"""The visiting route on paper: everybody due, by group, in the order of the way, and nothing that is nobody's business."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Page, Rect, Text
from stationdesk.printing.route_sheet import route_pages
from stationdesk.printing.typeface import Typefaces
from stationdesk.registers.station import StationDraft
from stationdesk.services.routes import NobodyToVisit, Route, Stop, doors_due, route, to_visit
from stationdesk.services.stations import open_station
from stationdesk.services.today import today
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person, relative
from tests.store.kit import STATION, quick_desk

Print = Callable[[Sequence[Page]], Path]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        with database.writing(OPERATOR, "set up", final=True) as session:
            open_station(session, StationDraft(code=STATION, name="上徐村新时代文明实践站", village_groups=("岭下组", "汪家组")))
        yield database


def of_today(desk: Database, *, children: bool = True) -> Route:
    with desk.reading() as session:
        return route(session, to_visit(session, today(session, ON)), ON, may_see_children=children)


def village(desk: Database) -> None:
    person(desk, "程来发", 76, "yellow", ((40, "home", "met"), (2, "phone", "met")), village_group="汪家组", route_order=2)
    person(desk, "汪厚行", 81, "red", ((9, "home", "met"), (1, "phone", "met")), village_group="汪家组", route_order=1)
    person(desk, "只要电话", 82, "red", ((1, "home", "met"),), village_group="汪家组")
    person(desk, "冯毛仔", 73, "green", (), village_group="岭下组", id_no="34052419800101001X")
    person(desk, "没组别", 73, "green", (), village_group=None, phone=None, current_address="村口第一家")
    child = person(desk, "许小甄", 9, "yellow", (), village_group="岭下组")
    relative(desk, child, "mother", "泉州", "13900003333")


def test_the_way_round(desk: Database) -> None:
    village(desk)
    found = of_today(desk)
    assert [(group, [stop.name for stop in stops]) for group, stops in found.groups] == [
        ("岭下组", ["冯毛仔", "许小甄"]),
        ("汪家组", ["汪厚行", "程来发"]),
        ("", ["没组别"]),
    ]
    assert found.groups[1][1][0].reason == "每周上门，过期 2 天，上次 11月14日"
    without = of_today(desk, children=False)
    assert (without.people(), without.children) == (4, 1)
    with desk.reading() as session:
        assert len(doors_due(session, ON)) == 5


def test_without_anybody_there_is_no_route(desk: Database) -> None:
    with pytest.raises(NobodyToVisit):
        of_today(desk)


def test_the_paper_says_what_a_visitor_needs_and_no_more(
    desk: Database, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Callable[..., str]
) -> None:
    village(desk)
    printout = route_pages(of_today(desk, children=False), imprint, typefaces)
    assert printout.left_out == ()
    said = tool("pdftotext", "-layout", printed(printout.pages), "-")
    for words in ("走访路线", "4 人，按路线排，另有 1 个孩子不印在这里", "汪家组", "没有登记组别", "汪厚行", "138 0000 5678", "村口第一家"):
        assert words in said
    for words in ("每周上门，过期 2 天，上次 11月14日", "没有电话", "本人", "徐丽华", "第 1 页，共 1 页", "2026年11月23日"):
        assert words in said
    for words in ("340524", "001X", "许小甄", "小甄", "13900003333"):
        assert words not in said
    assert said.index("冯毛仔") < said.index("汪厚行") < said.index("程来发") < said.index("没组别")


def test_long_routes_break_between_people_and_repeat_the_group(
    typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Callable[..., str]
) -> None:
    groups = tuple(
        (
            group,
            tuple(
                Stop(f"{n}", f"{group[0]}某{n}", "81岁", "red", "红色", "13800005678", "老樟树后面第三家", "每月上门，过期 2 天")
                for n in range(count)
            ),
        )
        for group, count in (("岭下组", 20), ("汪家组", 11), ("河口组", 1))
    )
    printout = route_pages(Route(ON, "上徐村", groups), imprint, typefaces)
    assert len(printout.pages) == 3
    assert printout.left_out == ()
    path = printed(printout.pages)
    texts = [tool("pdftotext", "-layout", "-f", number, "-l", number, path, "-") for number in (1, 2, 3)]
    for number, text in enumerate(texts, start=1):
        assert f"第 {number} 页，共 3 页" in text
    assert "岭下组（接上页）" in texts[1].replace(" ", "")
    for group, stops in groups:
        for stop in stops:
            assert sum(text.split().count(stop.name) for text in texts) == 1, group
    for page in printout.pages:
        people = [mark for mark in page.marks if isinstance(mark, Text) and "某" in mark.text]
        boxes = [mark for mark in page.marks if isinstance(mark, Rect)]
        assert len(boxes) == 6 * len(people)
        assert max(mark.y for mark in page.marks if isinstance(mark, Text)) < page.height - 5
        assert all(15 <= mark.x <= page.width - 15 for mark in page.marks if isinstance(mark, Text))


def test_names_and_addresses_without_end_stay_on_the_paper(typefaces: Typefaces, imprint: Imprint) -> None:
    stop = Stop("1", "阿卜杜热合曼·买买提依明·艾合买提江", "88岁", "red", "红色", "13800005678", "很远的地方" * 20, "每日联络，" * 20)
    printout = route_pages(Route(ON, "上徐村", (("组" * 60, (stop,)),)), imprint, typefaces)
    assert len(printout.pages) == 1
    assert {item.why for item in printout.left_out} == {"cut"}
