"""What was printed: when, by whom, how many sheets, and whether it was printed before."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.print_log import Printed, printed_list
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable


class PrintedSource:
    """The rows of the log."""

    def __init__(self, printed: Sequence[Printed]) -> None:
        self.printed = {one.id: one for one in printed}

    def ids(self) -> Sequence[Hashable]:
        """Return every entry's id, the newest first."""
        return tuple(self.printed)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self.printed[str(one)] for one in ids if one in self.printed}


def when_words(one: Printed) -> str:
    """Return day and time of a print."""
    at = one.at
    return _("{month}/{day} {hour:02}:{minute:02}").format(month=at.month, day=at.day, hour=at.hour, minute=at.minute)


def sheet_words(one: Printed) -> str:
    """Return how much paper it took; a PDF took none."""
    if one.target == "pdf":
        return table("access_target").label("pdf")
    if one.copies > 1:
        return _("{sheets} sheets, {copies} copies").format(sheets=one.sheets, copies=one.copies)
    return _("{sheets} sheets").format(sheets=one.sheets)


class PrintLogPage(Page):
    """A list to look at; it is never changed."""

    name: ClassVar[str] = "settings.printed"
    reads: ClassVar[frozenset[str]] = frozenset({"access_entry"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        columns = (
            Column(_("When|paper"), when_words, 8.2),
            Column(_("What|paper"), lambda one: one.about, None, bold=True),
            Column(_("People|paper"), lambda one: str(one.people or ""), 3.6, right=True),
            Column(_("Pages|paper"), lambda one: str(one.pages), 3.6, right=True),
            Column(_("Paper"), sheet_words, 8.5),
            Column(_("By whom"), lambda one: one.operator, 6),
            Column(_("Again"), lambda one: _("printed again") if one.reprint else "", 4.6, tone=lambda _one: "amber"),
        )
        self.table = RecordTable(self.look, columns)
        self.table.setAccessibleName(_("What was printed"))
        self.summary = Label("", "small", "ink2")
        self.empty = EmptyState(self.look, _("Nothing was printed yet."), _("Every print and every PDF is listed here, with who made it."))
        margin = self.look.sizes.page_margin
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 16, 0, 0)
        whole.setSpacing(10)
        head = QHBoxLayout()
        head.setContentsMargins(margin, 0, margin, 0)
        head.setSpacing(12)
        head.addWidget(Label(_("What was printed"), "strong"))
        head.addWidget(self.summary, 1)
        whole.addLayout(head)
        around = QHBoxLayout()
        around.setContentsMargins(4, 0, 0, 0)
        around.addWidget(ground(self.empty, "paper"))
        whole.addLayout(around)
        whole.addWidget(self.table, 1)
        self.rest = QWidget()
        whole.addWidget(self.rest, 1)

    def refresh(self) -> None:
        """Read the log again."""
        with self.desk.reading() as session:
            printed = printed_list(session)
        self.table.show(PrintedSource(printed))
        if printed and self.table.currentIndex().row() < 0:
            self.table.go_to_row(0)
        self.table.setVisible(bool(printed))
        self.rest.setVisible(not printed)
        self.empty.setVisible(not printed)
        month = [one for one in printed if (one.at.year, one.at.month) == (self.desk.now().year, self.desk.now().month)]
        self.summary.setText(_("{sheets} sheets of paper this month").format(sheets=sum(one.sheets for one in month)) if printed else "")
