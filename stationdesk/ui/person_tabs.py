"""The tabs under a person: history, health, family, papers; a tab with nothing in it is not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.person_sheets import Sheets
from stationdesk.services.sheet_line import SheetLine
from stationdesk.ui import key_map
from stationdesk.ui.health_view import HealthView
from stationdesk.ui.parts.labels import Label, ground, restyle, rule, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.person_further import Further
from stationdesk.ui.person_head import empty
from stationdesk.ui.person_history import Ask, HistoryView


class SheetView(QScrollArea):
    """Lines of label and value, wrapped, never cut."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setWidgetResizable(True)
        inner = QWidget()
        inner.setProperty("ground", "clear")
        self.grid = QGridLayout(inner)
        self.grid.setContentsMargins(0, 8, 8, 8)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)
        self.setWidget(inner)

    def show_lines(self, lines: Sequence[SheetLine]) -> None:
        """Show these lines."""
        empty(self.grid)
        for at, line in enumerate(lines):
            self.grid.addWidget(Label(shown(line.label), tone="ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(Label(shown(line.text), tone=line.tone or "ink", wrap=True), at, 1)
        self.grid.setRowStretch(len(lines), 1)


class PersonTabs(QWidget):
    """A bar of words over what they name."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # the facts above are never squeezed for the list
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setAccessibleName(_("What to see of the person"))
        self.count = Label("", "small", "ink2")
        self.stack = QStackedWidget()
        self.history = HistoryView(look)
        self.sheet = SheetView(look)
        self.health = HealthView(look)
        self.found = Sheets()
        self.further: Further | None = None
        for view in (self.history, self.sheet, self.health):
            self.stack.addWidget(view)
        self.lines: dict[str, Sequence[SheetLine]] = {}
        self.set_ground("surface")
        self._lay_out()
        self.bar.currentChanged.connect(self._turn)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(self.bar)
        line.addStretch(1)
        line.addWidget(self.count)
        box.addLayout(line)
        box.addWidget(rule())
        box.addSpacing(5)
        box.addWidget(self.stack, 1)

    def set_ground(self, token: str) -> None:
        """Stand on paper or on the brighter surface."""
        for widget in (self.history, self.sheet, self.health):
            ground(widget, token)
            restyle(widget)

    def show_person(self, found: Sheets, count: int, ask: Ask | None, on: date, *, keep: bool) -> None:
        """Show a person's tabs; `keep` stays on the tab one is at."""
        before = str(self.bar.tabData(self.bar.currentIndex()) or "") if keep else ""
        self.found = found
        self.lines = {"health": ()} if found.open else {}
        self.lines |= {"family": found.family} if found.family else {}
        self.lines |= {"plan": ()} if found.open else {}
        self.lines |= {
            code: lines for code, lines in (("requests", found.requests), ("wishes", found.wishes), ("papers", found.papers)) if lines
        }
        words = {
            "history": _("History"),
            "health": _("Health|tab"),
            "family": _("Family and kin"),
            "plan": _("Care plan"),
            "requests": _("Requests|tab"),
            "wishes": _("Wishes|tab"),
            "papers": _("Papers|tab"),
        }
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        for code in ("history", *self.lines):
            self.bar.setTabData(self.bar.addTab(words[code]), code)
        at = next((n for n in range(self.bar.count()) if self.bar.tabData(n) == before), 0)
        self.bar.setCurrentIndex(at)
        self.bar.blockSignals(False)
        self.bar.updateGeometry()  # a bar that has not been shown yet keeps the width of no tabs
        self.history.model().show(count, ask, on)
        self.count.setText(_("{count} events in all").format(count=count) if count else "")
        self._turn(at)

    def _turn(self, at: int) -> None:
        code = str(self.bar.tabData(at) or "history")
        self.count.setVisible(code == "history")
        further = self.further
        if code == "health" and further is not None:
            self.health.show_pane(further.health(), self.found.health, further.every_reading)
            self.stack.setCurrentWidget(self.health)
            return
        if code == "plan" and further is not None:
            self.lines["plan"] = further.plan() or (_no_plan(),)
        if code in self.lines:
            self.sheet.show_lines(self.lines[code])
        self.stack.setCurrentWidget(self.sheet if code in self.lines else self.history)

    def turn_to(self, code: str) -> None:
        """Show the tab called so, if it is there."""
        at = next((n for n in range(self.bar.count()) if self.bar.tabData(n) == code), -1)
        if at >= 0:
            self.bar.setCurrentIndex(at)


def _no_plan() -> SheetLine:
    said = _("There is no care plan yet. {key} makes the first from what the record says.")
    return SheetLine(_("Care plan"), said.format(key=key_map.shown("residents.plan")))
