"""A page of the clerk with one list: title, filters, list, the line one stands on in full, keys; most are read beside the screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn, export_list
from stationdesk.services.operators import must_change_settings
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import choose_new_file, tell
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments


class Rows:
    """Rows that are in memory, each by its place."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.all = rows

    def ids(self) -> Sequence[Hashable]:
        """Return the places."""
        return range(len(self.all))

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows."""
        return {at: self.all[int(str(at))] for at in ids}


class ListPage(Page):
    """What the clerk's pages with a list have in common."""

    desk: ClerkDesk

    def __init__(self, desk: ClerkDesk, title: str, columns: Sequence[Column], shows: Sequence[tuple[str, str]]) -> None:
        super().__init__(desk)
        self.title, self.told = Label(title, "title"), ElidedLabel("", "body", "ink2")
        self.table = RecordTable(self.look, columns)
        self.table.setAccessibleName(title)
        self.shows = Segments(shows, self.look, small=True, numbered=False)
        self.shows.setAccessibleName(_("What is shown"))
        self.shows.set_value(shows[0][0])
        self.whole = Label("", "body", wrap=True)
        self.strip, self.empty = KeyStrip(self.look), EmptyState(self.look, "", "")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self._lay_out()
        self.shows.changed.connect(lambda _code: self.show_rows())
        self.table.current_changed.connect(lambda _row: self.show_line())
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        self.strip.undo.connect(lambda: self.window().undo())  # type: ignore[attr-defined]
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        margin = self.look.sizes.page_margin
        head = QHBoxLayout()
        head.setContentsMargins(margin, 12, margin, 8)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.told, 1)
        head.addLayout(self.buttons)
        line = QHBoxLayout()
        line.setContentsMargins(margin, 0, margin, 8)
        line.addWidget(self.shows)
        line.addStretch(1)
        self.nothing = QWidget()
        box = QVBoxLayout(self.nothing)
        box.setContentsMargins(margin, 8, margin, 0)
        box.addWidget(ground(self.empty, "paper"))
        box.addStretch(1)
        self.whole.setContentsMargins(margin, 8, 20, 10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(line)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.nothing, 1)
        self.above = rule()
        whole.addWidget(self.above)
        whole.addWidget(self.whole)
        whole.addWidget(self.strip)

    def add_button(self, words: str, key: str, slot: Any, icon: str = "") -> Button:
        """Add a button at the right of the title."""
        button = Button(words, self.look, "plain", key, icon=icon, small=True)
        button.clicked.connect(lambda _on=False: slot())
        self.buttons.addWidget(button)
        return button

    def topic(self) -> str:
        """Return the manual's page."""
        return "clerk"

    def show_these(self, rows: Sequence[Any], nothing: tuple[str, str]) -> None:
        """Show rows; without any, two sentences in their place."""
        at = max(self.table.currentIndex().row(), 0)
        self.table.show(Rows(rows))
        self.table.go_to_row(min(at, len(rows) - 1))
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.empty.say(*nothing)
        self.show_line()

    def show_line(self) -> None:
        """Show in full what the list stands on."""
        row = self.table.current_row() if self.table.isVisibleTo(self) else None
        self.whole.setText(self.in_full(row) if row is not None else "")
        self.whole.setVisible(row is not None)
        self.above.setVisible(row is not None)

    def in_full(self, row: Any) -> str:
        """Return a row in full; a page that has more to say than its columns says it here."""
        return str(row)

    def show_rows(self) -> None:
        """Show what the filter asks for."""

    def _failed(self, error: DeskError) -> None:
        tell(self, self.look, _("This was not done"), error.message, _("I see"))

    def begin(self, work: Callable[[Report], Any], done: Callable[[Any], None]) -> None:
        """Begin a long work; while another one is under way, say so."""
        if not self.desk.begin(work, done, self._failed):
            tell(self, self.look, _("Something else is under way"), _("Please wait until it is done, then press again."), _("I see"))

    def save_as(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Save rows as a workbook where the clerk wants it."""
        must_change_settings(self.desk.operator)
        path: Path | None = choose_new_file(self, _("Save the list"), f"{name}.xlsx", "Excel (*.xlsx)")
        if path is not None:
            export_list(path.with_suffix(".xlsx"), name, [ListColumn(head) for head in heads], rows)
            self.desk.said(_("Saved: {file}").format(file=path.with_suffix(".xlsx").name), undo=False)


class ReadPage(ListPage):
    """A list that is read from the ledger while the page is looked at; one reading at a time."""

    def __init__(self, desk: ClerkDesk, title: str, columns: Sequence[Column], shows: Sequence[tuple[str, str]]) -> None:
        self.trouble, self.reading, self.again = "", False, False
        super().__init__(desk, title, columns, shows)
        desk.board_read.connect(self.read)

    @abstractmethod
    def asked(self) -> Callable[[Report], Any]:
        """Return the work that reads, holding nothing of the screen."""

    @abstractmethod
    def found_is(self, found: Any) -> None:
        """Keep what was read."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Read when the page comes into sight."""
        super().showEvent(event)
        self.read()

    def refresh(self) -> None:
        """Show what was read last, and read again."""
        self.show_rows()
        self.read()

    def read(self) -> None:
        """Read beside the screen; what is asked for meanwhile is read after it, and what a long work holds when it is done."""
        if self.reading or not self.isVisible() or self.desk.work is not None:
            self.again = self.reading
            return
        self.reading = True
        self.desk.jobs.start(self.asked(), self._read, self._unread)

    def _read(self, found: Any) -> None:
        self.found_is(found)
        self._told("")

    def _unread(self, error: DeskError) -> None:
        self._told(error.message)

    def _told(self, trouble: str) -> None:
        self.reading, self.trouble = False, trouble
        self.show_rows()
        again, self.again = self.again, False
        if again:
            self.read()

    def empty_words(self, fact: str, following: str) -> tuple[str, str]:
        """Return what stands in the place of an empty list: that the ledger could not be read, or what the page says."""
        return (_("The county's ledger could not be read."), self.trouble) if self.trouble else (fact, following)
