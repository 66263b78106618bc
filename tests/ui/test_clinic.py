"""义诊 by keys alone: the list on paper, typed back person by person, put right, left and found again, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.services import drafts
from stationdesk.services.clinic import clinics, lines_of, readings_of_day, to_ask, write_line
from stationdesk.services.health_writing import ReadingImpossible, readings_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui.clinic_dialog import FORM, ClinicDialog
from stationdesk.ui.clinic_entry import ClinicEntry
from stationdesk.ui.clinic_paper import clinic_paper
from stationdesk.ui.open_desk import OpenDesk
from tests.services.people import ON, OPERATOR, person
from tests.ui.keys import write

Show = Callable[..., QWidget]
ENTER = Qt.Key.Key_Return


def people(desk: OpenDesk) -> list[str]:
    ages = {"汪厚行": 81, "徐桂英": 84, "程来发": 76}
    return [person(desk.database, name, age, village_group=group) for (name, age), group in zip(ages.items(), "123", strict=True)]


def entry(desk: OpenDesk, ids: list[str], shown: Show, absent: tuple[str, ...] = ()) -> ClinicEntry:
    kept = {"day": ON.isoformat(), "by": "镇卫生院", "ids": ids, "occasion": "0" * 36, "absent": list(absent)}
    dialog = ClinicEntry(desk, kept)
    shown(dialog, 900, 640)
    dialog.figures["systolic"].setFocus()
    return dialog


def keys(*pressed: str | Qt.Key) -> None:
    for one in pressed:
        where = QApplication.focusWidget()
        assert where is not None
        if isinstance(one, str):
            write(where, one)
        else:
            QTest.keyClick(where, one)


def kept(desk: OpenDesk) -> list[tuple[str, dict[str, int], str | None]]:
    with desk.reading() as session:
        found = session.exec(select(HealthReading).where(col(HealthReading.removed_at).is_(None)).order_by(col(HealthReading.key)))
        return [(one.resident_id, one.measured(), one.place) for one in found]


def test_three_people_by_keys(empty_desk: OpenDesk, shown: Show) -> None:
    ids = people(empty_desk)
    dialog = entry(empty_desk, ids, shown)
    assert dialog.name.text() == "汪厚行"
    keys("146", Qt.Key.Key_Tab, "88", ENTER)
    assert dialog.name.text() == "徐桂英"
    keys(Qt.Key.Key_N)
    assert dialog.name.text() == "程来发"
    keys("186", Qt.Key.Key_Tab, "112", Qt.Key.Key_Tab, "80")
    assert "两周" in dialog.said.text() or "马上" in dialog.said.text()
    keys(ENTER)
    assert dialog.count.text() == "录好 2 人，没来 1 人，还有 0 人"
    assert kept(empty_desk) == [
        (ids[0], {"systolic": 146, "diastolic": 88}, "clinic_day"),
        (ids[2], {"systolic": 186, "diastolic": 112, "heart_rate": 80}, "clinic_day"),
    ]
    undo = undo_last(empty_desk.database, OPERATOR)
    assert "程来发" in undo.says
    assert len(kept(empty_desk)) == 1


def test_a_line_is_put_right_and_doubles_nothing(empty_desk: OpenDesk, shown: Show) -> None:
    ids = people(empty_desk)
    dialog = entry(empty_desk, ids, shown)
    keys("146", Qt.Key.Key_Tab, "88", ENTER, Qt.Key.Key_Up)
    assert dialog.name.text() == "汪厚行"
    dialog.figures["systolic"].selectAll()
    keys("136", ENTER)
    assert [values for _who, values, _place in kept(empty_desk)] == [{"systolic": 136, "diastolic": 88}]
    assert dialog.name.text() == "徐桂英"


def test_what_cannot_be_read_is_said_and_nothing_is_kept(empty_desk: OpenDesk, shown: Show) -> None:
    dialog = entry(empty_desk, people(empty_desk), shown)
    keys(ENTER)
    assert "填一个数" in dialog.trouble.text()
    keys("14a", ENTER)
    assert dialog.trouble.text()
    assert kept(empty_desk) == []


def test_half_a_list_waits_and_a_whole_one_does_not(empty_desk: OpenDesk, shown: Show, qtbot: QtBot) -> None:
    ids = people(empty_desk)
    entry(empty_desk, ids, shown)
    keys("130", Qt.Key.Key_Tab, "80", ENTER)
    with empty_desk.reading() as session:
        waiting = drafts.take(session, OPERATOR, FORM)
    assert waiting is not None
    again = ClinicDialog(empty_desk, ids)
    qtbot.addWidget(again)
    assert again.kept["ids"] == ids
    assert [one.people for one in again.held] == [1]
    dialog = ClinicEntry(empty_desk, again.kept)
    shown(dialog, 900, 640)
    assert dialog.name.text() == "徐桂英", "the first who is not typed in"
    dialog.figures["systolic"].setFocus()
    keys(Qt.Key.Key_N, Qt.Key.Key_N)
    with empty_desk.reading() as session:
        assert drafts.take(session, OPERATOR, FORM) is None


def test_who_is_asked_and_who_is_not(empty_desk: OpenDesk) -> None:
    database = empty_desk.database
    ids = people(empty_desk)
    gone = person(database, "走了", 80, residency_status="deceased")
    child = person(database, "徐小满", 9, alias="小满")
    with empty_desk.writing("测量") as session:
        high = HealthReadingDraft(resident_id=ids[1], taken_on=(ON - timedelta(days=20)).isoformat(), systolic=190, diastolic=115)
        write_line(session, high, ON, OPERATOR)
    with empty_desk.reading() as session:
        assert set(to_ask(session, ON, "elder")) == set(ids)
        assert to_ask(session, ON, "follow_up") == [ids[1]]
        assert [one.name for one in lines_of(session, [*ids, gone, child], ON)] == ["汪厚行", "徐桂英", "程来发"]
        shown = lines_of(session, [child], ON, may_see_children=True)
    assert [(one.name, one.group) for one in shown] == [("小满（化名）", "")]


def test_a_day_to_come_is_refused_and_the_paper_holds_no_illness(empty_desk: OpenDesk) -> None:
    ids = people(empty_desk)
    early = HealthReadingDraft(resident_id=ids[0], taken_on=(ON + timedelta(days=1)).isoformat(), systolic=130)
    with empty_desk.writing("义诊") as session, pytest.raises(ReadingImpossible):
        write_line(session, early, ON, OPERATOR)
    with empty_desk.writing("义诊") as session:
        draft = HealthReadingDraft(
            resident_id=ids[0],
            taken_on=ON.isoformat(),
            place="clinic_day",
            systolic=130,
            diastolic=80,
            glucose_fasting=68,
            occasion_id="1" * 36,
        )
        write_line(session, draft, ON, OPERATOR)
    with empty_desk.reading() as session:
        (held,) = clinics(session)
        found, lines = readings_of_day(session, held.occasion), lines_of(session, ids, ON)
        assert len(readings_of(session, ids[0])) == 1
    paper = clinic_paper(lines, held.day, "镇卫生院", found, "上徐村", ON)
    assert paper.rows[0].cells[4:7] == ("130/80", "", "空腹 6.8")
    assert paper.rows[1].cells[4].strip() == "/"
    assert not any("高血压" in cell for row in paper.rows for cell in row.cells)
