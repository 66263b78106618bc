"""What a scheme scores and what is remarked of a grade, changed by keys: kept from tomorrow, refused in words, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.grade_scheme import GradeSchemeDraft
from stationdesk.services.assessing import Assessment, assess, history
from stationdesk.services.grading import scheme_on
from stationdesk.services.undoing import undo_last
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.scheme_dialog import SchemeDialog
from stationdesk.ui.scheme_item_dialog import CHOSEN, NUMBER, SchemeItemDialog
from tests.services.people import person

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def dialog(desk: OpenDesk, shown: Callable[..., QWidget]) -> SchemeDialog:
    found = SchemeDialog(desk)
    shown(found, 900, 690)
    return found


def answering(monkeypatch: pytest.MonkeyPatch, fill: Callable[[SchemeItemDialog], Any]) -> None:
    """Let the next dialogs of an item be filled in and saved."""

    def ask(form: SchemeItemDialog) -> str:
        form.show()
        fill(form)
        form.save()
        return form.answer

    monkeypatch.setattr(SchemeItemDialog, "ask", ask)


def tomorrow(desk: OpenDesk) -> GradeSchemeDraft:
    with desk.reading() as session:
        return scheme_on(session, desk.today() + timedelta(days=1))


def test_items_are_added_moved_and_taken_out_by_keys(dialog: SchemeDialog, desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dialog.items.total.text() == "3 项，合起来 0—30 分"
    assert dialog.items.list.item(0).text().startswith("健康自理 0—10 分：都能自己做 0、要人搭把手 3、")

    def far(form: SchemeItemDialog) -> None:
        form.label.setText("路远")
        for (points, words), (score, said) in zip(form.steps, (("5", "要翻山"), ("0", "在村口")), strict=False):
            points.setText(score)
            words.setText(said)

    answering(monkeypatch, far)
    QTest.keyClick(dialog, Qt.Key.Key_N, CTRL)
    assert dialog.items.list.item(3).text() == "路远 0—5 分：在村口 0、要翻山 5"
    assert dialog.lines_say.text() == "31 到 35 分哪一级都不算，请挪一下分数线。"
    QTest.keyClick(dialog, Qt.Key.Key_Up, ALT)
    assert [one.label for one in dialog.items.values] == ["健康自理", "社会支持", "路远", "居家安全"]
    dialog.items.list.setCurrentRow(0)
    QTest.keyClick(dialog, Qt.Key.Key_Delete, CTRL)
    QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
    assert "分" in dialog.trouble.text()
    assert dialog.answer == ""
    red = next(line for line in dialog.lines if line.code == "red")
    red.high.setText("25")
    assert dialog.lines_say.text() == "每个总分都有一级，不空不重。"
    red.note.setText("每天打电话")
    QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
    assert dialog.answer == "saved"
    with desk.reading() as session:
        now = scheme_on(session, desk.today())
    then = tomorrow(desk)
    assert [one.label for one in now.score_items] == ["健康自理", "社会支持", "居家安全"]
    assert [one.label for one in then.score_items] == ["社会支持", "路远", "居家安全"]
    assert next((one.code, one.note) for one in then.grades) == ("red", "每天打电话")
    assert now.grades[0].note == "每天联络，每周上门"
    undo_last(desk.database, desk.operator.name)
    assert [one.label for one in tomorrow(desk).score_items] == ["健康自理", "社会支持", "居家安全"]


def test_an_item_is_changed_to_any_number(dialog: SchemeDialog, desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def any_number(form: SchemeItemDialog) -> None:
        form.kind.choose(NUMBER)
        assert form.answers.isHidden()
        form.highest.setText("10")
        form.label.setText("身体")

    answering(monkeypatch, any_number)
    dialog.items.list.setCurrentRow(0)
    QTest.keyClick(dialog, Qt.Key.Key_F3)
    assert dialog.items.list.item(0).text() == "身体 0—10 分：直接填分数"
    QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
    first = tomorrow(desk).score_items[0]
    assert (first.code, first.label, first.steps, first.highest) == ("health_self_care", "身体", (), 10)


@pytest.mark.parametrize(
    ("label", "kind", "highest", "steps", "said"),
    [
        ("", NUMBER, "5", (), "没有名字"),
        (" 社会 支持", NUMBER, "5", (), "社会 支持"),
        ("新", NUMBER, "", (), "1 到 100"),
        ("新", NUMBER, "-5", (), "1 到 100"),
        ("新", NUMBER, "101", (), "1 到 100"),
        ("新", CHOSEN, "", (), "两个答案"),
        ("新", CHOSEN, "", (("0", "好"),), "两个答案"),
        ("新", CHOSEN, "", (("0", "好"), ("", "坏")), "“坏”没有写分数"),
        ("新", CHOSEN, "", (("0", "好"), ("-2", "坏")), "“坏”"),
        ("新", CHOSEN, "", (("0", "好"), ("0", "坏")), "好、坏都是 0 分"),
        ("新", CHOSEN, "", (("0", "好"), ("3", "")), "3 分的那个答案没有写字"),
    ],
)
def test_what_cannot_be_scored_is_said_and_stays_typed(
    dialog: SchemeDialog, qtbot: QtBot, label: str, kind: str, highest: str, steps: tuple[tuple[str, str], ...], said: str
) -> None:
    form = SchemeItemDialog(dialog.look, None, dialog.items.values, dialog)
    qtbot.addWidget(form)
    form.show()
    form.label.setText(label)
    form.kind.choose(kind)
    form.highest.setText(highest)
    for (points, words), (score, text) in zip(form.steps, steps, strict=False):
        points.setText(score)
        words.setText(text)
    form.save()
    assert said in form.trouble.text()
    assert (form.item, form.answer, form.label.text()) == (None, "", label)


def test_an_item_is_written_by_keys_alone(dialog: SchemeDialog, qtbot: QtBot) -> None:
    form = SchemeItemDialog(dialog.look, None, dialog.items.values, None)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.label.hasFocus)
    form.label.insert("路远")
    for _step in range(2):
        QTest.keyClick(form, Qt.Key.Key_Tab)
    QTest.keyClick(form.kind, Qt.Key.Key_2)
    QTest.keyClick(form, Qt.Key.Key_Tab)
    assert form.highest.hasFocus()
    QTest.keyClicks(form.highest, "8")
    QTest.keyClick(form, Qt.Key.Key_S, CTRL)
    assert form.item is not None
    assert (form.item.label, form.item.highest, form.item.steps) == ("路远", 8, ())


def test_an_old_assessment_keeps_the_items_it_was_made_with(dialog: SchemeDialog, desk: OpenDesk) -> None:
    who, on = person(desk.database, "程来发", 76), desk.today()
    scores = {"health_self_care": 7, "social_support": 3, "home_safety": 0}
    with desk.writing("评估") as session:
        assess(session, Assessment(who, "yellow", on, "first", scores), on)
    dialog.items.list.setCurrentRow(0)
    dialog.items.take_out()
    for line, (low, high) in zip(dialog.lines, (("15", "20"), ("", ""), ("7", "14"), ("", ""), ("0", "6")), strict=True):
        line.low.setText(low)
        line.high.setText(high)
    dialog.save()
    assert dialog.answer == "saved"
    with desk.reading() as session:
        past = history(session, who, on + timedelta(days=2))
    assert [(one.scored, one.total) for one in past] == [("健康自理 7、社会支持 3、居家安全 0", 10)]
