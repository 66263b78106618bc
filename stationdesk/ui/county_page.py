"""上报: what goes to the county with the next stick, whether it got what went before, and what came back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.cards import due_cards
from stationdesk.services.operators import must_change_settings
from stationdesk.services.periods import Period, periods
from stationdesk.services.returned import Return, returned
from stationdesk.services.road import county_row
from stationdesk.services.status_line import county_fact
from stationdesk.services.waiting import Waiting, actions_between, waiting, waiting_actions, waiting_count
from stationdesk.sync.carriers import ROOT
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import ENDING
from stationdesk.sync.line_check import TRAVELLING
from stationdesk.sync.reporting import Outcome, report_to_county
from stationdesk.ui import key_map
from stationdesk.ui.county_parts import CarrierLine, CountySide, ThisTime
from stationdesk.ui.county_periods import INDENT, ActionsDialog, periods_table, show_periods
from stationdesk.ui.county_steps import StepsCard
from stationdesk.ui.county_watch import CarrierWatch
from stationdesk.ui.county_words import carrier_words, done_steps, outcome_words, plain_steps, running_steps
from stationdesk.ui.enrol_dialog import ask_to_enrol
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Job
from stationdesk.ui.parts.dialogs import choose_files, choose_folder, tell
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground

MANY = 5000
"""Entries above which they are counted away from the screen."""
LINES = 500
"""Actions that the list of a report tells."""


class CountyPage(Page):
    """One button, three sentences; below, the only question that matters later: has the county got it."""

    name: ClassVar[str] = "county"
    reads: ClassVar[frozenset[str]] = frozenset(TRAVELLING)

    def __init__(self, desk: OpenDesk, root: Path = ROOT) -> None:
        super().__init__(desk)
        self.job: Job | None = None
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
        self.look.changed.connect(self.show_carrier)

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
        box.addWidget(Label(_("Every report, and whether the county has it"), "strong"))
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

        def read(_report: object) -> tuple[Waiting | None, list[Return]]:
            with self.desk.database.reading() as session:
                return waiting(session) if many else None, returned(session, on, children=children)

        self.desk.jobs.start(read, self._read)

    def _read(self, found: tuple[Waiting | None, list[Return]]) -> None:
        if found[0] is not None:
            self.waiting = found[0]
            self.show_carrier()
        self.side.show_returns(found[1])

    def show_carrier(self) -> None:
        """Say where the report goes, and what the button will do or has done."""
        if self.job is not None:
            return
        carrier = self.watch.carrier
        if carrier is None and self.outcome is not None and not self.outcome.trouble:
            self.outcome = None
        is_stick = carrier is None or carrier.is_stick
        written = self.outcome is not None and self.outcome.written is not None
        self.this_time.say(self.waiting, self.desk.today(), written=written)
        words = carrier_words(carrier, self.waiting, looked=self.watch.looked, enrolled=self.enrolled)
        self.carrier_line.say(words, carrier, in_folder=bool(self.watch.folder), enrolled=self.enrolled)
        if self.outcome is not None:
            self.card.say(done_steps(self.outcome, self.town, is_stick=is_stick))
            self.card.tell(*outcome_words(self.outcome))
        else:
            self.card.say(plain_steps(carrier, self.waiting, self.town, enrolled=self.enrolled))
            self.card.tell(self.note or (carrier.trouble if carrier is not None else ""))
        self.card.ready(words.reason, _("Start reporting") if self.enrolled else _("Enrol with the county"))

    # -- what it does

    def report(self) -> None:
        """Read what the county sent and write what is to be reported; before enrolment, enrol."""
        carrier = self.watch.carrier
        if self.job is not None or not self.card.button.isEnabled():
            return
        if not self.enrolled:
            self.enrol(carrier.enrolment if carrier is not None else None)
            return
        if carrier is None:
            return
        self.outcome, self.note = None, ""
        self.watch.pause(True)
        self.carrier_line.switch(on=False)
        database, operator, path = self.desk.database, self.desk.operator.name, carrier.path
        self.card.tell("")
        self.card.work(on=True)
        self.progress(_("Looking at what is on the stick"), 0, 0)
        self.job = self.desk.jobs.start(
            lambda report: report_to_county(database, operator, path, report), self._done, self._failed, self._cancelled
        )
        self.job.progressed.connect(self.progress)

    def progress(self, sentence: str, done: int, total: int) -> None:
        """Show how far the work is."""
        carrier = self.watch.carrier
        writing = sentence in {_("Sealing what is to be reported"), _("Writing to the stick")}
        is_stick = carrier is None or carrier.is_stick
        self.card.say(running_steps(sentence, done, total, self.town, writing=writing, is_stick=is_stick))

    def cancel(self) -> None:
        """Stop the work; nothing half is left."""
        if self.job is not None:
            self.job.cancel()
            self.card.cancel.setEnabled(False)

    def _done(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.desk.exchanged()
        if outcome.written is not None:
            self.desk.said(_("Reported: {count} entries").format(count=outcome.written.changes), undo=False)
        elif not outcome.trouble:
            self.desk.said(outcome.says, undo=False)
        self._ready()

    def _failed(self, error: DeskError) -> None:
        self.outcome = Outcome((), None, error.message, trouble=True)
        self._ready()

    def _cancelled(self) -> None:
        self.note = _("Cancelled. No package was written, and nothing is lost; answers that were read stay read.")
        self._ready()

    def _ready(self) -> None:
        self.job = None
        self.card.work(on=False)
        self.carrier_line.switch(on=True)
        self.refresh()
        self.desk.saved.emit(frozenset())  # no register was written, but the status line tells another story now
        self.card.button.setFocus()
        self.watch.pause(False)

    def enrol(self, path: Path | None) -> None:
        """Have the county's six words compared, and enrol with it."""
        must_change_settings(self.desk.operator)
        if path is None:
            kinds = _("Enrolment file of the county") + f" (*{ENDING})"
            path = next(iter(choose_files(self, _("Enrolment file of the county"), kinds)), None)
        enrolment = ask_to_enrol(self, self.look, path) if path is not None else None
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

    def show_list(self, period: Period | None = None) -> None:
        """Show what goes with this report, or what a stretch of days is made of, action by action."""
        on, children = self.desk.today(), self.desk.sees_children
        with self.desk.reading() as session:
            if period is None:
                found, entries = waiting_actions(session, on, children=children, limit=LINES), self.waiting.entries
                title = _("The {count} entries of this report").format(count=entries)
            else:
                found = actions_between(session, period.first, period.last, on, children=children, limit=LINES)
                entries = period.entries
                title = _("{days}: {count} entries").format(days=period.days, count=entries)
        if entries:
            ActionsDialog(self, self.desk, title, found, entries).ask()

    def follow(self, one: Return) -> None:
        """Do what something that came back asks for."""
        if one.page == "cards":
            self.print_cards(frozenset(one.argument))
        else:
            self.desk.open_page.emit(one.page, one.argument)

    def print_cards(self, residents: frozenset[str]) -> None:
        """Print the cards again that a change of the directory has made out of date, each in its own design."""
        from stationdesk.ui.paper_job import cards_job
        from stationdesk.ui.print_preview import preview

        with self.desk.reading() as session:
            due = [one.card for one in due_cards(session, on=self.desk.today().isoformat()) if one.card.resident_id in residents]
        for design in ("number", "person"):
            cards = [card for card in due if card.design == design]
            if cards:
                preview(self.desk, cards_job(self.desk, cards, design), self)
        if not due:
            tell(self, self.look, _("No card has to be printed again"), _("They were printed meanwhile."), _("Close|button"))
        self.refresh()
