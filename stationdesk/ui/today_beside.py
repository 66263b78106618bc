"""The column beside the day's list: read in the background, folded into a line where there is no room, shown whole in a dialog."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.birthdays import birthdays
from stationdesk.services.gaps import OF_CHILDREN, Gap, gaps
from stationdesk.services.shift_tonight import read_tonight
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import ground
from stationdesk.ui.today_side import Beside, TodaySide, TodayStrip, print_list, scrolled

ROOM_EM = 64.0
"""Width of the page, in em of the body type, below which the column becomes a line."""
READS = frozenset({"resident", "kin", "guardian", "category_tag", "care_grade", "setting"}) | {
    "duty_shift",
    "shift_handover",
    "helper",
    "stand_in",
}
"""Registers that birthdays, gaps and the roster are read from."""


class Around(QObject):
    """Birthdays and what is missing, for the page they stand on."""

    def __init__(self, desk: OpenDesk, page: QWidget) -> None:
        super().__init__(page)
        self.desk, self.page = desk, page
        self.beside = Beside(desk.today())
        self._stale = True
        self._until: datetime | None = None
        self.side, self.strip = TodaySide(desk.look), TodayStrip(desk.look)
        self.side.gap_chosen.connect(lambda gap: desk.open_page.emit("mending", gap))
        self.side.list_wanted.connect(partial(print_list, desk, page))
        self.side.roster_wanted.connect(partial(desk.open_page.emit, "shifts", None))
        self.strip.all_wanted.connect(self.show_all)
        self.column = scrolled(self.side)
        self.column.setProperty("edge_left", "true")
        ground(self.column, "paper")
        desk.saved.connect(self._saved)
        desk.look.changed.connect(self._relook)

    def _saved(self, registers: frozenset[str]) -> None:
        self._stale = self._stale or bool(registers & READS)
        if self.page.isVisible():
            self.read(self.desk.today())

    def _relook(self) -> None:
        self.show(self.beside)

    def read(self, on: date) -> None:
        """Read birthdays and gaps in the background, if they may have changed."""
        moment = self.desk.now().replace(tzinfo=None)
        if not self._stale and self.beside.on == on and (self._until is None or moment < self._until):
            return
        self._stale, self._until = False, None
        desk, covered, sees, now = self.desk, self.desk.faces_visitors, self.desk.sees_children, self.desk.now()

        def work(report: Report) -> Beside:
            with desk.reading_everybody(report) as session:
                missing = [gap for gap in gaps(session, on) if sees or gap.code not in OF_CHILDREN]
                duty = read_tonight(session, now, covered=covered)
                return Beside(on, () if covered else birthdays(session, on), missing, duty, covered=covered)

        self.desk.jobs.start(work, self.show)

    def show(self, beside: Beside) -> None:
        """Show the column, or its line."""
        self.beside = beside
        self._until = beside.duty.until if beside.duty is not None else None
        self.side.show_beside(beside)
        self.strip.show_beside(beside)
        self.fold()

    def fold(self) -> None:
        """Show the column where there is room for it, else its line."""
        anything = self.beside.says
        narrow = self.page.width() < ROOM_EM * self.desk.look.sizes.body
        self.column.setFixedWidth(self.side.wide())
        self.column.setVisible(anything and not narrow)
        self.strip.setVisible(anything and narrow)

    def show_all(self) -> None:
        """Show the column as a dialog."""
        dialog = Dialog(self.page, self.desk.look, _("On duty, birthdays and what is missing"))
        side = TodaySide(self.desk.look, most=40)
        side.show_beside(self.beside)
        ground(side, "surface")
        chosen: list[Gap] = []
        side.gap_chosen.connect(chosen.append)
        side.gap_chosen.connect(lambda _gap: dialog.give("gap"))
        side.list_wanted.connect(partial(dialog.give, "list"))
        side.roster_wanted.connect(partial(dialog.give, "roster"))
        area = scrolled(side)
        area.setMinimumHeight(min(side.sizeHint().height(), 520))
        dialog.body.addWidget(area)
        dialog.add_button(_("Close"), "primary", value="close")
        answer = dialog.ask()
        if answer == "list":
            print_list(self.desk, self.page)
        if answer == "roster":
            self.desk.open_page.emit("shifts", None)
        for gap in chosen:
            self.desk.open_page.emit("mending", gap)
