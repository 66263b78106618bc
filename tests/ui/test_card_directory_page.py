"""Directory and cards in the settings, by keyboard: order, ticks, entries, the dashed line, the card that is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.services.card_places import directory
from stationdesk.services.cards import cards_for, record_issues
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.directory import add_place
from stationdesk.services.stations import own_station
from stationdesk.services.undoing import undo_last
from stationdesk.ui.card_directory_page import CardDirectoryPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.place_form import PlaceForm

NASTY = "<b>修锁</b> & 配钥匙\u202e很长很长很长很长很长很长很长很长"


@pytest.fixture
def page(desk: OpenDesk, qtbot: QtBot) -> Iterator[CardDirectoryPage]:
    """Show the page as it stands in the settings, the table with the focus."""
    found = CardDirectoryPage(desk)
    desk.saved.connect(lambda registers: found.refresh() if registers & found.reads else None)
    found.resize(1040, 644)
    found.show()
    qtbot.waitExposed(found)
    ready(found, qtbot)
    found.table.setFocus()
    yield found
    ready(found, qtbot)
    found.side.face.forget()
    found.close()


def ready(page: CardDirectoryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.side.working is None and not page.side.again, timeout=20_000)


def names(desk: OpenDesk) -> list[str]:
    with desk.reading() as session:
        return [one.place.short_name or one.place.name for one in directory(session, desk.today().isoformat())]


def lines(page: CardDirectoryPage) -> list[str]:
    """Return what stands in the table, the dashed line as `—`."""
    model = page.table.model()
    return [model.row(n).entry.place.name if model.row(n).entry else "—" for n in range(model.rowCount())]


def fill(desk: OpenDesk, *more: str) -> None:
    with desk.writing("加") as session:
        for number, name in enumerate(more):
            add_place(session, PlaceDraft(name=name, phones=(PhoneNumber(number=f"1380009009{number}"),), on_card=True))


def in_form(qtbot: QtBot, work: Callable[[PlaceForm], None]) -> None:
    """Do `work` in the form that comes up next, and save with Ctrl+S."""

    def act() -> None:
        form = QApplication.activeModalWidget()
        if not isinstance(form, PlaceForm) or not form.isActiveWindow():
            if form is not None:
                form.activateWindow()
            QTimer.singleShot(30, act)
            return
        work(form)
        qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    QTimer.singleShot(30, act)


def test_alt_arrows_move_and_undo_brings_back(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    before = names(desk)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(desk) == [before[1], before[0], *before[2:]]
    assert page.table.entry().place.short_name == before[0]  # type: ignore[union-attr]
    qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(desk) == before
    undo_last(desk.database, desk.operator.name)
    assert names(desk)[:2] == [before[1], before[0]]


def test_space_ticks_for_the_design_in_use_and_the_card_follows(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    first = names(desk)[0]
    painted = page.side.face.page
    assert painted is not None
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    with desk.reading() as session:
        entry = directory(session, desk.today().isoformat())[0]
    assert (entry.number, entry.person) == (False, True)
    assert page.side.face.page is not None
    assert first not in {getattr(mark, "text", "") for mark in page.side.face.page.marks}
    assert first in {getattr(mark, "text", "") for mark in painted.marks}
    qtbot.keyClick(page.design, Qt.Key.Key_Right)
    with desk.reading() as session:
        assert desk_settings(session).card_design == "person"
    page.table.go_to_row(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    with desk.reading() as session:
        entry = directory(session, desk.today().isoformat())[0]
    assert (entry.number, entry.person) == (False, False)


def test_a_click_on_a_box_ticks_that_design(desk: OpenDesk, page: CardDirectoryPage) -> None:
    box = page.table.visualRect(page.table.model().index(1, 5)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    with desk.reading() as session:
        entry = directory(session, desk.today().isoformat())[1]
    assert (entry.number, entry.person) == (True, False)


def test_the_dashed_line_stands_where_the_card_is_full(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    assert "—" not in lines(page)
    fill(desk, "煤气", "客运站", "理发", NASTY)
    ready(page, qtbot)
    assert lines(page).index("—") == 7
    assert len(lines(page)) == len(names(desk)) + 1
    page.table.go_to_row(6)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 8
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.table.currentIndex().row() == 6
    qtbot.keyClick(page.design, Qt.Key.Key_Right)
    assert lines(page).index("—") == 5
    page.grab()


def test_an_entry_is_added_changed_and_removed(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    def fill_in(form: PlaceForm) -> None:
        form.name.setText(NASTY)
        form.phone.setText("１３８０００９００７７")
        form.groups.setText("1组、2组")

    in_form(qtbot, fill_in)
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    with desk.reading() as session:
        made = directory(session, desk.today().isoformat())[-1].place
    assert (made.phones[0].number, made.groups_served) == ("13800090077", ("1组", "2组"))
    assert made.name.startswith("<b>修锁</b> & 配钥匙")
    assert page.table.entry().place.id == made.id  # type: ignore[union-attr]

    in_form(qtbot, lambda form: form.person.setText("章师傅"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    with desk.reading() as session:
        assert session.exec(select(Place).where(Place.id == made.id)).one().person == "章师傅"
    assert page.focusWidget() is page.table
    page.activateWindow()  # the offscreen platform gives the focus back to nobody after a dialog
    qtbot.waitUntil(page.table.hasFocus)
    assert page.table.entry().place.id == made.id  # type: ignore[union-attr]
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert not any(name.startswith("<b>") for name in names(desk))


def test_a_form_without_name_or_with_a_dead_number_says_so(page: CardDirectoryPage, qtbot: QtBot, desk: OpenDesk) -> None:
    form = PlaceForm(page.look, None)
    qtbot.addWidget(form)
    form.show()
    form.phone.setText("问村长")
    form.save()
    assert form.draft is None
    assert form.name.row is not None
    assert form.phone.row is not None
    assert "写上是做什么的" in form.name.row.words.text()
    assert "打不通" in form.phone.row.words.text()


def test_the_countys_entry_is_not_removed_but_replaced(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    with desk.database.writing("县", "taken", receiving=True) as session:
        police = PlaceDraft(name="县医院", phones=(PhoneNumber(number="0990-6120120"),), on_card=True, card_priority=0)
        session.add(Place.model_validate(police, update={"author": "360202"}))
    ready(page, qtbot)
    page.table.go_to_row(0)

    def close() -> None:
        window = QApplication.activeModalWidget()
        if window is None:
            QTimer.singleShot(30, close)
        else:
            qtbot.keyClick(window, Qt.Key.Key_Escape)

    QTimer.singleShot(30, close)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert names(desk)[0] == "县医院"
    in_form(qtbot, lambda form: form.phone.setText("0990-6129999"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    with desk.reading() as session:
        first = directory(session, desk.today().isoformat())[0]
    assert (first.place.name, first.own, first.phone) == ("县医院", True, "0990-6129999")


def test_the_duty_phone_is_saved_when_it_can_be_dialled(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    page.duty_phone.setFocus()
    page.duty_phone.selectAll()
    page.duty_phone.setText("白天打")
    qtbot.keyClick(page.duty_phone, Qt.Key.Key_Return)
    assert page.duty_words.text() == "这个号码打不通"
    page.duty_phone.selectAll()
    qtbot.keyClicks(page.duty_phone, "0990-611 0099")
    qtbot.keyClick(page.duty_phone, Qt.Key.Key_Return)
    assert page.duty_words.text() == ""
    with desk.reading() as session:
        assert own_station(session).duty_phone == "0990-6110099"


def test_whose_card_is_old_is_said_in_words(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    on = desk.today().isoformat()
    with desk.writing("打印") as session:
        record_issues(session, cards_for(session, on=on), on=on, by="徐丽华")
    ready(page, qtbot)
    assert page.side.due_words.text() == "联系卡都是新的，不用换。"
    assert page.side.hand_over.isVisibleTo(page)
    with desk.writing("改电话") as session:
        session.connection().exec_driver_sql("UPDATE place SET phones = '[{\"number\":\"13900000000\"}]' WHERE kind = 'village_doctor'")
    qtbot.waitUntil(lambda: "村医换了" in page.side.due_words.text(), timeout=20_000)
    assert page.side.print_button.text().startswith("打印 ")
    assert page.side.print_button.isVisibleTo(page)


def test_an_empty_directory_says_what_to_do(desk: OpenDesk, page: CardDirectoryPage, qtbot: QtBot) -> None:
    while names(desk):
        page.table.go_to_row(0)
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.empty.isVisible()
    assert "Ctrl N" in page.empty.text()
    ready(page, qtbot)
