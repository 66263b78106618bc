"""Health and care plans by keys alone: a blood pressure in eight keys, medicines, a plan made, changed and looked at again, its paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Text
from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.services.health_writing import readings_of
from stationdesk.services.medicines import medicines_of, record_of
from stationdesk.services.plans import versions_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui.health_book import HealthBook, MedicineForm
from stationdesk.ui.measure_dialog import MeasureDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.plan_dialog import PlanDialog
from stationdesk.ui.plan_measure_form import PlanMeasureForm
from stationdesk.ui.plan_paper import plans_job
from stationdesk.ui.plan_people_dialog import PlanPeopleDialog
from stationdesk.ui.residents_page import ResidentsPage
from tests.services.health_kit import BY, ON, ill, person
from tests.services.health_kit import measure as read
from tests.services.plan_kit import plan
from tests.ui.dialog_keys import press, then
from tests.ui.keys import key, write

CTRL = Qt.KeyboardModifier.ControlModifier
IMPRINT = Imprint(BY, datetime(2026, 11, 23, 9, 20, tzinfo=UTC), reprint=False)
Show = Callable[..., QWidget]


@pytest.fixture
def who(empty_desk: OpenDesk) -> str:
    return person(empty_desk.database, chronic=ill("hypertension"))


def page_at(desk: OpenDesk, shown: Show, who: str) -> ResidentsPage:
    page = ResidentsPage(desk)
    page.refresh()
    shown(page)
    desk.saved.connect(lambda registers: page.refresh() if page.reads & registers else None)
    page.take(who)
    return page


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


def typed(dialog: Dialog, *parts: Any) -> int:
    """Type texts and press keys where the keyboard is; returns how many keys it took."""
    count = 0
    for part in parts:
        focus = dialog.focusWidget()
        if isinstance(part, str):
            write(focus, part)
            count += len(part)
        else:
            key, modifier = part if isinstance(part, tuple) else (part, Qt.KeyboardModifier.NoModifier)
            QTest.keyClick(focus, key, modifier)
            count += 1
    return count


def test_a_blood_pressure_takes_eight_keys_and_shows_under_the_tab(empty_desk: OpenDesk, shown: Show, who: str) -> None:
    page, keys = page_at(empty_desk, shown, who), [1]

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, MeasureDialog)
        assert dialog.fields["systolic"].hasFocus()
        assert "还没问" in words(dialog), "the consent that is missing is said"
        keys[0] += typed(dialog, "152", Qt.Key.Key_Return, "88")
        assert "140/90" in dialog.advice_shown.text()
        assert "规范" in dialog.advice_shown.text()
        keys[0] += 1
        press(Qt.Key.Key_S, CTRL)(dialog)

    then((MeasureDialog, fill))
    QTest.keyClick(page.person, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    with empty_desk.reading() as session:
        (found,) = readings_of(session, who)
    assert (found.systolic, found.diastolic, found.place, found.follow_up_due) == (152, 88, "home", "2026-12-07")
    assert keys[0] <= 12
    tabs = page.person.tabs
    assert tabs.bar.tabData(tabs.bar.currentIndex()) == "health"
    told = words(tabs.health)
    assert "152/88" in told
    assert "不是诊断" in told
    assert undo_last(empty_desk.database, BY).says == "记测量 汪厚行"


def test_what_is_odd_is_marked_and_kept_and_what_is_no_figure_is_not(empty_desk: OpenDesk, qtbot: QtBot, who: str) -> None:
    dialog = MeasureDialog(empty_desk, who)
    qtbot.addWidget(dialog)
    dialog.show()
    typed(dialog, "80", Qt.Key.Key_Tab, "120")
    assert "写反" in dialog.advice_shown.text()
    dialog.fields["temperature"].setFocus()
    typed(dialog, "三十七")
    dialog.save()
    assert "看不懂" in dialog.trouble.text()
    dialog.fields["temperature"].clear()
    dialog.save()
    with empty_desk.reading() as session:
        assert [(one.systolic, one.diastolic) for one in readings_of(session, who)] == [(80, 120)]


def test_nothing_written_is_not_saved(empty_desk: OpenDesk, qtbot: QtBot, who: str) -> None:
    dialog = MeasureDialog(empty_desk, who)
    qtbot.addWidget(dialog)
    dialog.save()
    assert "一个数字就行" in dialog.trouble.text()
    dialog.day.setText("2026-11-24")
    dialog.fields["systolic"].setText("120")
    dialog.save()
    with empty_desk.reading() as session:
        assert readings_of(session, who) == []


def test_medicines_and_record_by_keys(empty_desk: OpenDesk, who: str) -> None:
    wrong = read(empty_desk.database, who, "2026-11-20", systolic=1520, diastolic=88)

    def fill(form: Dialog) -> None:
        assert isinstance(form, MedicineForm)
        typed(form, "氨氯地平", Qt.Key.Key_Return, "1 片", Qt.Key.Key_Return, "1", Qt.Key.Key_Return, Qt.Key.Key_Return, "女儿")
        typed(form, Qt.Key.Key_Return, "30")
        press(Qt.Key.Key_S, CTRL)(form)

    def after(book: Dialog) -> None:
        assert isinstance(book, HealthBook)
        assert "氨氯地平，一次 1 片，一天 1 次，12月23日 前要拿" in book.list.item(0).text()
        book.readings.setFocus()
        QTest.keyClick(book, Qt.Key.Key_Delete)
        book.texts["allergies"].setText("青霉素")
        press(Qt.Key.Key_S, CTRL)(book)

    then((HealthBook, press(Qt.Key.Key_N, CTRL)), (MedicineForm, fill), (HealthBook, after))
    assert HealthBook(empty_desk, who).ask() == "saved"
    with empty_desk.reading() as session:
        assert [(one.name, one.next_refill) for one in medicines_of(session, who, ON)] == [("氨氯地平", "2026-12-23")]
        assert record_of(session, who).allergies == "青霉素"  # type: ignore[union-attr]
        assert wrong not in [one.id for one in readings_of(session, who)]


def test_the_first_plan_is_made_from_the_record_by_keys(empty_desk: OpenDesk, shown: Show, who: str) -> None:
    page = page_at(empty_desk, shown, who)

    def begin(dialog: Dialog) -> None:
        assert isinstance(dialog, PlanDialog)
        tick = next(iter(dialog.ticks.values()))
        tick.setFocus()
        QTest.keyClick(tick, Qt.Key.Key_Space)
        assert dialog.problems.toPlainText() == "一个人住，夜里有事没人知道。"
        dialog.goals.setFocus()
        typed(dialog, "不摔跤")
        press(Qt.Key.Key_N, CTRL)(dialog)

    def fill(form: Dialog) -> None:
        assert isinstance(form, PlanMeasureForm)
        for field, text in ((form.what, "打电话问一声"), (form.who, "汪志强")):
            typed(form, text)
            field.completer().popup().hide()  # as the popup does itself when it is given the key
            typed(form, Qt.Key.Key_Tab)
        assert (form.kind.value(), form.every.value()) == ("contact", "1"), "what is often written fills in the rest"
        press(Qt.Key.Key_S, CTRL)(form)

    def save(dialog: Dialog) -> None:
        assert isinstance(dialog, PlanDialog)
        assert "打电话问一声，汪志强，每天" in dialog.measures.list.item(0).text()
        press(Qt.Key.Key_S, CTRL)(dialog)

    then((PlanDialog, begin), (PlanMeasureForm, fill), (PlanDialog, save))
    QTest.keyClick(page.person, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    with empty_desk.reading() as session:
        (made,) = versions_of(session, who)
    assert (made.version, made.goals, [one.every_days for one in made.measures]) == (1, ("不摔跤",), [1])
    tabs = page.person.tabs
    assert tabs.bar.tabData(tabs.bar.currentIndex()) == "plan"
    assert "打电话问一声" in words(tabs.sheet)
    assert undo_last(empty_desk.database, BY).says == "一人一策 汪厚行 第 1 版"


def test_a_plan_looked_at_again_makes_the_next_version_and_nothing_changed_makes_none(empty_desk: OpenDesk, qtbot: QtBot, who: str) -> None:
    plan(empty_desk.database, who, made_on="2026-11-20")
    dialog = PlanDialog(empty_desk, who)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.save()
    assert "没有改动" in dialog.trouble.text()

    def better(asked: Dialog) -> None:
        typed(asked, Qt.Key.Key_1)
        press(Qt.Key.Key_Return)(asked)

    then((Dialog, better))
    dialog.look_again()
    dialog.measures.list.setFocus()
    key(dialog.measures.list, Qt.Key.Key_Delete, CTRL)
    assert len(dialog.measures.values) == 6
    key(dialog, Qt.Key.Key_S, CTRL)
    with empty_desk.reading() as session:
        newest, before = versions_of(session, who)
    assert (newest.version, len(newest.measures), before.review_result, before.reviewed_on) == (2, 6, "better", "2026-11-23")


def test_the_tabs_are_not_there_for_visitors_nor_for_a_child_without_the_right(empty_desk: OpenDesk, shown: Show, who: str) -> None:
    child = person(empty_desk.database, "方小禾", frozenset({"left_behind_child"}), birth_date="2018-05-01")
    page = page_at(empty_desk, shown, who)

    def codes() -> set[str]:
        bar = page.person.tabs.bar
        return {str(bar.tabData(at)) for at in range(bar.count())}

    assert {"health", "plan"} <= codes()
    empty_desk.operator = empty_desk.operator.model_copy(update={"may_see_children": False})
    page.take(child)
    assert not page.person.tabs.isVisible()
    assert codes() & {"health", "plan"} == set()


def test_the_paper_says_what_the_plan_says_and_hides_illness_from_visitors(empty_desk: OpenDesk, who: str) -> None:
    made = plan(empty_desk.database, who)

    def text(*, visitors: bool) -> str:
        found = plans_job(empty_desk, [made], for_visitors=visitors).lay_out(IMPRINT)
        assert len(found.pages) == 1
        assert found.left_out == ()
        return "\n".join(mark.text for mark in found.pages[0].marks if isinstance(mark, Text))

    home, seen = text(visitors=False), text(visitors=True)
    for word in (
        "一人一策",
        "第 1 版",
        "汪厚行",
        "81岁",
        "高血压",
        "血压偏高",
        "网格长 汪志强",
        "每周二晚",
        "下雪就送",
        "12月10日 前",
        "第 1 页，共 1 页",
    ):
        assert word in home
    for word in ("高血压", "152/88", "量血压", "药"):
        assert word not in seen
    assert "打电话问一声" in seen


def test_a_plan_too_long_for_its_page_names_what_is_left_out(empty_desk: OpenDesk, who: str) -> None:
    many = tuple(PlanMeasure(key=str(at), what=f"第 {at} 件事", kind="contact", every_days=1) for at in range(60))
    made = plan(empty_desk.database, who, measures=many)
    found = plans_job(empty_desk, [made]).lay_out(IMPRINT)
    assert len(found.pages) == 1
    left = {one.what for one in found.left_out}
    assert any("第 59 件事" in one for one in left)
    assert all(one.y < 297 for one in found.pages[0].marks if isinstance(one, Text))


def test_the_lists_of_plans_open_a_person(empty_desk: OpenDesk, qtbot: QtBot, who: str) -> None:
    dialog = PlanPeopleDialog(empty_desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "还没有一人一策：1 人" in words(dialog)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.who == who
