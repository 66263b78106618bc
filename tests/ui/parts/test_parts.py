"""Buttons, segments, fields, filters, labels: what a hand and an ear get from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from stationdesk.ui.parts.bars import AttentionBar, EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField, half_width
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, PiecesLabel, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import CUT, SEPARATOR, laid_out
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tags import FlowLayout, Key, Tag
from stationdesk.ui.parts.tokens import TextSize

NASTY = '<b>张&amp;三</b> & "李四"\n\u202e五\u2066'


def test_a_button_is_never_cut(look: Look, qtbot: QtBot) -> None:
    for size in TextSize:
        look.set(text_size=size)
        button = Button("保存并记下一位", look, "primary", "Ctrl Enter", "check")
        qtbot.addWidget(button)
        wide = button.fontMetrics().horizontalAdvance("保存并记下一位")
        assert button.minimumSizeHint().width() > wide + 40
        assert button.accessibleName() == "保存并记下一位"


def test_the_focus_ring_stands_around_and_goes(look: Look, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    from stationdesk.ui.parts.buttons import FocusRing

    window = QWidget()
    line = QHBoxLayout(window)
    one, other = Button("保存", look), Button("打印", look)
    line.addWidget(one)
    line.addWidget(other)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    one.setFocus()
    ring = window.findChildren(FocusRing)[0]
    assert ring.isVisible()
    assert ring.geometry() == one.geometry().adjusted(-4, -4, 4, 4)
    other.setFocus()
    assert not ring.isVisible()


@pytest.mark.parametrize("size", list(TextSize))
def test_a_sentence_never_ends_with_a_separator(look: Look, size: TextSize) -> None:
    look.set(text_size=size)
    parts = [("117 位老人", "ink2"), (" · ", "ink2"), ("还差 4 人", "late"), (" · ", "ink2"), ("本月 97%，4 个人在联系", "ink2")]
    whole = laid_out(parts, 5000, look)
    assert [text for text, *_rest in whole] == ["117 位老人", SEPARATOR, "还差 4 人", SEPARATOR, "本月 97%，4 个人在联系"]
    full, sign = whole[-1][2] + whole[-1][3], QFontMetrics(look.font("body")).horizontalAdvance(CUT)
    for room in range(full):
        found = laid_out(parts, room, look)
        last, start, width = (found[-1][0], *found[-1][2:]) if found else (CUT, 0, 0)
        assert last != SEPARATOR, f"of {full} pixels {room}"
        assert last.endswith(CUT) or room - start - width < sign, f"of {full} pixels {room}: cut without a sign"
        assert sum(width for *_what, width in found) <= max(room, 0)
    assert laid_out(parts, full, look) == whole


def test_segments_are_chosen_by_figures_and_arrows(look: Look, qtbot: QtBot) -> None:
    segments = Segments([("home", "上门"), ("phone", "电话"), ("video", "视频")], look)
    qtbot.addWidget(segments)
    chosen: list[str] = []
    segments.changed.connect(chosen.append)
    qtbot.keyClicks(segments, "2")
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    qtbot.keyClicks(segments, "9")
    qtbot.keyClick(segments, Qt.Key.Key_Left)
    assert chosen == ["phone", "video", "phone"]
    assert segments.value() == "phone"
    assert segments.accessibleDescription() == "电话"


@given(st.text(max_size=40))
def test_half_width_changes_only_full_width_signs_and_is_done_once(text: str) -> None:
    once = half_width(text)
    assert half_width(once) == once
    assert len(once) == len(text)
    assert all(a == b or "\uff01" <= a <= "\uff5e" or a == "\u3000" for a, b in zip(text, once, strict=True))


def test_full_width_figures_become_plain_when_the_field_is_left(look: Look, qtbot: QtBot) -> None:
    grid = FieldGrid(look)
    phone, other = LineField(look), LineField(look)
    grid.add("电话", phone)
    grid.add("住址", other)
    qtbot.addWidget(grid)
    with qtbot.waitActive(grid):
        grid.show()
        grid.activateWindow()
    phone.setFocus()
    phone.setText("１３８００００００４６，家里")
    other.setFocus()
    assert phone.text() == "13800000046，家里"


def test_enter_goes_on_and_a_long_text_keeps_it(look: Look, qtbot: QtBot) -> None:
    grid = FieldGrid(look)
    first, second, words = LineField(look), ComboField([("", "不知道"), ("male", "男")], look), QPlainTextEdit()
    for label, field in (("姓名", first), ("性别", second), ("说了什么", words)):
        grid.add(label, field)
    qtbot.addWidget(grid)
    with qtbot.waitActive(grid):
        grid.show()
        grid.activateWindow()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Enter)
    assert words.hasFocus()
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert words.toPlainText() == "\n"
    assert first.accessibleName() == "姓名"


def test_advice_stands_beside_the_field_and_is_spoken(look: Look, qtbot: QtBot) -> None:
    grid = FieldGrid(look)
    field = LineField(look)
    row = grid.add("身份证号", field)
    qtbot.addWidget(grid)
    field.say("doubt", "校验位不对，可先保存")
    assert row.words.text() == "校验位不对，可先保存"
    assert field.property("state") == "doubt"
    assert field.accessibleDescription() == "校验位不对，可先保存"
    field.say("plain")
    assert not field.property("state")


def test_a_code_that_is_not_offered_is_not_lost(look: Look, qtbot: QtBot) -> None:
    box = ComboField([("", ""), ("male", "男")], look)
    qtbot.addWidget(box)
    box.set_value("old_code")
    assert box.value() == "old_code"
    box.set_value(None)
    assert box.value() == ""


def test_a_filter_says_its_state(look: Look, qtbot: QtBot) -> None:
    button = FilterButton("组", [("a", "汪家组"), ("b", "A&B组")], look)
    qtbot.addWidget(button)
    assert button.text() == "组 全部"
    with qtbot.waitSignal(button.changed):
        button._tick("a", on=True)
    assert button.text() == "组 汪家组"
    button._tick("b", on=True)
    assert button.text() == "组 2 种"
    assert button.chosen() == {"a", "b"}
    button.set_choices([("b", "A&B组")])
    assert button.chosen() == {"b"}
    offered = [action.text() for action in button.menu().actions()]
    button.set_choices([("b", "A&B组"), ("c", "下屋组")])
    assert len(button.menu().actions()) == len(offered) + 1, "one more is offered"


def test_names_are_shown_literally(qtbot: QtBot) -> None:
    label = Label(NASTY)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert shown(NASTY) == '<b>张&amp;三</b> & "李四" 五'


def test_what_is_cut_stands_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("很长的名字" * 20)
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.grab()
    assert label.toolTip() == "很长的名字" * 20
    label.setText("短")
    label.grab()
    assert label.toolTip() == ""


def test_a_flow_breaks_where_the_room_ends(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QWidget

    box = QWidget()
    flow = FlowLayout(box)
    tags = [Tag(word) for word in ("独居", "高龄", "高血压", "老党员", "不会用智能手机")]
    for tag in tags:
        flow.addWidget(tag)
    qtbot.addWidget(box)
    assert flow.heightForWidth(1000) == tags[0].sizeHint().height()
    assert flow.heightForWidth(120) > 2 * tags[0].sizeHint().height()
    flow.clear()
    assert flow.count() == 0


def test_the_strip_shows_keys_and_offers_to_undo(look: Look, qtbot: QtBot) -> None:
    strip = KeyStrip(look)
    qtbot.addWidget(strip)
    strip.resize(600, 40)
    strip.show()
    strip.set_keys([("↑|↓", "选人"), ("1", "电话")])
    qtbot.wait(1)
    assert [key.text() for key in strip.findChildren(Key) if key.isVisibleTo(strip)] == ["↑", "↓", "1"]
    strip.say("09:05 已电话联系 章火香", undo=True)
    with qtbot.waitSignal(strip.undo):
        strip.undo_button.click()


@pytest.mark.parametrize("tone", ["late", "soon", "calm"])
def test_the_bar_says_one_sentence(look: Look, qtbot: QtBot, tone: str) -> None:
    bar = AttentionBar(look)
    qtbot.addWidget(bar)
    bar.show_sentence(tone, "每日联络：", "昨天未联系")
    assert bar.accessibleName() == "每日联络： 昨天未联系"
    assert bar.property("tone") == tone


def test_an_empty_list_says_what_next(look: Look, qtbot: QtBot) -> None:
    empty = EmptyState(look, "还没有人。", "先导入台账。", "导入台账")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.linked):
        empty.link.click()


def test_segments_go_on_in_a_next_line_where_the_room_ends(look: Look, qtbot: QtBot) -> None:
    choices = [("home", "上门"), ("phone", "电话"), ("video", "视频"), ("station", "到站"), ("neighbour", "邻里代看")]
    segments = Segments(choices, look, wraps=True)
    qtbot.addWidget(segments)
    whole = segments.sizeHint()
    assert segments.heightForWidth(whole.width()) == whole.height()
    assert segments.minimumSizeHint().width() < whole.width()
    narrow = whole.width() - 40
    assert segments.heightForWidth(narrow) > 2 * whole.height()
    segments.resize(narrow, segments.heightForWidth(narrow))
    segments.show()
    boxes = segments._boxes()
    assert all(box.right() < narrow and box.bottom() < segments.height() for box in boxes)
    assert boxes[-1].top() > boxes[0].bottom()
    qtbot.mouseClick(segments, Qt.MouseButton.LeftButton, pos=boxes[-1].center())
    assert segments.value() == "neighbour"


@pytest.mark.parametrize(("width", "seen"), [(400, "男 · 住院 · 1952年9月生"), (80, "男 · 住院"), (30, "男")])
def test_pieces_are_left_out_whole(look: Look, qtbot: QtBot, width: int, seen: str) -> None:
    label = PiecesLabel("")
    qtbot.addWidget(label)
    label.ensurePolished()
    label.set_pieces(["男", "", "住院", "1952年9月生"])
    assert label.cut(width) == seen


def test_a_figure_with_alt_is_no_letter_of_a_text(look: Look, qtbot: QtBot) -> None:
    field = LineField(look)
    qtbot.addWidget(field)
    qtbot.keyClick(field, "1", Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(field, "2")
    assert field.text() == "2"


def test_a_hidden_line_of_a_form_leaves_no_word_behind(look: Look, qtbot: QtBot) -> None:
    grid = FieldGrid(look)
    qtbot.addWidget(grid)
    row = grid.add("提前提醒", LineField(look), "天")
    grid.show()
    row.set_visible(False)
    assert [label.text() for label in grid.findChildren(Label) if label.isVisible()] == []
    row.set_visible(True)
    assert [label.text() for label in grid.findChildren(Label) if label.isVisible()] == ["提前提醒", "天"]
