"""Public papers of wishes, read back from their PDFs: no child's name, school, group, category or health, nor hidden in words."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.ledgers.claim_sheet import read_claim_sheet
from stationdesk.ledgers.station_claims import take_in
from stationdesk.printing.contact_card import Imprint, Printout, sentences
from stationdesk.printing.painter import write_pdf
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.wish import Wish
from stationdesk.services.today_lines import Asked
from stationdesk.services.wish_ahead import ahead_of
from stationdesk.services.wish_walls import hung, next_edition
from stationdesk.services.wish_walls_today import WISH_WALLS
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.wishes_paper import cards_job, form_job, read_faces, route_job, thanks_job, wall_job
from tests.county.claims_kit import consent, fill, person, wish
from tests.services.people import ON, put
from tests.ui.keys import soon
from tests.ui.wishes_kit import wishes_page

NAME, SCHOOL, GROUP, KIN = "汪小雨", "上徐小学", "汪家组", "汪春生"
SECRET = (
    *(NAME, "小雨", "xiaoyu", SCHOOL, "上徐小", "小学", GROUP, KIN, "留守儿童", "癫痫", "13800001234", "孤儿", "低保", "偏瘫"),
    *("三年级", "abc1950"),
)
TOLD = {
    "给汪小雨的棉鞋": "姓名",
    "上徐小学的校服": "学校",
    "汪家组修路灯": "村组",
    "留守儿童书包": "类别",
    "治癫痫的药": "类别",
    "陪汪春生去医院": "亲属",
    "打13800001234要棉衣": "电话",
}
"""What a child wishes for in words that tell, and what each tells."""
TOLD_BY_OLD = {
    "给孙女小雨的书包": "孩子的姓名",
    "给xiaoyu买书包": "孩子的姓名",
    "孙女三年级的书包": "学校",
    "上徐小学门口的伞": "学校",
    "汪家组的孙女要书包": "村组",
    "偏瘫在床要护理垫": "疾病",
    "低保户要棉被": "类别",
    "收音机，加微信abc1950": "联系方式",
}
"""The same of her grandmother."""


@pytest.fixture
def wishes(empty_desk: OpenDesk) -> dict[str, str]:
    """Give wishes of a child that tell too much, one that does not, one of an old woman and one nobody has judged; ids by what they say."""
    database = empty_desk.database
    born = {"birth_date": "2016-05-06", "birth_precision": "day"}
    child = person(database, NAME, alias="小陈", sex="female", school=SCHOOL, village_group=GROUP, **born)
    put(database, Guardian, GuardianDraft(resident_id=child, name=KIN, kind="delegated"))
    consent(database, child)
    old = person(database, "江桂花", sex="female", birth_date="1944", birth_precision="year", village_group="河口组")
    put(database, Kin, KinDraft(resident_id=child, kin_resident_id=old, name="江桂花", relation="paternal_grandmother"))
    found = {content: wish(database, child, content, wish_no=f"2026-K7M-{at:04}") for at, content in enumerate((*TOLD, "一套图书"))}
    found |= {content: wish(database, old, content, wish_no=f"2026-K7M-{at:04}") for at, content in enumerate(TOLD_BY_OLD, 40)}
    found["护膝"] = wish(database, old, "护膝", spec="大号", wish_no="2026-K7M-0024", budget=8500)
    found["没审"] = wish(database, old, "收音机", ("submitted",), wish_no="2026-K7M-0025")
    return found


def text_of(job: PrintJob | None, place: Path) -> str:
    """Return what stands on the paper of a job, without any space."""
    assert job is not None
    out = laid(job)
    write_pdf(out.pages, place, type_at_hand(), "test")
    read = subprocess.run(["pdftotext", "-layout", place, "-"], check=True, capture_output=True, text=True).stdout
    return "".join(read.split())


def laid(job: PrintJob) -> Printout:
    return job.lay_out(Imprint("徐丽华", datetime(2026, 11, 23, 9, 40)))  # noqa: DTZ001 - the time on the wall, as printed


def test_no_public_paper_tells_who_a_child_is(empty_desk: OpenDesk, wishes: dict[str, str], tmp_path: Path) -> None:
    found, station = read_faces(empty_desk, list(wishes.values()))
    assert [face.card.content for face in found.shown] == ["一套图书", "护膝"]
    with empty_desk.reading() as session:
        edition = next_edition(session, ON)
    jobs = {
        "card": cards_job(empty_desk, found, station),
        "wall": wall_job(empty_desk, found, station, edition),
        "form": form_job(empty_desk, list(wishes.values())),
    }
    for name, job in jobs.items():
        text = text_of(job, tmp_path / f"{name}.pdf")
        assert "小陈（化名）" in text, name
        assert "江奶奶" in text, name
        assert "江桂花" not in text, name
        assert not [word for word in SECRET if word in text], name
        assert "85元" not in text, name
    said = sentences(laid(jobs["wall"]).left_out, of_cards=False)
    assert len(said) == len(TOLD) + len(TOLD_BY_OLD) + 1
    numbers = [*enumerate(TOLD.items()), *enumerate(TOLD_BY_OLD.items(), 40)]
    for at, (content, what) in numbers:
        assert any(f"2026-K7M-{at:04}" in one and what in one for one in said), (content, said)
    assert any("没有上墙（待审核）" in one for one in said)
    assert "12月8日取下" in text_of(jobs["wall"], tmp_path / "again.pdf")


def test_the_sheet_for_units_goes_out_and_comes_back(
    empty_desk: OpenDesk, wishes: dict[str, str], shown: Callable[..., QWidget], tmp_path: Path, qtbot: QtBot
) -> None:
    page = wishes_page(empty_desk, shown)
    path, heard = tmp_path / "给单位.xlsx", list[str]()

    def read(dialog: Any) -> None:
        heard.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    prepare(path)
    soon(read)
    page.actions_of.do("wishes.export")
    qtbot.waitUntil(lambda: path.exists() and bool(heard) and not empty_desk.jobs.busy())
    assert heard == ["给单位.xlsx：可认领心愿 2 个。"]
    cells = " ".join(str(cell) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert "小陈" in cells
    assert not [word for word in (*SECRET, "江桂花") if word in cells]
    taken = {"claimer": "税务局", "contact": "程老师", "phone": "13800000021", "promised": "2026-12-05"}
    back = fill(path, tmp_path / "回来.xlsx", {4: taken, 5: {"claimer": "水利局", "phone": "12"}})
    prepare(back)
    soon(read)
    page.actions_of.do("wishes.take_in")
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert "1 行" in heard[1]
    with empty_desk.reading() as session:
        states = [ahead_of(session, [wishes[one]])[wishes[one]].state for one in ("一套图书", "护膝")]
    assert sorted(states) == ["claimed", "published"]
    with empty_desk.writing("再收一次") as session:
        again = take_in(session, read_claim_sheet(back, ON), "回来.xlsx", ON, "徐丽华")
    assert (again.known, again.wishes) == (1, [])
    page.undo()
    page.undo()
    with empty_desk.reading() as session:
        assert {one.state for one in ahead_of(session, [wishes["一套图书"], wishes["护膝"]]).values()} == {"published"}


def test_what_is_brought_and_who_is_thanked(empty_desk: OpenDesk, wishes: dict[str, str], tmp_path: Path) -> None:
    from stationdesk.services.wish_giving import claim, deliver
    from stationdesk.services.wish_outcome import fulfil

    book, knee = wishes["一套图书"], wishes["护膝"]
    assert route_job(empty_desk, [book]) is None
    assert thanks_job(empty_desk, [book]) is None
    with empty_desk.writing("认领") as session:
        claim(session, [book, knee], {"claimer": "程老师"}, ON, by="徐丽华")
    text = text_of(route_job(empty_desk, [knee, book]), tmp_path / "route.pdf")
    assert text.index("江桂花") < text.index("小陈（化名）"), "children come last, without a place"
    assert "河口组" in text
    assert not [word for word in (NAME, SCHOOL, GROUP) if word in text]
    with empty_desk.writing("墙上的名字") as session:
        session.exec(select(Wish).where(Wish.id == book)).one().public_name = "小蓝"
    text = text_of(route_job(empty_desk, [book]), tmp_path / "route.pdf")
    assert "小蓝（化名）" in text, "by the name it has on the wall, which whoever took it knows"
    assert "小陈" not in text
    with empty_desk.writing("墙上的名字") as session:
        session.exec(select(Wish).where(Wish.id == book)).one().public_name = None
    with empty_desk.writing("送达") as session:
        deliver(session, [book, knee], ON, by="徐丽华")
    text = text_of(thanks_job(empty_desk, [knee]), tmp_path / "brought.pdf")
    assert "微心愿送到了：" in text
    assert "实现" not in text, "nobody has asked yet whether it is right"
    assert "东西已经送到，谢谢您。" in text
    assert "圆了这个心愿" not in text
    with empty_desk.writing("实现") as session:
        fulfil(session, book, ON, by="徐丽华", satisfaction="satisfied", text="汪小雨每天看")
        fulfil(session, knee, ON, by="徐丽华", satisfaction="satisfied", text="戴上不冷了")
    text = text_of(thanks_job(empty_desk, [book, knee]), tmp_path / "thanks.pdf")
    assert "戴上不冷了" in text
    assert text.count("的微心愿实现了：") == 2
    assert text.count("圆了这个心愿") == 2
    assert "小陈（化名）" in text
    assert not [word for word in SECRET if word in text]


def test_a_print_thanks_and_whoever_was_thanked_is_printed_again_only_where_marked(
    empty_desk: OpenDesk, wishes: dict[str, str], shown: Callable[..., QWidget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stationdesk.services.wish_giving import add_gift, claim, deliver
    from stationdesk.ui import wishes_paper

    book, knee = wishes["一套图书"], wishes["护膝"]
    with empty_desk.writing("送达") as session:
        claim(session, [book, knee], {"claimer": "程老师"}, ON, by="徐丽华")
        add_gift(session, knee, "一床被子", ON, by="徐丽华", giver="余师傅")
        deliver(session, [book, knee], ON, by="徐丽华")
    printed: list[PrintJob] = []
    monkeypatch.setattr(wishes_paper, "preview", lambda _desk, job, _parent: printed.append(job))
    page = wishes_page(empty_desk, shown)
    page.actions_of.do("wishes.thanks")
    (first,) = printed
    assert first.people == 3
    text = text_of(first, tmp_path / "all.pdf")
    assert "余师傅：" in text
    assert "您送给江奶奶：" in text
    assert "一床被子" in text
    assert first.noted is not None
    with empty_desk.writing("打印") as session:
        first.noted(session)
    heard: list[str] = []

    def read(dialog: Any) -> None:
        heard.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    soon(read)
    page.actions_of.do("wishes.thanks")
    assert (len(printed), len(heard)) == (1, 1), "nobody waits for thanks"
    page.refresh()
    page.pane.board.marked = {book}
    page.actions_of.do("wishes.thanks")
    assert printed[1].people == 1


def test_a_list_that_hangs_is_taken_down_when_its_day_comes(empty_desk: OpenDesk, wishes: dict[str, str]) -> None:
    found, station = read_faces(empty_desk, list(wishes.values()))
    with empty_desk.reading() as session:
        first = next_edition(session, ON)
    job = wall_job(empty_desk, found, station, first)
    assert job.noted is not None
    with empty_desk.writing("打印") as session:
        job.noted(session)
        job.noted(session)
    down = ON + timedelta(days=15)
    with empty_desk.reading() as session:
        assert [one.wishes for one in hung(session)] == [(wishes["一套图书"], wishes["护膝"])]
        assert [one.words for one in hung(session)] == ["2026年 第 1 期"]
        assert next_edition(session, ON).edition == 2
        assert not WISH_WALLS.section(session, Asked(down - timedelta(days=1))).lines
        (line,) = WISH_WALLS.section(session, Asked(down)).lines
    assert WISH_WALLS.done is not None
    with empty_desk.writing("取下") as session:
        WISH_WALLS.done(session, line, down, "徐丽华")
    with empty_desk.reading() as session:
        assert not hung(session)
        assert next_edition(session, ON).edition == 2


def test_the_days_list_leads_to_the_new_list(empty_desk: OpenDesk, wishes: dict[str, str], shown: Callable[..., QWidget]) -> None:
    assert wishes
    page, heard = wishes_page(empty_desk, shown), list[str]()
    page.pane.typed.setText("没有这样的")
    page.pane.show_rows()

    def read(dialog: Any) -> None:
        heard.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    soon(read)
    page.take("wall")
    assert heard == ["这张心愿墙贴到哪天？"]


def test_the_form_has_the_day_agreed_on_last(empty_desk: OpenDesk, wishes: dict[str, str], tmp_path: Path) -> None:
    from stationdesk.services.wish_giving import claim, put_off

    with empty_desk.writing("认领") as session:
        claim(session, [wishes["护膝"]], {"claimer": "程老师"}, ON, by="徐丽华")
        put_off(session, wishes["护膝"], "2027-01-15", ON, by="徐丽华")
    assert "1月15日" in text_of(form_job(empty_desk, [wishes["护膝"]]), tmp_path / "form.pdf")
