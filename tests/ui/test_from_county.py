"""县里来的 by the keyboard alone: what the county wants is read, answered, opened at its field, found, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stationdesk.county import replies
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.correction_request import CorrectionRequestDraft
from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.report_template import ReportTemplateDraft, TemplateRow
from stationdesk.registers.task import TaskDraft
from stationdesk.services.operators import keep_first
from stationdesk.services.today import today
from stationdesk.settings import Settings
from stationdesk.ui import from_county_paper
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.from_county_page import FromCountyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from tests.county.word_kit import says
from tests.road_kit import OPERATOR, Road
from tests.store.kit import STATION
from tests.ui.county_kit import Show, road
from tests.ui.from_county_kit import words
from tests.ui.keys import key, write

__all__ = ["road"]

ON = date(2026, 11, 22)


def prepare(road: Road) -> str:
    """Let the county say one of everything; returns whom its question is about."""
    road.open_station()
    person = road.add("吴细妹")[0]
    road.round()
    says(road, TaskDraft(title="高龄津贴核对", text="逐户看身份证", kind="check", due_on="2026-11-25", asks_for=("核对人数",)))
    about = CorrectionRequestDraft(record_kind="resident", record_id=person, field="phones", question="电话打不通", due_on="2026-11-22")
    says(road, about, f"station:{STATION}")
    says(road, AnnouncementDraft(title="停水通知", text="周三停水一天", must_be_read=True))
    rows = (TemplateRow(figure="contacts.reached"), TemplateRow(figure="of.tomorrow", label="以后才有的数"))
    says(road, ReportTemplateDraft(name="走访月报", period="month", rows=rows))
    road.round()
    return person


@pytest.fixture
def desk(road: Road, look: Look, qtbot: QtBot) -> Iterator[OpenDesk]:
    prepare(road)
    operator = keep_first(road.desk, OperatorDraft(name=OPERATOR, may_see_children=True, may_change_settings=True), "slot")
    found = OpenDesk(road.desk, operator, look, Settings(road.stick, road.stick))
    yield found
    qtbot.waitUntil(lambda: not found.jobs.busy())
    found.close()


@pytest.fixture
def page(desk: OpenDesk, shown: Show) -> FromCountyPage:
    found = FromCountyPage(desk)
    desk.saved.connect(lambda registers: found.refresh() if found.reads & registers else None)
    found.refresh()
    shown(found, 1230, 644)
    found.setFocus()
    found.table.setFocus()
    return found


def titles(page: FromCountyPage) -> list[str]:
    return [str(page.table.model().row(at).title) for at in range(page.table.model().rowCount())]


def by_kind(road: Road) -> dict[str, Any]:
    road.export()
    road.county_takes()
    return {one.kind: one for one in replies.replies(road.county, ON)}


def test_the_most_urgent_stands_first_and_says_what_to_do(page: FromCountyPage) -> None:
    assert titles(page) == ["请核对：吴细妹 联系电话", "停水通知", "高龄津贴核对"]
    assert page.told.text() == "11月22日 县里来了 1 项任务、1 条更正请求、1 条通知、1 张报表"
    assert "电话打不通" in words(page)
    key(page.table, Qt.Key.Key_Down)
    assert "周三停水一天" in words(page)
    assert page.kinds.item(0).text() == "要办的 3"


def test_everything_is_answered_without_a_mouse(page: FromCountyPage, road: Road) -> None:
    said: list[str] = []
    page.desk.did.connect(said.append)
    form = page.pane.form
    assert form is not None
    assert form.reason is not None
    form.start()
    key(form.reason, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "为什么没错" in form.trouble.text()
    write(form.reason, "刚打通过")
    key(form.reason, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert titles(page) == ["停水通知", "高龄津贴核对"]
    key(page.table, Qt.Key.Key_D)
    assert titles(page) == ["高龄津贴核对"]
    key(page.table, Qt.Key.Key_D)
    task = page.pane.form
    assert task is not None
    assert "核对人数" in task.trouble.text()
    key(page.table, Qt.Key.Key_Return)
    field = task.figures["核对人数"]
    assert field.hasFocus()
    write(field, "约30")
    key(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert titles(page) == ["高龄津贴核对"]
    assert task.figures["核对人数"].text() == "约30", "what was typed is lost"
    field.clear()
    write(field, "31")
    key(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert titles(page) == []
    assert said == ["09:20 县里问的原来没错：吴细妹 联系电话", "09:20 看过通知：停水通知", "09:20 任务办好了：高龄津贴核对"]
    told = by_kind(road)
    assert (told["task"].state, told["task"].figures) == ("done", {"核对人数": 31})
    assert (told["correction"].state, told["correction"].said) == ("right", "刚打通过")
    assert told["announcement"].state == "read"
    page.undo()
    assert titles(page) == ["高龄津贴核对"]
    assert by_kind(road)["task"].state == "open"


def test_a_report_is_counted_for_the_time_before_and_for_others(page: FromCountyPage, qtbot: QtBot) -> None:
    for _step in range(4):
        key(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.kinds.chosen() == "announcement"
    key(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(page) == ["走访月报"]
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())
    qtbot.waitUntil(lambda: "人次" in words(page))
    assert "10月1日" in words(page)
    assert "以后才有的数 本机算不了" in words(page)
    key(page.table, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not page.desk.jobs.busy() and "人次" in words(page))
    assert "11月1日" in words(page)
    key(page.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not page.desk.jobs.busy() and "人次" in words(page))
    assert "10月1日" in words(page)


def test_a_report_is_printed_and_exported_as_the_county_ordered_it(
    page: FromCountyPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    papers: list[PrintJob] = []
    monkeypatch.setattr(from_county_paper, "preview", lambda _desk, job, _parent: papers.append(job))
    monkeypatch.setattr(from_county_paper, "choose_new_file", lambda *_words: tmp_path / "报表")
    control = Qt.KeyboardModifier.ControlModifier
    key(page.table, Qt.Key.Key_P, control)
    assert papers == [], "no report is current"
    page.take(next(one.key for one in page.found if one.kind == "template"))
    page.report.export()
    qtbot.waitUntil(lambda: not page.desk.jobs.busy() and "人次" in words(page))
    assert not (tmp_path / "报表.xlsx").exists(), "nothing is written before it is counted"
    assert "打印" in " ".join(label.text() for label in page.strip.findChildren(QLabel))
    key(page.table, Qt.Key.Key_P, control)
    (job,) = papers
    assert job.title == "走访月报"
    key(page.table, Qt.Key.Key_E, control)
    qtbot.waitUntil(lambda: (tmp_path / "报表.xlsx").exists() and not page.desk.jobs.busy())
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "报表.xlsx").worksheets[0].iter_rows()]
    assert rows[:3] == [["指标", "数", "单位"], ["联系上", 0, "人次"], ["以后才有的数", "本机算不了", ""]]
    assert "2026-10-01 至 2026-10-31" in str(rows[-1][0])
    assert "请手填，或问县里：以后才有的数" in str(rows[-1][0])


def test_what_was_typed_comes_back_after_locking(page: FromCountyPage, shown: Show) -> None:
    page.take(next(one.key for one in page.found if one.kind == "task"))
    form = page.pane.form
    assert form is not None
    assert form.words is not None
    form.words.setPlainText("还差两户")
    page.keep()
    again = FromCountyPage(page.desk)
    again.refresh()
    shown(again, 1230, 644)
    again.take(next(one.key for one in again.found if one.kind == "task"))
    assert again.pane.form is not None
    assert again.pane.form.typed() == {"words": "还差两户"}


def test_the_record_opens_at_its_field_and_the_search_finds_what_the_county_wants(
    desk: OpenDesk, composition: Composition, qtbot: QtBot
) -> None:
    window = DeskWindow(desk, composition)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open("from_county")
    page: Any = window.page("from_county")
    page.take(next(one.key for one in page.found if one.kind == "correction"))
    key(page.table, Qt.Key.Key_Return)
    assert window.here == "residents"
    residents: Any = window.page("residents")
    qtbot.waitUntil(lambda: residents.forms.editing, timeout=10_000)
    assert residents.forms.resident.body.fields["phones"].hasFocus()
    assert residents.forms.close()
    window.search.field.setText("津贴")
    window.search.search("津贴")
    lines = window.search.list.model.lines
    assert [(one.name, one.page, one.why) for one in lines] == [("高龄津贴核对", "from_county", "任务·核对")]
    window.search._open()
    assert (window.here, page.current().title) == ("from_county", "高龄津贴核对")
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert window.here == "county"
    county: Any = window.page("county")
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    assert [one.kind for one in county.side.returns.rows.found][:3] == ["correction", "announcement", "task"]
    key(county, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.here == "from_county"
    window.standing.stop()


def test_today_tells_what_the_county_waits_for(road: Road) -> None:
    prepare(road)
    with road.desk.reading() as session:
        (section,) = [one for one in today(session, ON, may_see_children=True).sections if one.kind == "from_county"]
        covered = next(one for one in today(session, ON, covered=True).sections if one.kind == "from_county")
    assert [(one.lead, one.name, one.done_words) for one in section.lines] == [
        ("更正请求", "请核对：吴细妹 联系电话", ""),
        ("通知", "停水通知", "看过了"),
        ("任务·核对", "高龄津贴核对", ""),
    ]
    assert "吴细妹" not in " ".join(line.sentence() for line in covered.lines)
