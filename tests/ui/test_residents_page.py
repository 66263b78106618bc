"""The residents' page by keys alone: list, filters, person, numbers shown and logged, undo, neighbours, nasty names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.visit import Visit
from stationdesk.services import access_log
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.ui import residents_paper
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.parts_line import PartsLine
from stationdesk.ui.residents_page import ResidentsPage
from stationdesk.ui.residents_source import AGE, CATEGORIES, DUE, GROUP, NAME
from tests.ui.keys import key, soon

Show = Callable[..., QWidget]
NASTY = "<b>粗</b>&amp;<img src=x>"


def add(desk: OpenDesk, name: str, **given: Any) -> str:
    fields = {"name": name, "village": "上徐村"} | given.pop("fields", {})
    with desk.writing(f"加人 {name}") as session:
        made = PersonDraft(fields, **({"categories": frozenset({"living_alone"}), "grade": "red"} | given))
        return add_resident(session, made, date(2026, 11, 1)).id


@pytest.fixture
def elder(desk: OpenDesk) -> str:
    phones = (PhoneNumber(number="13800005678", owner="本人"),)
    kin = [{"relation": "son", "name": "汪建军", "works_at": "深圳", "phones": (PhoneNumber(number="13600009021"),)}]
    fields = {"birth_date": "1945-03-02", "birth_precision": "day", "sex": "male", "phones": phones, "village_group": "汪家组"}
    return add(desk, "汪厚行", fields=fields, kin=kin)


def page_of(desk: OpenDesk, shown: Show) -> ResidentsPage:
    page = ResidentsPage(desk)
    page.refresh()
    shown(page)
    desk.saved.connect(lambda registers: page.refresh() if page.reads & registers else None)
    page.pane.table.setFocus()
    return page


def texts(page: ResidentsPage, column: int = NAME) -> list[str]:
    model = page.pane.table.model()
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def focus_of(page: QWidget) -> QWidget:
    focus: QWidget | None = page.focusWidget()
    return page if focus is None else focus


def press(qtbot: QtBot, page: ResidentsPage, *keys: Qt.Key) -> None:
    for one in keys:
        qtbot.keyClick(focus_of(page), one)


def test_arrows_go_through_the_list_and_the_person_follows(qtbot: QtBot, desk: OpenDesk, shown: Show) -> None:
    page = page_of(desk, shown)
    names = texts(page)
    assert page.person.name.text() == names[0]
    press(qtbot, page, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert page.person.name.text() == names[2]
    press(qtbot, page, Qt.Key.Key_End)
    assert page.pane.table.currentIndex().row() == len(names) - 1


def test_letters_typed_in_the_list_narrow_it_and_esc_widens_it(qtbot: QtBot, desk: OpenDesk, elder: str, shown: Show) -> None:
    page = page_of(desk, shown)
    everybody = len(texts(page))
    qtbot.keyClicks(page.pane.table, "w")
    qtbot.keyClicks(page.pane.typed, "hx")
    assert texts(page) == ["汪厚行"]
    assert page.person.resident_id == elder
    qtbot.keyClick(page.pane.typed, Qt.Key.Key_Escape)
    assert len(texts(page)) == everybody
    assert page.pane.table.hasFocus()


def test_one_records_the_call_and_ctrl_z_takes_it_back(qtbot: QtBot, desk: OpenDesk, elder: str, shown: Show) -> None:
    page = page_of(desk, shown)
    page.take(elder)
    assert not page.person.bar.isHidden()
    said: list[str] = []
    desk.did.connect(said.append)
    press(qtbot, page, Qt.Key.Key_1)
    with desk.reading() as session:
        visit = session.exec(select(Visit).where(Visit.resident_id == elder)).one()
    assert (visit.mode, visit.outcome, visit.visited_on) == ("phone", "met", "2026-11-23")
    assert said == ["09:20 已电话联系 汪厚行"]
    assert any("电话，通了" in line or "电话 通了" in line for line in page.person.tabs.history.sentences())
    page.undo()
    with desk.reading() as session:
        assert session.exec(select(Visit).where(Visit.resident_id == elder, Visit.removed_at == None)).first() is None  # noqa: E711
    assert said[-1] == "09:20 已撤销：已电话联系 汪厚行"


def test_numbers_are_covered_until_f9_and_that_is_logged(qtbot: QtBot, desk: OpenDesk, elder: str, shown: Show) -> None:
    page = page_of(desk, shown)
    page.take(elder)
    assert "13800005678" not in words_of(page.person)
    assert "138****5678" in words_of(page.person)
    page.person.tabs.history.setFocus()
    press(qtbot, page, Qt.Key.Key_F9)
    assert {"13800005678", "13600009021"} <= set(words_of(page.person).split())
    desk.write_log()
    with desk.reading() as session:
        assert [one.what for one in access_log.of_person(session, elder)] == ["shown", "opened"]
    page.person.grid.hide_again.timeout.emit()
    assert "13800005678" not in words_of(page.person)


def words_of(widget: QWidget) -> str:
    QApplication.processEvents()
    return " ".join(line.text() for line in widget.findChildren(PartsLine) if line.isVisible())


def test_enter_goes_to_the_person_and_esc_back(qtbot: QtBot, desk: OpenDesk, shown: Show) -> None:
    page = page_of(desk, shown)
    press(qtbot, page, Qt.Key.Key_Return)
    assert page.person.tabs.history.hasFocus()
    press(qtbot, page, Qt.Key.Key_Escape)
    assert page.pane.table.hasFocus()


def test_f11_gives_the_person_the_page_and_pgdn_the_neighbour(qtbot: QtBot, desk: OpenDesk, shown: Show) -> None:
    page = page_of(desk, shown)
    names = texts(page)
    press(qtbot, page, Qt.Key.Key_F11)
    assert page.pane.isHidden()
    assert page.person.alone
    press(qtbot, page, Qt.Key.Key_PageDown)
    assert page.person.name.text() == names[1]
    press(qtbot, page, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    assert page.person.name.text() == names[1]
    press(qtbot, page, Qt.Key.Key_Escape)
    assert not page.pane.isHidden()
    assert page.pane.table.hasFocus()


def test_at_the_largest_text_enter_opens_the_person_alone(qtbot: QtBot, desk: OpenDesk, shown: Show) -> None:
    page = page_of(desk, shown)
    desk.look.set(text_size=TextSize.EXTRA_LARGE)
    assert page.pane.table.isColumnHidden(CATEGORIES)
    assert page.pane.table.isColumnHidden(GROUP)
    assert not page.pane.table.isColumnHidden(AGE)
    press(qtbot, page, Qt.Key.Key_Return)
    assert page.person.alone


def test_filters_say_their_state_and_an_empty_list_what_to_do(desk: OpenDesk, shown: Show) -> None:
    page = page_of(desk, shown)
    filters = page.pane.filters
    filters["grades"].set_chosen({"red"})
    filters["grades"].changed.emit()
    assert set(texts(page, 0)) == {"红色"}
    assert filters["grades"].words() == "分级 红色"
    filters["due"].set_chosen({"late"})
    filters["groups"].set_chosen({"1组"})
    filters["due"].changed.emit()
    assert texts(page) == []
    assert page.pane.nobody.isVisible()
    page.pane.nobody.link.click()
    assert len(texts(page)) >= 60


def test_an_empty_register_says_what_comes_first(empty_desk: OpenDesk, shown: Show) -> None:
    page = page_of(empty_desk, shown)
    assert page.pane.nobody.fact.text() == "名单里还没有人。"
    wanted: list[Any] = []
    empty_desk.open_page.connect(lambda name, argument: wanted.append((name, argument)))
    page.pane.nobody.link.click()
    assert wanted == [("import", None)]


def test_space_marks_and_what_is_marked_is_exported_as_text(
    qtbot: QtBot, desk: OpenDesk, shown: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formula = add(desk, '=cmd|"/c calc"!A1', fields={"phones": (PhoneNumber(number="13800005678"),)})
    page = page_of(desk, shown)
    page.take(formula)
    page.pane.table.setFocus()
    press(qtbot, page, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert len(page.pane.table.marked()) == 2
    monkeypatch.setattr(residents_paper, "choose_new_file", lambda *_given: tmp_path / "名单.xlsx")
    soon(lambda dialog: key(dialog, Qt.Key.Key_Return))
    with qtbot.waitSignal(desk.did, timeout=5000) as told:
        qtbot.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["09:20 已导出 2 人，存为 名单.xlsx"]
    sheet = load_workbook(tmp_path / "名单.xlsx").worksheets[0]
    assert '=cmd|"/c calc"!A1' in {row[1].value for row in sheet.iter_rows(min_row=2, max_row=3)}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert "13800005678" not in str(list(sheet.values))
    desk.write_log()
    with desk.reading() as session:
        assert [(one.what, one.people) for one in access_log.everything(session)[:1]] == [("exported", 2)]


@pytest.fixture
def child(desk: OpenDesk) -> str:
    fields = {"birth_date": "2018-03-05", "birth_precision": "day", "alias": "小禾", "school": "上徐小学", "village_group": "3组"}
    return add(desk, "章小禾苗", fields=fields, categories=frozenset({"left_behind_child"}), grade="green")


def test_a_child_is_locked_without_the_right(qtbot: QtBot, desk: OpenDesk, child: str, shown: Show) -> None:
    desk.operator.may_see_children = False
    page = page_of(desk, shown)
    page.take(child)
    assert page.person.name.text() == "小禾（化名）"
    cells = [text for column in (NAME, CATEGORIES, GROUP) for text in texts(page, column)[texts(page).index("小禾（化名）") :][:1]]
    everything = " ".join([page.person.name.text(), page.person.rest.text(), words_of(page.person), *cells])
    for secret in ("章", "苗", "3组", "上徐小学", "留守儿童"):
        assert secret not in everything
    assert not page.person.tabs.isVisible()
    page.note_visit()
    page.change()
    assert not page.forms.visiting
    assert not page.forms.editing
    press(qtbot, page, Qt.Key.Key_F9)
    assert page.person.grid.revealed == ()
    qtbot.keyClicks(page.pane.table, "z")
    qtbot.keyClicks(page.pane.typed, "xhm")
    assert texts(page) == []
    desk.write_log()
    with desk.reading() as session:
        assert access_log.of_person(session, child) == []


def test_a_child_opens_with_the_right_but_the_list_keeps_the_alias(desk: OpenDesk, child: str, shown: Show) -> None:
    page = page_of(desk, shown)
    page.take(child)
    assert page.person.name.text() == "章小禾苗"
    assert "小禾（化名）" in texts(page)
    assert "章小禾苗" not in texts(page)


@pytest.mark.parametrize("name", [NASTY, "很长很长的名字" * 10, "\u202e反向\u202c买买提·艾合买提", "𠮷\U0002c9b1", "A&B"])
def test_nasty_names_are_shown_as_they_are_written(desk: OpenDesk, shown: Show, name: str) -> None:
    kin = [{"relation": "son", "name": "<script>x</script>", "works_at": "&amp;远" * 20}]
    who = add(desk, name, fields={"village_group": "<i>组</i>", "current_address": "地" * 150}, kin=kin)
    page = page_of(desk, shown)
    page.take(who)
    plain = name.replace("\u202e", "").replace("\u202c", "")
    assert page.person.name.text() == plain
    assert page.person.name.textFormat() == Qt.TextFormat.PlainText
    assert plain in texts(page)
    assert "<script>x</script>" in words_of(page.person)
    page.grab()


def test_what_is_due_stands_in_words_and_tone(desk: OpenDesk, elder: str, shown: Show) -> None:
    page = page_of(desk, shown)
    model = page.pane.table.model()
    row = model.row_of(elder)
    assert str(model.data(model.index(row, DUE))) == "今天"
    assert model.row(row).sentence == "红色，汪厚行，81岁，独居，汪家组，今天"


def test_older_events_are_read_with_enter(qtbot: QtBot, desk: OpenDesk, elder: str, shown: Show) -> None:
    from stationdesk.services.visit_writing import VisitForm, write_visit

    with desk.writing("走访") as session:
        for back in range(70):
            day = date.fromordinal(date(2026, 11, 22).toordinal() - back)
            write_visit(session, VisitForm(elder, day, mode="phone"), date(2026, 11, 23), "徐丽华")
    page = page_of(desk, shown)
    page.take(elder)
    history = page.person.tabs.history
    assert page.person.tabs.count.text() == "全部 73 条"
    assert history.sentences()[-1] == "再看更早的 23 条"
    history.setFocus()
    press(qtbot, page, Qt.Key.Key_End, Qt.Key.Key_Return)
    assert history.model().rowCount() == 73
    assert "9月14日" in history.sentences()[-1]


def test_tab_goes_through_the_person_as_the_eye_does(qtbot: QtBot, desk: OpenDesk, elder: str, shown: Show) -> None:
    page = page_of(desk, shown)
    page.take(elder)
    qtbot.wait(20)
    page.person.more.setFocus()
    told = []
    for _step in range(6):
        press(qtbot, page, Qt.Key.Key_Tab)
        told.append(focus_of(page).accessibleName())
    assert told == ["改资料", "记走访", "已电话联系", "看号码", "看这个人的哪一块", "经过"]
