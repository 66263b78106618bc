"""结对 by keys alone: holes filled, pairs resting, ending, a helper who leaves handed over, all of it undone again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import col, select

from stationdesk.printing.pair_card import PairCard
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.stand_in import StandIn
from stationdesk.services.stations import change_station
from stationdesk.services.undoing import undo_last
from stationdesk.ui import pair_cards
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.pairings_page import PairingsPage
from stationdesk.ui.parts.tokens import TextSize
from tests.services.people import ON
from tests.ui.keys import key, soon, write
from tests.ui.pairings_kit import press, village_of


@pytest.fixture
def village(empty_desk: OpenDesk) -> dict[str, str]:
    """Give four people and their helpers; their ids by name."""
    return village_of(empty_desk)


@pytest.fixture
def page(village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> PairingsPage:
    """Show the page."""
    assert village
    page = PairingsPage(empty_desk)
    empty_desk.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    page.refresh()
    shown(page)
    page.pane.table.setFocus()
    return page


def kept(page: PairingsPage, whom: str) -> list[Pairing]:
    with page.desk.reading() as session:
        return list(session.exec(select(Pairing).where(Pairing.resident_id == whom).order_by(col(Pairing.key))))


def go(page: PairingsPage, whom: str, cell: int = -1) -> None:
    """Go to a person with the arrows, and to a cell."""
    table = page.pane.table
    key(table, Qt.Key.Key_Home)
    while str(table.current_id()) != whom:
        key(table, Qt.Key.Key_Down)
    while cell >= 0 and table.cell() != cell:
        key(table, Qt.Key.Key_Right if table.cell() < cell else Qt.Key.Key_Left)


def test_what_the_page_says(page: PairingsPage, village: dict[str, str]) -> None:
    assert page.pane.count.text() == "4 人要有人帮，3 人有了；包保 3 级齐的 0 人，该齐的 4 人"
    assert page.pane.segments is not None
    assert [words for _code, words in page.pane.segments.choices] == ["全部 4", "没人帮 1", "包保有缺 4"]
    assert page.pane.heads[0][0].text() == "还没人帮的 1 人"
    assert page.pane.alone.model().row(0).words == "红色，河口组，从没有人帮过"
    assert [str(one) for one in page.pane.room.model().ids()] == [village["黄晓燕"], village["吴敏"]]
    key(page.pane.segments, Qt.Key.Key_Right)
    assert page.pane.table.model().rowCount() == 1
    page.pane.typed.setText("吴敏")
    assert page.pane.table.model().rowCount() == 0
    assert page.pane.stack.currentIndex() == 1
    page.pane.widen()
    assert page.pane.table.model().rowCount() == 4


def test_g_fills_the_hole_with_the_best_and_ctrl_z_takes_it_back(page: PairingsPage, village: dict[str, str]) -> None:
    go(page, village["余水莲"])

    def answer(dialog: Any) -> None:
        assert dialog.list.chosen().name == "黄晓燕"
        press(Qt.Key.Key_Return)

    soon(answer)
    key(page.pane.table, Qt.Key.Key_G)
    made = kept(page, village["余水莲"])
    assert [(one.helper_id, one.state) for one in made] == [(village["黄晓燕"], "proposed")]
    assert page.pane.table.current_row().helper.text == "问过 黄晓燕"
    undo_last(page.desk.database, page.desk.operator.name)
    page.refresh()
    assert page.pane.table.current_row().helper.text == "没人帮"


def test_on_a_level_g_names_who_answers(page: PairingsPage, village: dict[str, str]) -> None:
    go(page, village["余水莲"], 1)
    soon(lambda _dialog: press(Qt.Key.Key_Return))
    key(page.pane.table, Qt.Key.Key_G)
    made = kept(page, village["余水莲"])
    assert [(one.helper_id, one.level, one.level_label, one.state) for one in made] == [(village["周志平"], 1, "县级", "active")]
    assert page.pane.table.current_row().levels[0].text == "周志平"


def test_both_said_yes_then_it_rests_goes_on_and_ends(page: PairingsPage, village: dict[str, str]) -> None:
    go(page, village["余水莲"], 0)

    def agree(dialog: Any) -> None:
        dialog.agreed.setFocus()
        press(Qt.Key.Key_1)
        assert dialog.by.isVisible()
        dialog.by.setFocus()
        write(dialog.by, "本人")
        press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    soon(agree)
    key(page.pane.table, Qt.Key.Key_G)
    assert [(one.state, one.agreed_by) for one in kept(page, village["余水莲"])] == [("active", "本人")]
    go(page, village["余水莲"], 0)

    def why(dialog: Any) -> None:
        press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert "为什么" in dialog.trouble.text()
        write(dialog.reason, "外出")
        press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    soon(why)
    key(page.pane.table, Qt.Key.Key_S)
    assert page.pane.table.current_row().helper.text == "黄晓燕（暂停）"
    soon(lambda _dialog: press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier))
    key(page.pane.table, Qt.Key.Key_S)
    assert page.pane.table.current_row().helper.text == "黄晓燕"
    soon(lambda _dialog: press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier))
    key(page.pane.table, Qt.Key.Key_E)
    assert kept(page, village["余水莲"])[0].end_reason == "by_wish"
    assert page.pane.table.current_row().helper.text == "没人帮"


def test_a_helper_leaves_and_everything_is_handed_over_by_keys(page: PairingsPage, village: dict[str, str]) -> None:
    go(page, village["汪厚行"], 0)
    key(page.pane.table, Qt.Key.Key_L)
    form = page.form
    assert form.title.text() == "吴敏 要走了"
    assert form.what.text() == "团干，带 3 人"
    assert QApplication.focusWidget() is form.why
    proposed = {row.line.name: row.combo.currentText() for row in form.rows}
    assert proposed["汪厚行"] == proposed["江保国"] == "黄晓燕"
    press(Qt.Key.Key_2)
    form.day.setFocus()
    form.day.setText((ON + timedelta(days=8)).isoformat())
    form.day.editingFinished.emit()
    assert form.ahead.text() == "还有 8 天"
    last = next(row for row in form.rows if row.line.name.startswith("小芽"))
    last.combo.set_value("")
    assert form.save_button.text() == "交接 2 人，挂起 1 人"
    assert not form.agreed.isChecked(), "that somebody agreed is never taken for granted"
    assert "问过" in form.means.text()
    press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert form.agreed.isChecked()
    assert "都同意" in form.means.text()
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert form.isHidden()
    assert QApplication.focusWidget() is page.pane.table
    made = kept(page, village["汪厚行"])[-1]
    assert (made.helper_id, made.state, made.resident_agreed_on) == (village["黄晓燕"], "active", ON.isoformat())
    with page.desk.reading() as session:
        assert session.exec(select(Helper).where(Helper.id == village["吴敏"])).one().left_on == (ON + timedelta(days=8)).isoformat()
    assert page.pane.table.model().row(0).helper.text == "吴敏（到12月1日）"
    page.undo()
    page.refresh()
    assert not any(one.end_date for one in kept(page, village["汪厚行"]))


def test_a_handover_without_the_tick_waits_for_a_yes(page: PairingsPage, village: dict[str, str]) -> None:
    page.hand_over(village["吴敏"])
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    made = kept(page, village["汪厚行"])[-1]
    assert (made.helper_id, made.state, made.helper_agreed_on, made.resident_agreed_on) == (village["黄晓燕"], "proposed", None, None)
    page.hand_over(village["周志平"])
    assert page.form.agreed.isHidden(), "who answers for people is appointed, nobody says yes to it"
    press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert not page.form.agreed.isChecked()


def test_t_writes_who_stands_in_the_cell_says_it_and_ctrl_z_takes_it_back(page: PairingsPage, village: dict[str, str]) -> None:
    go(page, village["汪厚行"], 0)

    def away(dialog: Any) -> None:
        write(dialog.list.field, "黄晓燕")
        press(Qt.Key.Key_Return)

    soon(away)
    key(page.pane.table, Qt.Key.Key_T)
    row = page.pane.table.current_row()
    assert (row.helper.text, row.helper.said) == ("吴敏", "吴敏（外出，黄晓燕代）")
    assert "吴敏（外出，黄晓燕代）" in row.sentence
    model = page.pane.table.model()
    shown = model.index(page.pane.table.currentIndex().row(), 3).data()
    assert shown == "吴敏（外出，黄晓燕代）"
    assert row.levels[0].said == "周志平", "who answers is there"
    undo_last(page.desk.database, page.desk.operator.name)
    page.refresh()
    assert page.pane.table.current_row().helper.said == "吴敏"
    go(page, village["余水莲"], 0)
    soon(lambda dialog: dialog.give(""))
    key(page.pane.table, Qt.Key.Key_T)
    with page.desk.reading() as session:
        assert not session.exec(select(StandIn).where(col(StandIn.removed_at).is_(None))).first(), "nobody stands in an empty cell"


def test_the_cards_of_those_shown_a_child_by_alias_and_nobodys_own_number(
    page: PairingsPage, village: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = page.desk
    with desk.writing("站") as session:
        change_station(session, {"name": "桃源村站", "duty_phone": "07980123456"})
        session.exec(select(Helper).where(Helper.id == village["吴敏"])).one().phones = (PhoneNumber(number="13800000006"),)
        session.exec(select(Pairing).where(Pairing.id == village["吴敏 江保国"])).one().state = "suspended"
    shown: list[list[PairCard]] = []
    monkeypatch.setattr(pair_cards, "cards_job", shown.append)
    monkeypatch.setattr(pair_cards, "preview", lambda *_given: 1)
    key(page.pane.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    found = {(one.whom, one.helper, one.phone, one.duty_phone) for one in shown[0]}
    wanted = {(whom, "吴敏", "13800000006", "07980123456") for whom in ("汪厚行", "小芽（化名）")}
    assert found == wanted, "one who rests, one whom nobody helps and 包保 have no card"
    go(page, village["余水莲"])
    key(page.pane.table, Qt.Key.Key_Space)
    soon(lambda told: told.give("ok"))
    key(page.pane.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(shown) == 1, "of her it is said that there is no card"


def test_the_table_ends_with_a_whole_row_at_every_size(page: PairingsPage, village: dict[str, str]) -> None:
    assert village
    for size in TextSize:
        page.look.set(text_size=size)
        for height in (640, 651, 677):
            page.resize(1366 - page.look.sizes.rail_width, height)
            QApplication.processEvents()
            table = page.pane.table
            assert table.viewport().height() % page.look.sizes.row == 0, (size, height)
            assert table.viewport().height() >= 3 * page.look.sizes.row


def test_several_marked_are_paired_at_once(page: PairingsPage, village: dict[str, str]) -> None:
    for name in ("余水莲", "江保国"):
        go(page, village[name])
        key(page.pane.table, Qt.Key.Key_Space)

    def take(dialog: Any) -> None:
        assert "2 人" in dialog.windowTitle()
        dialog.list.go_to(village["黄晓燕"])
        press(Qt.Key.Key_Return)

    soon(take)
    key(page.pane.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    for name in ("余水莲", "江保国"):
        assert village["黄晓燕"] in {one.helper_id for one in kept(page, village[name])}
    assert not page.pane.table.marked()


def test_a_helper_with_room_is_given_somebody(page: PairingsPage, village: dict[str, str]) -> None:
    page.pane.room.setFocus()
    page.pane.room.go_to(village["黄晓燕"])
    seen = []

    def choose(dialog: Any) -> None:
        seen.append(dialog.windowTitle())
        soon(lambda _other: press(Qt.Key.Key_Return), dialog)
        press(Qt.Key.Key_Return)

    soon(choose)
    key(page.pane.room, Qt.Key.Key_Return)
    assert seen == ["黄晓燕帮谁？"]
    assert [one.helper_id for one in kept(page, village["余水莲"])] == [village["黄晓燕"]]


def test_at_every_size_the_page_fits_and_the_form_is_a_page_of_its_own(page: PairingsPage, village: dict[str, str]) -> None:
    for size in TextSize:
        page.look.set(text_size=size)
        page.resize(1366 - page.look.sizes.rail_width, 728 - page.look.sizes.top_bar - page.look.sizes.status_line)
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= page.width()
        assert page.minimumSizeHint().height() <= page.height()
        page.hand_over(village["吴敏"])
        QApplication.processEvents()
        assert page.pane.isVisible() == (size is TextSize.STANDARD)
        assert page.minimumSizeHint().width() <= page.width()
        press(Qt.Key.Key_Escape)
        assert page.form.isHidden()
        assert page.pane.isVisible()


def test_without_anybody_it_says_what_to_do(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    page = PairingsPage(empty_desk)
    page.refresh()
    shown(page)
    assert "没有该结对的人" in page.pane.nobody.fact.text()
    assert not page.pane.gaps.isVisible()
