"""What is due, worked through by keys alone: assess somebody, leave a grade, do a pension check, put off, print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.duty import Duty
from stationdesk.registers.resident import Resident
from stationdesk.services.assessing import grade_on, grades_of
from stationdesk.services.duty_writing import DutyWanted, give
from stationdesk.services.person_writing import own_resident
from stationdesk.services.undoing import undo_last
from stationdesk.ui import duties_paper
from stationdesk.ui.assess_dialog import AssessDialog
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.due_dialog import DueDialog
from stationdesk.ui.duties_page import DutiesPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.talk_dialog import TalkDialog


def elder(desk: OpenDesk, grade: str = "yellow") -> str:
    """Return somebody grown up with a grade."""
    with desk.reading() as session:
        old = select(Resident.id).where(col(Resident.birth_date) < "1960")
        held = session.exec(select(CareGrade.resident_id).where(CareGrade.grade == grade, col(CareGrade.resident_id).in_(old))).first()
    assert held is not None
    return held


@pytest.fixture
def page(desk: OpenDesk, shown: Callable[..., QWidget]) -> DutiesPage:
    """Give the page with a pension check and a grade to be looked at, of one elder."""
    who, on = elder(desk), desk.today()
    with desk.writing("到期") as session:
        give(session, who, DutyWanted("pension_check", on + timedelta(days=3)), on)
        for one in grades_of(session, who):
            one.review_due = (on - timedelta(days=3)).isoformat()
    made = DutiesPage(desk)
    shown(made)
    made.refresh()
    made.table.setFocus()
    return made


def at(page: DutiesPage, kind: str) -> str:
    """Go to a kind; return whose line is current."""
    page.take(kind)
    page.table.setFocus()
    entry = page.current()
    assert entry is not None
    assert entry.kind == kind
    return entry.resident_id


def test_a_pension_check_is_done_with_one_key_and_taken_back(page: DutiesPage, desk: OpenDesk, qtbot: QtBot) -> None:
    who = at(page, "pension_check")
    qtbot.keyClick(page.table, Qt.Key.Key_D)
    with desk.reading() as session:
        one = own_resident(session, who)
        assert (one.pension_check_done, one.pension_check_due) == ("2026-11-23", "2027-11-23")
    page.undo()
    with desk.reading() as session:
        assert own_resident(session, who).pension_check_due == "2026-11-26"


def test_a_grade_is_left_as_it_is_with_one_key(page: DutiesPage, desk: OpenDesk, qtbot: QtBot) -> None:
    who = at(page, "review")
    qtbot.keyClick(page.table, Qt.Key.Key_D)
    with desk.reading() as session:
        held = grade_on(session, who, desk.today())
        assert held is not None
        assert [look.by for look in held.reviews] == [desk.operator.name]
        assert held.review_due == "2027-05-23"
    page.refresh()
    assert all(one.resident_id != who for one in page.found if one.kind == "review" and one.due_on <= "2026-11-23")
    assert "照旧" in undo_last(desk.database, desk.operator.name).says


def test_a_key_goes_to_the_next_kind_and_letters_do_nothing_on_an_empty_list(
    empty_desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot
) -> None:
    made = DutiesPage(empty_desk)
    shown(made)
    made.refresh()
    assert made.nothing.isVisible()
    for key in (Qt.Key.Key_D, Qt.Key.Key_L, Qt.Key.Key_Return):
        qtbot.keyClick(made.table, key)
    with empty_desk.reading() as session:
        assert session.exec(select(Duty)).all() == []


def test_kinds_are_gone_through_by_keys(page: DutiesPage, qtbot: QtBot) -> None:
    seen = [page.kinds.chosen()]
    for _step in range(page.kinds.count() - 1):
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        seen.append(page.kinds.chosen())
        assert {one.entry.kind for one in page.all_rows()} == {page.kinds.chosen()}
    assert seen[0] == ""
    assert {"review", "pension_check"} <= set(seen)
    assert len(set(seen)) == len(seen)


def test_assessing_by_keys_alone(desk: OpenDesk, qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    who = elder(desk, "green")
    dialog = AssessDialog(desk, who)
    shown(dialog, 1080, 690)
    first = dialog.items[0].steps
    assert first is not None
    assert first.hasFocus()
    for key in (Qt.Key.Key_4, Qt.Key.Key_3, Qt.Key.Key_3):
        focus = dialog.focusWidget()
        qtbot.keyClick(focus, key)
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert dialog.scores() == {"health_self_care": 10, "social_support": 7, "home_safety": 7}
    assert dialog.grade.value() == "red"
    assert "升级" in dialog.trouble.text()
    assert dialog.focusWidget() is dialog.grade
    qtbot.keyClick(dialog.grade, Qt.Key.Key_3)
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "红色" in dialog.trouble.text()
    assert dialog.answer == ""
    dialog.reason.setText("女儿搬回来同住")
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.draft is not None
    assert (dialog.draft.grade, dialog.draft.from_date, dialog.draft.reason) == ("green", desk.today(), "女儿搬回来同住")


def test_a_day_to_come_is_refused_in_the_dialog(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    dialog = AssessDialog(desk, elder(desk))
    shown(dialog, 1080, 690)
    dialog.grade.choose("red")
    dialog.day.setText("2026-12-24")
    dialog.save()
    assert dialog.draft is None
    assert "还没到" in dialog.trouble.text()


def test_a_duty_is_noted_and_a_double_is_refused_without_losing_what_was_typed(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    who = elder(desk)
    for _time in range(2):
        dialog = DueDialog(desk, [who], "体检")
        shown(dialog, 600, 500)
        dialog.kind.set_value("medical_check")
        dialog.day.setText("3月")
        dialog.note.setText("空腹")
        dialog.save()
    with desk.reading() as session:
        (kept,) = session.exec(select(Duty)).all()
        assert (kept.due_on, kept.every_months, kept.note) == ("2027-03-31", 12, "空腹")
    assert "已经有了" in dialog.trouble.text()
    assert dialog.note.text() == "空腹"
    dialog.day.setText("明年")
    assert dialog.wanted() is None


def test_a_talk_needs_words_and_becomes_a_visit(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    from stationdesk.registers.visit import Visit

    with desk.reading() as session:
        child = session.exec(select(Resident.id).where(col(Resident.birth_date) > "2012")).first()
    assert child is not None
    dialog = TalkDialog(desk, child)
    shown(dialog, 620, 500)
    dialog.save()
    assert dialog.trouble.text()
    dialog.said.setPlainText("每周给孩子打两次电话")
    dialog.following.setText("12-24")
    dialog.save()
    with desk.reading() as session:
        (visit,) = session.exec(select(Visit).where(Visit.kind == "guardianship")).all()
        (following,) = session.exec(select(Duty)).all()
    assert (visit.content, visit.visited_on) == ("每周给孩子打两次电话", desk.today().isoformat())
    assert following.due_on == "2026-12-24"


def test_from_today_one_key_does_a_pension_check(
    desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget], qtbot: QtBot
) -> None:
    from stationdesk.ui.today_page import TodayPage

    who, on = elder(desk), desk.today()
    with desk.writing("到期") as session:
        give(session, who, DutyWanted("pension_check", on + timedelta(days=3)), on)
    window = DeskWindow(desk, composition)
    shown(window)
    window.open("today")
    today = window.page("today")
    assert isinstance(today, TodayPage)
    assert today.day is not None
    line = next(one for one in today.day.lines() if one.kind == "duties")
    today.do(line)
    with desk.reading() as session:
        assert own_resident(session, who).pension_check_done == on.isoformat()
    assert all(one.record_id != line.record_id for one in today.day.lines())
    opened: list[str] = []

    def close() -> None:
        dialog = window.findChildren(AssessDialog)[0]
        opened.append(dialog.resident_id)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(300, window, close)
    window.open("duties", f"assess:{who}")
    qtbot.waitUntil(lambda: opened == [who], timeout=5000)


def test_the_workbook_holds_days_and_ages_that_can_be_sorted(
    page: DutiesPage, desk: OpenDesk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "到期事项.xlsx"
    monkeypatch.setattr(duties_paper, "choose_new_file", lambda *_arguments: path)
    page.take("")
    page.export()
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    sheet = openpyxl.load_workbook(path).active
    days, ages = ([row[at] for row in sheet.iter_rows(min_row=2, max_row=len(page.all_rows()) + 1, values_only=True)] for at in (0, 2))
    assert [f"{day:%Y-%m-%d}" for day in days] == [row.entry.due_on for row in page.all_rows()]
    assert all(isinstance(age, int) for age in ages if age is not None)
    assert days == sorted(days)
