"""上报: what goes to the county with the next stick, whether it got what went before, and what came back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.operators import must_change_settings
from stationdesk.services.periods import Period, periods
from stationdesk.services.report_calendar import ReportPeriod, report_periods
from stationdesk.services.returned import Return, returned
from stationdesk.services.road import county_row
from stationdesk.services.status_line import county_fact
from stationdesk.services.waiting import Waiting, waiting, waiting_count
from stationdesk.sync.carriers import ROOT
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import ENDING
from stationdesk.sync.line_check import TRAVELLING
from stationdesk.sync.reporting import Outcome
from stationdesk.ui import key_map
from stationdesk.ui.county_again import use_again
from stationdesk.ui.county_cards import print_cards
from stationdesk.ui.county_parts import CalendarLine, CarrierLine, CountySide, ThisTime
from stationdesk.ui.county_periods import INDENT, periods_table, show_actions, show_periods
from stationdesk.ui.county_steps import StepsCard
from stationdesk.ui.county_watch import CarrierWatch
from stationdesk.ui.county_words import FAR, carrier_words, did_words, done_steps, outcome_words, plain_steps, running_steps, where_of
from stationdesk.ui.enrol_dialog import ask_to_enrol
from stationdesk.ui.far_dialog import ask_how
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Job
from stationdesk.ui.parts.dialogs import choose_files, choose_folder
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground

MANY = 5000  # entries above which they are counted away from the screen


class Read(NamedTuple):
    """What is counted away from the screen."""

    waiting: Waiting | None
    returns: list[Return]
    periods: list[ReportPeriod]


class CountyPage(Page):
    """One button, three sentences; below, the only question that matters later: has the county got it."""

    name: ClassVar[str] = "county"
    reads: ClassVar[frozenset[str]] = frozenset(TRAVELLING)

    def __init__(self, desk: OpenDesk, root: Path = ROOT) -> None:
        super().__init__(desk)
        self.outcome: Outcome | None = None
        self.note = ""
        self.enrolled, self.town = True, ""
        self.waiting = Waiting(0, 0, (), None, 0)
        self.watch = CarrierWatch(desk, root, self)
        self.watch.changed.connect(self.show_carrier)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._left(), 1)
        self.side = CountySide(self.look)
        self.side.returns.wanted.connect(self.follow)
        line.addWidget(self.side)
        for name, slot in (("report", self.report), ("cancel", self.cancel), ("list", self.show_list), ("again", self.watch.look)):
            key_map.attach(self, f"county.{name}", slot)
        key_map.attach(self, "county.settings", self.set_up)
        self.begin_at(self.card.button)
        self.look.changed.connect(self.show_carrier)
        desk.road.began.connect(self._began)
        desk.road.progressed.connect(self.progress)
        desk.road.ended.connect(self._ended)
        if self.job is not None:
            self._began()

    @property
    def job(self) -> Job | None:
        """The exchange under way, whoever has begun it."""
        return self.desk.road.job

    def _left(self) -> QWidget:
        left = ground(QWidget(), "paper")
        whole = QVBoxLayout(left)
        whole.setContentsMargins(24 - INDENT, 14, 28, 16)
        whole.setSpacing(0)
        box = QVBoxLayout()
        box.setContentsMargins(INDENT, 0, 0, 0)
        box.setSpacing(0)
        whole.addLayout(box)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Label(_("Report"), "title"))
        self.until = ElidedLabel("", "body", "ink2")
        head.addWidget(self.until, 1)
        self.carrier_line = CarrierLine(self.look)
        self.carrier_line.folder_wanted.connect(self.choose_folder)
        self.carrier_line.stick_wanted.connect(lambda: self.watch.use_folder("", _("Report onto a stick")))
        self.carrier_line.other_wanted.connect(self.watch.next_stick)
        self.carrier_line.network_wanted.connect(self.use_network)
        self.card = StepsCard(self.look)
        self.card.pressed.connect(self.report)
        self.card.cancelled.connect(self.cancel)
        self.this_time = ThisTime(self.look)
        self.this_time.list_wanted.connect(self.show_list)
        box.addLayout(head)
        for gap, widget in ((4, self.carrier_line), (6, self.card), (16, self.this_time)):
            box.addSpacing(gap)
            box.addWidget(widget)
        box.addSpacing(14)
        self.calendar = CalendarLine(self.look)
        self.calendar.wanted.connect(self.set_up)
        box.addWidget(self.calendar)
        self.table = periods_table(self.look)
        self.table.activated_row.connect(self.show_list)
        whole.addWidget(self.table, 1)
        said = _("Nothing has been entered yet. What you enter stands here until the county has it.")
        self.nothing = Label(said, "body", "ink2", wrap=True)
        self.nothing.setContentsMargins(INDENT, 6, 0, 0)
        whole.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        return left

    # -- what it shows

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Watch for sticks while the page is looked at."""
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Watch no longer; what was done last is told once."""
        super().hideEvent(event)
        self.watch.stop()
        if self.job is None:
            self.outcome, self.note = None, ""

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the page."""
        return [(key_map.shown("county.report"), _("start reporting")), (key_map.shown("county.list"), _("see the list"))]

    def refresh(self) -> None:
        """Count what goes, and say what the county has."""
        on, children = self.desk.today(), self.desk.sees_children
        with self.desk.reading() as session:
            side = county_row(session)
            self.enrolled, self.town = side is not None, str(side.town) if side is not None else ""
            count = waiting_count(session)
            many = count > MANY
            self.waiting = replace(self.waiting, entries=count) if many else waiting(session)
            found = periods(session, on)
            fact = county_fact(session, self.desk.now())
        self.until.setText(fact.text)
        self.until.set_tone("amber" if fact.tone == "amber" else "ink2")
        show_periods(self.table, found)
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.show_carrier()

        database = self.desk.database

        def read(_report: object) -> Read:
            with database.reading() as session:
                return Read(waiting(session) if many else None, returned(session, on, children=children), report_periods(session, on))

        self.desk.jobs.start(read, self.show_read)

    def show_read(self, found: Read) -> None:
        """Show what was counted away from the screen."""
        if found.waiting is not None:
            self.waiting = found.waiting
            self.show_carrier()
        self.side.show_returns(found.returns)
        self.calendar.say(found.periods)

    def show_carrier(self) -> None:
        """Say where the report goes, and what the button will do or has done."""
        if self.job is not None:
            return
        carrier = self.watch.carrier
        if carrier is None and self.outcome is not None and not self.outcome.trouble:
            self.outcome = None
        where = where_of(carrier)
        written = self.outcome is not None and self.outcome.written is not None
        self.this_time.say(self.waiting, self.desk.today(), written=written)
        words = carrier_words(carrier, self.waiting, looked=self.watch.looked, enrolled=self.enrolled)
        self.carrier_line.say(words, carrier, in_folder=bool(self.watch.folder), enrolled=self.enrolled)
        if self.outcome is not None:
            self.card.say(done_steps(self.outcome, self.town, where))
            self.card.tell(*outcome_words(self.outcome))
        else:
            self.card.say(plain_steps(carrier, self.waiting, self.town, enrolled=self.enrolled))
            self.card.tell(self.note or (carrier.trouble if carrier is not None else ""))
        self.card.ready(words.reason, _("Start reporting") if self.enrolled else _("Enrol with the county"))
        if self.hasFocus() and not words.reason:
            self.card.button.setFocus()  # Enter reports

    # -- what it does

    def report(self) -> None:
        """Read what the county sent and write what is to be reported; before enrolment, enrol."""
        carrier = self.watch.carrier
        if self.job is not None or not self.card.button.isEnabled():
            return
        if not self.enrolled:
            self.enrol(carrier.enrolment if carrier is not None else None)
        elif carrier is not None:
            self.desk.road.start(None if carrier.is_far else carrier.path)

    def _began(self) -> None:
        """Show that it is under way, whether the button or the clock has begun it."""
        self.outcome, self.note = None, ""
        self.watch.pause(True)
        self.carrier_line.switch(on=False)
        self.card.tell("")
        self.card.work(on=True, take=self.isVisible() and not self.desk.road.by_itself)
        self.progress(_("Looking for the county's answers") if self.desk.road.far else _("Looking at what is on the stick"), 0, 0)

    def progress(self, sentence: str, done: int, total: int) -> None:
        """Show how far the work is."""
        where = FAR if self.desk.road.far else where_of(self.watch.carrier)
        self.card.say(running_steps(sentence, done, total, self.town, where=where))

    def cancel(self) -> None:
        """Stop the work; nothing half is left."""
        if self.job is not None:
            self.desk.road.cancel()
            self.card.cancel.setEnabled(False)

    def _ended(self, what: Outcome | DeskError | None) -> None:
        by_itself = self.desk.road.by_itself
        if what is not None and (self.watch.far or not by_itself):  # of what went by itself elsewhere the status line tells
            self.outcome = what if isinstance(what, Outcome) else Outcome((), None, what.message, trouble=True)
        if isinstance(what, Outcome):
            self.desk.exchanged()
            if not by_itself and (what.written is not None or not what.trouble):
                self.desk.said(did_words(what), undo=False)
        elif what is None:
            self.note = _("Cancelled. No package was written, and nothing is lost; answers that were read stay read.")
        self.card.work(on=False)
        self.carrier_line.switch(on=True)
        self.refresh()
        self.desk.saved.emit(frozenset())  # no register was written, but the status line tells another story now
        if self.isVisible() and not self.desk.road.by_itself:
            self.card.button.setFocus()
        self.watch.pause(False)

    def enrol(self, path: Path | None) -> None:
        """Have the county's six words compared, and enrol with it."""
        must_change_settings(self.desk.operator)
        if path is None:
            kinds = _("Enrolment file of the county") + f" (*{ENDING})"
            path = next(iter(choose_files(self, _("Enrolment file of the county"), kinds)), None)
        enrolment = ask_to_enrol(self, self.desk, path) if path is not None else None
        if enrolment is not None:
            enrol(self.desk.database, self.desk.operator.name, enrolment)
            self.desk.said(_("Enrolled with {county}").format(county=enrolment.county_name), undo=False)
            self.refresh()
            self.desk.saved.emit(frozenset())
            self.watch.look(afresh=True)

    def choose_folder(self) -> None:
        """Let the package go into a folder, now and the next times."""
        folder = choose_folder(self, _("Folder for the package of the county"), self.watch.folder)
        if folder is not None:
            self.watch.use_folder(str(folder), _("Report into a folder"))

    def use_network(self) -> None:
        """Let the package go over the network; without an address, ask for one first."""
        if self.watch.knows_address() or self.set_up():
            self.watch.use_address(_("Report over the network"))

    def set_up(self) -> bool:
        """Ask how and when to report; tells whether an address is set now."""
        known = ask_how(self, self.desk)
        self.refresh()
        self.watch.look(afresh=True)
        return known

    def show_list(self, period: Period | None = None) -> None:
        """Show what goes with this report, or what a stretch of days is made of, action by action."""
        show_actions(self, self.desk, period, self.waiting.entries)

    def follow(self, one: Return) -> None:
        """Do what something that came back asks for."""
        if one.page == "cards":
            print_cards(self, self.desk, frozenset(one.argument))
            self.refresh()
        elif one.page == "again":
            use_again(self.desk, self)
        else:
            self.desk.open_page.emit(one.page, one.argument)
