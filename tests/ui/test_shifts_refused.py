"""What the roster cannot keep is said in its dialogs, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from stationdesk.ui.shifts_page import ShiftsPage
from tests.ui.keys import key, soon, write
from tests.ui.pairings_kit import press
from tests.ui.shifts_kit import CONTROL, page, save

__all__ = ["page"]


def test_what_is_too_long_is_a_sentence_and_nothing_typed_is_lost(page: ShiftsPage) -> None:
    long = "买合木提江·" * 40
    said: list[str] = []

    def turn(dialog: Any) -> None:
        write(dialog.list.field, long)
        save()
        said.append(dialog.trouble.text())
        dialog.list.field.setText("占国林")
        dialog.remark.setText(long * 9)
        save()
        said.append(dialog.trouble.text())
        assert dialog.remark.text()
        dialog.remark.clear()
        save()

    soon(turn)
    key(page.table, Qt.Key.Key_Return)
    assert all("太长" in one for one in said)
    assert len(said) == 2
    assert page.month is not None
    assert [one.who for one in page.month.turns] == ["占国林"]


def test_a_rota_and_a_book_that_are_too_long_are_sentences_too(page: ShiftsPage) -> None:
    long = "买合木提江·" * 40
    said: list[str] = []

    def rota(dialog: Any) -> None:
        write(dialog.list.field, long)
        press(Qt.Key.Key_Return)
        dialog.leader.setText(long)
        dialog.last.setText("9999-12-31")
        save()
        said.append(dialog.trouble.text())
        dialog.last.setText("哪天")
        save()
        dialog.give("")

    soon(rota)
    key(page.table, Qt.Key.Key_N, CONTROL)
    assert said[0]

    def book(dialog: Any) -> None:
        dialog.taker.setText("徐丽华")
        dialog.giver.setText("占国林")
        dialog.note.setPlainText(long * 20)
        save()
        said.append(dialog.trouble.text())
        dialog.give("")

    soon(book)
    key(page.table, Qt.Key.Key_J, CONTROL)
    assert "太长" in said[1]
    assert page.month is not None
    assert page.month.turns == ()
