"""The form of a resident by keys alone: Enter goes on, the ID number fills and checks, a double is offered, drafts survive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services import drafts
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.resident_form import FORM, ResidentForm
from tests.store.kit import journal
from tests.ui.keys import write

SOUND = "11010519491231002X"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> ResidentForm:
    form = ResidentForm(empty_desk)
    shown(form, 640, 700)
    form.open_for("")
    return form


def typed(qtbot: QtBot, form: ResidentForm, name: str, text: str) -> None:
    field = form.body.fields[name]
    field.setFocus()
    write(field, text)


def save(qtbot: QtBot, form: ResidentForm) -> None:
    focus: QWidget | None = form.focusWidget()
    qtbot.keyClick(form if focus is None else focus, Qt.Key.Key_S, CTRL)


def all_of(desk: OpenDesk, kind: Any) -> list[Any]:
    with desk.reading() as session:
        return list(session.exec(select(kind).where(col(kind.removed_at).is_(None))))


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)")  # the completer's popup on a screen without windows
def test_a_person_in_few_keys(qtbot: QtBot, form: ResidentForm) -> None:
    assert form.body.fields["name"].hasFocus()
    assert form.body.text("village")
    write(form.focusWidget(), "汪厚行")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    write(form.focusWidget(), SOUND)
    form.body.categories.field.setFocus()
    write(form.focusWidget(), "独居老人")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.body.categories.values == ["living_alone"]
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(form.body.grade, "1")
    with qtbot.waitSignal(form.closed):
        save(qtbot, form)
    (found,) = all_of(form.desk, Resident)
    assert (found.name, found.id_no, found.sex, found.birth_date) == ("汪厚行", SOUND, "female", "1949-12-31")
    assert [tag.category for tag in all_of(form.desk, CategoryTag)] == ["living_alone"]


def test_enter_goes_on_and_in_a_long_text_it_is_a_new_line(qtbot: QtBot, form: ResidentForm) -> None:
    before = form.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_Return)
    assert form.focusWidget() is form.body.fields["id_no"]
    remark = form.body.fields["remark"]
    remark.setFocus()
    write(remark, "一")
    qtbot.keyClick(remark, Qt.Key.Key_Return)
    assert remark.hasFocus()
    assert form.body.text("remark") == "一\n"


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_written(qtbot: QtBot, form: ResidentForm) -> None:
    before = form.desk.database.position()
    save(qtbot, form)
    assert form.body.rows["name"].words.text() == "请写姓名。"
    assert form.body.fields["name"].hasFocus()
    typed(qtbot, form, "name", "汪厚行")
    assert form.body.rows["name"].words.text() == ""
    save(qtbot, form)
    assert form.body.rows["categories"].words.text() == "请选一个类别。"
    assert form.desk.database.position() == before


def test_the_id_number_checks_while_one_types_and_never_blocks(qtbot: QtBot, form: ResidentForm) -> None:
    typed(qtbot, form, "id_no", SOUND[:10])
    words = form.body.rows["id_no"].words
    assert words.text() == "已输 10 位"
    write(form.body.fields["id_no"], SOUND[10:17] + "1")
    assert words.text() == "校验位不对，可先保存"
    assert form.body.text("sex") == ""
    qtbot.keyClick(form.body.fields["id_no"], Qt.Key.Key_Backspace)
    write(form.body.fields["id_no"], "X")
    assert "女" in words.text()
    assert (form.body.text("sex"), form.body.text("birth_date")) == ("female", "1949-12-31")

    typed(qtbot, form, "name", "汪厚行")
    form.body.categories.set_values(["living_alone"])
    form.body.fields["id_no"].setFocus()
    qtbot.keyClick(form.body.fields["id_no"], Qt.Key.Key_Backspace)
    write(form.body.fields["id_no"], "1")
    save(qtbot, form)
    assert all_of(form.desk, Resident)[0].id_state == "checksum"


def test_what_somebody_wrote_is_not_filled_over(qtbot: QtBot, form: ResidentForm) -> None:
    typed(qtbot, form, "birth_date", "1950")
    typed(qtbot, form, "id_no", SOUND)
    assert form.body.text("birth_date") == "1950"
    assert "1949-12-31" in form.body.rows["id_no"].words.text()
    assert form.body.fields["id_no"].property("state") == "doubt"


def test_full_width_figures_become_plain_when_the_field_is_left(qtbot: QtBot, form: ResidentForm) -> None:
    typed(qtbot, form, "phones", "１３８００００５６７８")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.body.text("phones") == "13800005678"


def test_a_double_is_offered_and_can_be_opened(qtbot: QtBot, form: ResidentForm) -> None:
    desk = form.desk
    with desk.writing("加人") as session:
        draft = PersonDraft({"name": "汪厚行", "village": "上徐村", "id_no": SOUND}, frozenset({"living_alone"}))
        known = add_resident(session, draft, date(2026, 11, 1)).id
    typed(qtbot, form, "id_no", SOUND)
    qtbot.waitUntil(lambda: not form.double.isHidden())
    assert "汪厚行" in form.double.accessibleName()
    assert "身份证号一样" in form.double.accessibleName()
    form.keeper.saved()
    with qtbot.waitSignal(form.other_wanted) as wanted:
        form.double.findChildren(Button)[0].click()
    assert wanted.args == [known]


def test_a_draft_survives_a_crash(qtbot: QtBot, form: ResidentForm) -> None:
    typed(qtbot, form, "name", "汪厚行")
    form.body.kin.add({}).name.setText("汪建军")
    form.body.changed.emit("kin")
    form.keep()
    again = ResidentForm(form.desk)
    qtbot.addWidget(again)
    again.open_for("")
    assert again.body.text("name") == "汪厚行"
    assert [line.name.text() for line in again.body.kin.lines] == ["汪建军"]
    assert again.kept.text() == "上次写了一半的已放回来"


def answer(key: str) -> None:
    """Press a key in the dialog that comes."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        dialog.give(key)

    QTimer.singleShot(0, press)


@pytest.mark.parametrize(("said", "leaves", "kept"), [("later", True, True), ("drop", True, False), ("", False, True)])
def test_esc_asks_only_if_something_would_be_lost(qtbot: QtBot, form: ResidentForm, said: str, leaves: bool, kept: bool) -> None:
    assert form.leave()
    typed(qtbot, form, "name", "汪厚行")
    answer(said)
    assert form.leave() is leaves
    with form.desk.reading() as session:
        assert (drafts.take(session, form.desk.operator.name, FORM) is not None) is kept
    form.keeper.saved()


def test_changing_somebody_writes_what_moved_only(qtbot: QtBot, form: ResidentForm) -> None:
    desk = form.desk
    with desk.writing("加人") as session:
        fields = {"name": "汪厚行", "village": "上徐村", "birth_date": "1945", "birth_precision": "age", "village_group": "3组"}
        kin = [{"relation": "son", "name": "汪建军", "works_at": "深圳"}]
        who = add_resident(session, PersonDraft(fields, frozenset({"living_alone"}), "green", "", kin), date(2026, 11, 1)).id
    form.open_for(who)
    lines = len(journal(desk.database))
    save(qtbot, form)
    assert len(journal(desk.database)) == lines
    form.open_for(who)
    field = form.body.fields["village_group"]
    field.setFocus()
    write(field, "左边")
    save(qtbot, form)
    fresh = journal(desk.database)[lines:]
    assert [line.fields for line in fresh] == [{"village_group": "左边3组"}]
    form.open_for(who)
    form.body.kin.lines[0].place.setFocus()
    write(form.body.kin.lines[0].place, "福田")
    save(qtbot, form)
    assert [(one.name, one.works_at) for one in all_of(desk, Kin)] == [("汪建军", "深圳福田")]
    found = next(one for one in all_of(desk, Resident) if one.id == who)
    assert (found.birth_date, found.birth_precision) == ("1945", "age")


@pytest.mark.parametrize("size", list(TextSize))
def test_the_fields_of_all_sections_begin_at_one_line(qtbot: QtBot, form: ResidentForm, size: TextSize) -> None:
    form.look.set(text_size=size)
    form.body.show_child(True)
    qtbot.wait(20)
    lefts = {field.mapTo(form, field.rect().topLeft()).x() for field in form.body.fields.values() if field.isVisible()}
    assert len(lefts) == 1
    for grid in form.body.grids:
        assert all(label.width() >= label.sizeHint().width() for label in grid.labels if label.isVisible())


def kept_child(desk: OpenDesk) -> str:
    with desk.writing("加人") as session:
        fields = {"name": "方小禾", "village": "上徐村", "birth_date": "2018-03-02", "birth_precision": "day"}
        return add_resident(session, PersonDraft(fields, frozenset({"left_behind_child"})), date(2026, 11, 1)).id


def test_where_a_kept_person_is_can_only_be_changed_where_what_follows_is_shown(form: ResidentForm) -> None:
    state, place = (form.body.fields[name] for name in ("residency_status", "residency_place"))
    assert state.isEnabled(), "a new person may be in hospital from the first day"
    form.open_for(kept_child(form.desk))
    assert not state.isEnabled()
    assert not place.isEnabled()
    assert "Ctrl M" in form.body.rows["residency_status"].words.text()


def test_the_parents_situations_are_kept_at_home_and_nothing_else_is_undone_for_them(form: ResidentForm) -> None:
    who = kept_child(form.desk)
    form.open_for(who)
    before = form.desk.database.position().seq
    form.body.set_text("father_status", "in_prison")
    form.body.set_text("mother_status", "out_of_touch")
    assert form.save()
    (kept,) = all_of(form.desk, Resident)
    assert (kept.father_status, kept.mother_status) == ("in_prison", "out_of_touch")
    assert form.desk.database.position().seq == before, "no line of the journal, and so of no package, tells of it"
    assert not form.desk.can_undo
