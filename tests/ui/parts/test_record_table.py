"""A list of 100,000 asks for the rows it shows, and for no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import PAGE, PAGES, ROW_ROLE, Column
from stationdesk.ui.parts.record_table import RecordTable


@dataclass
class Numbers:
    """Rows that are numbers."""

    count: int
    asked: list[int] = field(default_factory=list)
    missing: frozenset[int] = frozenset()

    def ids(self) -> Sequence[int]:
        """Return the numbers."""
        return range(self.count)

    def rows(self, ids: Any) -> dict[int, str]:
        """Return the rows of some numbers."""
        self.asked += ids
        return {one: f"第{one}位" for one in ids if one not in self.missing}


def table(look: Look, qtbot: QtBot, source: Numbers) -> RecordTable:
    """Return a table of numbers, shown."""
    made = RecordTable(look, [Column("姓名", str), Column("字数", lambda row: str(len(row)), 5, right=True)])
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show(source)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_only_what_is_seen_is_asked_for(look: Look, qtbot: QtBot) -> None:
    source = Numbers(100_000)
    made = table(look, qtbot, source)
    made.grab()
    assert set(source.asked) == set(range(PAGE))
    made.go_to_row(99_999)
    made.grab()
    assert len(source.asked) <= 3 * PAGE
    assert made.current_row() == "第99999位"


def test_the_pages_kept_are_limited(look: Look, qtbot: QtBot) -> None:
    made = table(look, qtbot, Numbers(PAGE * (PAGES + 20)))
    for page in range(PAGES + 20):
        made.model().row(page * PAGE)
    assert len(made.model()._pages) <= PAGES


def test_keys_open_and_mark(look: Look, qtbot: QtBot) -> None:
    made = table(look, qtbot, Numbers(10))
    made.go_to_row(0)
    qtbot.keyClick(made, Qt.Key.Key_Down)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert made.marked() == {1}
    with qtbot.waitSignal(made.activated_row) as opened:
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert opened.args == ["第1位"]
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert made.marked() == set()


def test_the_current_row_stays_when_the_list_is_read_again(look: Look, qtbot: QtBot) -> None:
    made = table(look, qtbot, Numbers(500))
    made.go_to(300)
    made.show(Numbers(400))
    assert made.current_id() == 300
    made.show(Numbers(200))
    assert made.current_id() is None


def test_a_row_that_is_gone_is_an_empty_line(look: Look, qtbot: QtBot) -> None:
    made = table(look, qtbot, Numbers(3, missing=frozenset({1})))
    made.grab()
    assert made.model().data(made.model().index(1, 0)) is None
    assert made.model().data(made.model().index(2, 0), ROW_ROLE) == "第2位"


def test_forgetting_leaves_nothing(look: Look, qtbot: QtBot) -> None:
    made = table(look, qtbot, Numbers(10))
    made.model().forget()
    assert made.model().rowCount() == 0
    assert not made.model()._pages


def test_the_current_row_stays_in_sight_when_what_stands_below_grows(look: Look, qtbot: QtBot) -> None:
    made = table(look, qtbot, Numbers(100))
    last = made.indexAt(made.viewport().rect().bottomLeft()).row() - 1
    made.go_to_row(last)
    made.resize(600, 340)
    assert made.viewport().rect().contains(made.visualRect(made.currentIndex())), "its last line is seen too"
    made.resize(600, 400)
    made.verticalScrollBar().setValue(made.verticalScrollBar().maximum())
    made.resize(600, 340)
    assert made.verticalScrollBar().value() > 0
    assert not made.viewport().rect().intersects(made.visualRect(made.currentIndex())), "who scrolled away is not pulled back"
