"""Parts of the 上报 page: the line about the stick, what goes this time, what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import moment_words
from stationdesk.services.report_calendar import ReportPeriod
from stationdesk.services.returned import Return
from stationdesk.services.waiting import Waiting
from stationdesk.ui import key_map
from stationdesk.ui.county_returns import SIDE, ReturnsList
from stationdesk.ui.county_watch import Carrier
from stationdesk.ui.county_words import CarrierWords
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout

WIDE = 400


class CarrierLine(QWidget):
    """Where the report goes, and the links that choose another place."""

    folder_wanted = Signal()
    stick_wanted = Signal()
    other_wanted = Signal()
    network_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(9)
        self.icon = QLabel()
        line.addWidget(self.icon)
        self.head = Label("", "body_bold")
        line.addWidget(self.head)
        self.text = ElidedLabel("", "body", "ink2")
        line.addWidget(self.text, 1)
        self.other = LinkButton(_("Take the other one"), look)
        self.to_stick = LinkButton(_("Use a stick again"), look)
        self.to_folder = LinkButton(_("Without a stick, into a folder"), look)
        self.to_network = LinkButton(_("Over the network"), look)
        self.links = (self.other, self.to_stick, self.to_folder, self.to_network)
        wanted_by = (self.other_wanted, self.stick_wanted, self.folder_wanted, self.network_wanted)
        for link, wanted in zip(self.links, wanted_by, strict=True):
            link.clicked.connect(wanted)
            line.addWidget(link)

    def say(self, words: CarrierWords, carrier: Carrier | None, *, in_folder: bool, enrolled: bool) -> None:
        """Show what is said of the stick."""
        self.icon.setPixmap(self.look.pixmap(words.icon, words.tone))
        self.head.say(words.head, "amber" if words.tone == "amber" else "ink")
        self.text.setText(words.text)
        self.setAccessibleName(f"{words.head} {words.text}".strip())
        far = carrier is not None and carrier.is_far
        self.to_stick.setVisible(in_folder or far)
        self.to_folder.setVisible(enrolled and not far)
        self.to_network.setVisible(enrolled and not far)
        self.to_folder.setText(_("Another folder") if in_folder else _("Without a stick, into a folder"))
        self.other.setVisible(carrier is not None and carrier.is_stick and carrier.sticks > 1)

    def switch(self, *, on: bool) -> None:
        """Let another place be chosen, or not while the work runs."""
        for link in self.links:
            link.setEnabled(on)


class CalendarLine(QWidget):
    """The heading of the list of reports, and which weeks or months are reported; the link asks how and when."""

    wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        line.addWidget(Label(_("Every report, and whether the county has it"), "strong"))
        self.periods = ElidedLabel("", "body", "ink2")
        line.addWidget(self.periods, 1)
        self.link = LinkButton(_("How and when"), look, key_map.shown("county.settings"))
        self.link.clicked.connect(self.wanted)
        line.addWidget(self.link)

    def say(self, periods: Sequence[ReportPeriod]) -> None:
        """Show the periods, the newest first."""
        said = " · ".join(one.words for one in periods)
        self.periods.setText(said)
        self.setAccessibleName(said)


class ThisTime(QWidget):
    """How much of what goes with this report, and since when."""

    list_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self.heading = Label("", "strong")
        box.addWidget(self.heading)
        line = QHBoxLayout()
        holder = QWidget()
        self.counts = FlowLayout(holder, 20)
        line.addWidget(holder, 1)
        self.link = LinkButton(_("See the list"), look, key_map.shown("county.list"))
        self.link.clicked.connect(self.list_wanted)
        line.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(line)

    def say(self, waiting: Waiting, on: date, *, written: bool) -> None:
        """Show the counts; `written` says that they have just been written."""
        title = (_("Just written: {count} entries") if written else _("The {count} entries of this report")).format(count=waiting.entries)
        self.heading.setText(title if waiting.entries else _("Nothing to report"))
        self.counts.clear()
        for name, count in waiting.groups:
            self.counts.addWidget(self._pair(name, count))
        if not waiting.entries:
            self.counts.addWidget(Label(_("Nothing waits; what you enter next goes with the next report."), "body", "ink2"))
        elif waiting.since is not None:
            words = moment_words(waiting.since, on)
            self.counts.addWidget(Label(_("Entered after {moment}").format(moment=words), "body", "ink2"))
        self.link.setVisible(bool(waiting.entries))

    @staticmethod
    def _pair(name: str, count: int) -> QWidget:
        pair = QWidget()
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(5)
        line.addWidget(Label(name))
        line.addWidget(Label(str(count), "body_bold"))
        pair.setAccessibleName(f"{name} {count}")
        return pair


class CountySide(QFrame):
    """The right side: what came back, and the one rule."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        ground(self, "surface")
        self.setProperty("edge_left", "true")
        box = QVBoxLayout(self)
        box.setContentsMargins(24 - SIDE, 16, 24 - SIDE, 16)
        box.setSpacing(8)
        self.returns = ReturnsList(look)
        said = _("Nothing yet. Hand the stick in; the county's answer comes back on the same stick.")
        self.nothing = Label(said, "body", "ink2", wrap=True)
        rule = Label(_("Without a receipt nothing counts as received by the county."), "small", "ink2", wrap=True)
        title = Label(_("Back from the county"), "strong")
        for label in (title, self.nothing, rule):
            label.setContentsMargins(SIDE, 0, SIDE, 0)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        self.link = LinkButton(_("What the county wants"), look, key_map.shown("county.wanted"))
        everything = Return("task", _("What the county wants"), "", "", page="from_county")
        self.link.clicked.connect(lambda _checked=False: self.returns.wanted.emit(everything))
        key_map.attach(self, "county.wanted", self.link.click)
        head.addWidget(self.link)
        box.addLayout(head)
        box.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.returns, 1)
        box.addWidget(rule)
        self.nothing.hide()
        self.setFixedWidth(WIDE)

    def show_returns(self, found: Sequence[Return]) -> None:
        """Show what came back, or what to do so that something does."""
        self.returns.show_returns(found)
        self.returns.setVisible(bool(found))
        self.nothing.setVisible(not found)
