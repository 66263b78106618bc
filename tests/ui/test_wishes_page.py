"""微心愿 by keys alone: the board foots, filters and finds; steps are taken, refused in a sentence, taken back; many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import select

from stationdesk.registers.access_entry import AccessEntry
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.services.demo_wishes import tell_wishes
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_ahead import ahead_of
from stationdesk.services.wish_board import COLUMNS, Wanted, read_board, total
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.wishes_board import TITLES
from stationdesk.ui.wishes_page import WishesPage
from tests.services.people import ON
from tests.ui.keys import key, soon, write
from tests.ui.wishes_kit import CONTROL, Hands, shown_in, where, wishes_page


@pytest.fixture
def told(desk: OpenDesk) -> OpenDesk:
    """Give a desk on which the demo village's eighteen wishes are written down."""
    with desk.database.writing(desk.operator.name, "心愿", final=True) as session:
        assert tell_wishes(session, ON, desk.operator.name) == 18
    return desk


@pytest.fixture
def page(told: OpenDesk, shown: Callable[..., QWidget]) -> WishesPage:
    return wishes_page(told, shown)


def of(page: WishesPage, content: str) -> str:
    with page.desk.reading() as session:
        return session.exec(select(Wish.id).where(Wish.content == content)).one()


def state(page: WishesPage, content: str) -> str:
    with page.desk.reading() as session:
        wish = of(page, content)
        return ahead_of(session, [wish])[wish].state


def test_the_board_says_what_is_where_and_its_sums_foot(page: WishesPage) -> None:
    assert shown_in(page, "judge") == ["老花镜 300 度", "水彩笔 24 色 一套", "修屋顶漏水"]
    assert shown_in(page, "free")[0] == "棉鞋 38 码，黑色"
    assert shown_in(page, "held")[0] == "高压锅 5 升"
    assert [page.pane.board.heads[name].said for name in COLUMNS][:5] == [
        "3 件，385 元", "5 件，488 元", "4 件，394 元", "2 件，318 元", "4 件，402 元",
    ]  # fmt: skip
    assert page.pane.count.text() == "本季度收到 17 件，圆梦 4 件"
    assert "瓷厂社区志愿队答应 11月20日 送到" in page.pane.bar.accessibleName()
    late = page.pane.board.views["held"].cards.card(0)
    assert (late.late, late.after) == (True, "明天自动退回“待认领”")
    assert late.sentence.startswith("高压锅 5 升，199 元，")
    child = page.pane.board.views["free"].cards.card(0)
    assert child.who.startswith("小满（化名）")
    with page.desk.reading() as session:
        board = read_board(session, ON)
        everything = board.columns(Wanted(everything=True))
        assert total(everything.values()) == (18, sum(row.money for row in board.rows.values()))


def test_a_child_is_found_by_the_alias_alone(page: WishesPage) -> None:
    with page.desk.reading() as session:
        shoes = session.exec(select(Wish).where(Wish.content == "棉鞋")).one()
        name = session.exec(select(Resident.name).where(Resident.id == shoes.resident_id)).one()
    key(where(page), Qt.Key.Key_F, CONTROL)
    field = QApplication.focusWidget()
    assert field is page.pane.typed
    for typed, found in ((name, 0), ("小满", 1), ("棉鞋", 1), ("瓷厂", 2), ("没有这样的", 0)):
        page.pane.typed.clear()
        write(page.pane.typed, typed)
        assert sum(len(column.rows) for column in page.pane.board.shown.values()) == found, typed
    assert page.pane.stack.currentIndex() == 1
    page.pane.widen()
    assert total(page.pane.board.shown.values())[0] == 18


def test_arrows_go_from_column_to_column_and_enter_opens_all_that_is_known(page: WishesPage) -> None:
    board = page.pane.board
    key(where(page), Qt.Key.Key_Right)
    assert board.current() is not None
    assert board.current().content == "高压锅"  # type: ignore[union-attr]
    key(board.views["held"], Qt.Key.Key_Down)
    key(board.views["held"], Qt.Key.Key_Up)
    key(board.views["held"], Qt.Key.Key_Return)
    story = page.view.story
    assert story is not None
    assert story.next_words == ("11月20日 前把东西送到，过期 3 天", "red")
    assert [line.text.split(" · ")[0] for line in story.history][-3:] == ["审核通过", "提交", "提出心愿"]
    assert ("联系人", "余师傅，138****0033") in [(line.label, line.text) for line in story.taker]
    key(page, Qt.Key.Key_F9)
    assert page.view.story is not None
    assert "余师傅，13800000033" in [line.text for line in page.view.story.taker]
    page.desk.write_log()
    with page.desk.reading() as session:
        assert set(session.exec(select(AccessEntry.what))) >= {"opened", "shown"}
    key(page, Qt.Key.Key_Escape)
    assert not page.view.isVisible()
    assert board.views["held"].hasFocus()


def test_a_wish_that_is_over_opens_on_the_thanks_and_says_apart_who_did_what(page: WishesPage) -> None:
    with page.desk.reading() as session:
        over = next(wish for wish, one in ahead_of(session).items() if one.state == "reviewed")
    page.pane.go_to(over)
    key(where(page), Qt.Key.Key_Return)
    story = page.view.story
    assert story is not None
    assert story.actions[0] == "thank"
    assert page.view.buttons[0].hasFocus()
    told = [line.text for line in story.history]
    assert all(" · " in text for text in told)
    assert not [text for text in told if "　" in text]


def test_more_time_and_given_back_from_the_bar(page: WishesPage) -> None:
    hands = Hands(page)
    soon(hands.save)
    page.pane.longer.click()
    assert page.pane.late_row() is None
    assert page.pane.bar.isHidden()
    undo_last(page.desk.database, page.desk.operator.name)
    page.refresh()
    soon(hands.fill(text="他们说没有车"))
    page.pane.back.click()
    assert state(page, "高压锅") == "published"
    assert page.pane.strip.words.text().endswith("认领作废，心愿可再认领：高压锅") or "高压锅" in page.pane.strip.words.text()
    page.undo()
    assert state(page, "高压锅") == "claimed"


def test_what_cannot_be_done_is_a_sentence_and_nothing_moves(page: WishesPage) -> None:
    page.pane.go_to(of(page, "老花镜"))
    heard: list[str] = []

    def read(dialog: Any) -> None:
        heard.append(dialog.text.text())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    soon(read)
    key(where(page), Qt.Key.Key_D)
    assert heard == ["这件心愿现在是“待审核”。现在能做的：审核通过、上门核实、退回补充、不符合。"]
    soon(read)
    page.actions_of.dropped(page.pane.board.current(), "true")  # type: ignore[arg-type]
    assert len(heard) == 2
    assert state(page, "老花镜") == "pending"


def test_a_card_is_dropped_where_its_next_step_leads(page: WishesPage) -> None:
    wish = of(page, "护膝")
    page.pane.go_to(wish)
    board = page.pane.board
    source, target = board.views["held"], board.views["brought"]
    data = source.cards.mimeData([source.currentIndex()])
    move, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(QPoint(20, 20)), move, data, Qt.MouseButton.LeftButton, none)
    soon(Hands(page).save)
    target.dropEvent(event)
    QTest.qWait(200)
    assert state(page, "护膝") == "delivered"
    assert "护膝 大号 一副" in shown_in(page, "brought")


def test_a_unit_takes_many_and_brings_them_in_one_step(page: WishesPage) -> None:
    hands, board = Hands(page), page.pane.board
    page.pane.go_to(of(page, "电热毯"))
    hands.press(Qt.Key.Key_Space)
    page.pane.go_to(of(page, "轮椅坐垫"))
    hands.press(Qt.Key.Key_Space)
    assert len(board.marked) == 2

    def take(dialog: Any) -> None:
        write(dialog.claimer, "区粮食公司支部")
        hands.save()

    hands.step(Qt.Key.Key_C, take)
    assert (state(page, "电热毯"), state(page, "轮椅坐垫"), board.marked) == ("claimed", "claimed", set())
    board.marked = {of(page, "电热毯"), of(page, "轮椅坐垫")}
    hands.step(Qt.Key.Key_D, hands.fill(signed="本人"))
    assert (state(page, "电热毯"), state(page, "轮椅坐垫")) == ("delivered", "delivered")
    page.undo()
    assert (state(page, "电热毯"), state(page, "轮椅坐垫")) == ("claimed", "claimed")


def test_a_wish_is_written_down_in_a_few_keys(page: WishesPage) -> None:
    hands = Hands(page)
    with page.desk.reading() as session:
        name = next(one.name for one in session.exec(select(Resident)) if (one.age(ON.isoformat()) or 0) > 70)

    def write_down(dialog: Any) -> None:
        write(dialog.content, "一把躺椅")
        hands.save()

    def find(dialog: Any) -> None:
        write(dialog.field, name)
        soon(write_down, dialog)
        hands.inside(Qt.Key.Key_Return)

    soon(find)
    hands.press(Qt.Key.Key_N, CONTROL)
    assert state(page, "一把躺椅") == "pending"
    assert hands.keys + len(name) <= 20
    assert page.pane.board.current() is not None
    assert page.pane.board.current().content == "一把躺椅"  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [TextSize.LARGE, TextSize.EXTRA_LARGE])
def test_columns_without_room_fold_to_their_headings(told: OpenDesk, shown: Callable[..., QWidget], size: TextSize) -> None:
    told.look.set(text_size=size)
    page = wishes_page(told, shown, 1190)
    board = page.pane.board
    for _step in range(5):
        key(where(page), Qt.Key.Key_Right)
    assert board.at == "true"
    assert board.parts["true"].isVisible()
    seen = [name for name, part in board.parts.items() if part.isVisible()]
    assert [name for name, link in board.link_of.items() if link.isVisible()] == [name for name in TITLES if name not in (*seen, "off")]
    assert all(board.parts[name].width() >= 12 * told.look.sizes.body for name in seen)


def test_an_empty_village_says_what_to_do(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    page = wishes_page(empty_desk, shown)
    assert page.pane.stack.currentIndex() == 1
    assert "Ctrl N" in page.pane.nothing.following.text()
