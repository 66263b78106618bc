"""今日: what must be done today, most urgent first; one key records a contact and the next person opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.ahead import coming
from stationdesk.services.birthdays import lunar_day
from stationdesk.services.clock_check import clock_trouble
from stationdesk.services.contacts import How, record_contact, says
from stationdesk.services.day_words import day_words
from stationdesk.services.today import Day, people_here, today, tomorrow
from stationdesk.services.today_kept import Kept
from stationdesk.services.today_lines import MOST, SHOWN, Asked, Line
from stationdesk.services.today_sources import BY_KIND, READS, SOURCES
from stationdesk.services.undoing import last_action, undo_last
from stationdesk.store.clock import local_day
from stationdesk.store.database import FINAL
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import EXCHANGED, OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import AttentionBar, EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.report_bar import ReportBar
from stationdesk.ui.residents_source import is_large
from stationdesk.ui.today_beside import READS as BESIDE_READS
from stationdesk.ui.today_beside import Around
from stationdesk.ui.today_list import TodayList
from stationdesk.ui.today_paper import print_day
from stationdesk.ui.today_reading import minute_of, read_on_soon, tell_hours
from stationdesk.ui.today_rows import key_of
from stationdesk.ui.today_weather import WeatherBar
from stationdesk.ui.today_week import WeekBar
from stationdesk.ui.today_words import first_words, say_why
from stationdesk.ui.visit_noting import Noting


class TodayPage(Page):
    """The list of the day, its column, and the strip that says what was done last."""

    name: ClassVar[str] = "today"
    reads: ClassVar[frozenset[str]] = frozenset({"visit", "grade_scheme", "station", "bad_weather"}) | EXCHANGED | BESIDE_READS | READS

    most = SHOWN
    """Lines shown of one section."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.day: Day | None = None
        self.later: date | None = None
        """A day to come whose list is shown; None for today's."""
        self._recorded: list[Line] = []
        """Lines as they were when something was recorded here, the last one last: one that reads so again was undone."""
        self.list = TodayList(self.look)
        self.list.recorded.connect(self.record)
        self.list.done.connect(self.do)
        self.list.opened.connect(lambda line: desk.open_page.emit(line.page or "residents", line.argument or line.resident_id))
        self.empty = EmptyState(self.look, "", "", _("Take a ledger in"))
        self.empty.linked.connect(self._follow_link)
        self.around = Around(desk, self)
        self.side, self.strip, self.column = self.around.side, self.around.strip, self.around.column
        self.week, self.kept = WeekBar(desk), Kept(desk.versions)
        self.week.chosen.connect(self.show_on)
        self.list.turned.connect(self.week.step)
        self.key_strip = KeyStrip(self.look, undo_key=key_map.shown("everywhere.undo"))
        self.key_strip.undo.connect(self.undo)
        self.weather, self.report_bar = WeatherBar(desk, self), ReportBar(desk)
        self._lay_out()
        key_map.attach(self, "today.print", self.print_sheets)
        key_map.attach(self, "today.visit", self.note_visit)
        desk.did.connect(self._did)
        desk.minute.connect(lambda: tell_hours(self))
        self.begin_at(self.list)

    def _lay_out(self) -> None:
        self.title, self.told = Label("", "title"), ElidedLabel("", "body", "ink2")
        self.print_button = Button(_("Print visit sheets"), self.look, icon="printer")
        self.print_button.setToolTip(key_map.shown("today.print"))
        self.print_button.clicked.connect(self.print_sheets)
        head = QHBoxLayout()
        head.setContentsMargins(self.look.sizes.page_margin, 10, self.look.sizes.page_margin, 2)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.told, 1)
        head.addWidget(self.weather.button)
        head.addWidget(self.print_button)
        nothing = QWidget()
        box = QVBoxLayout(nothing)
        box.setContentsMargins(self.look.sizes.page_margin, 16, self.look.sizes.page_margin, 16)
        box.addWidget(self.empty)
        box.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(nothing)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        days = QHBoxLayout()
        days.setContentsMargins(self.look.sizes.page_margin, 2, self.look.sizes.page_margin, 6)
        days.addWidget(self.week, 1)
        days.addStretch()
        left.addLayout(days)
        self.clock_bar = AttentionBar(self.look)
        self._lay_bars(left)
        left.addWidget(self.strip)
        left.addWidget(self.stack, 1)
        left.addWidget(self.key_strip)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.column)
        self.around.fold()

    def _lay_bars(self, left: QVBoxLayout) -> None:
        """Lay what needs a hand out within the margins of the page."""
        for bar in (self.clock_bar, self.weather, self.report_bar):
            within = QHBoxLayout()
            within.setContentsMargins(self.look.sizes.page_margin, 0, self.look.sizes.page_margin, 0)
            within.addWidget(bar)
            left.addLayout(within)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the list."""
        words = {"phone": _("phone|strip"), "home": _("door|strip"), "video": _("video|strip"), "nobody": _("nobody|strip")}
        if self.day is not None and any(line.done_words for line in self.day.lines()):
            words["done"] = _("done|strip")
        words |= {"visit": _("note a visit|strip"), "open": _("open|strip")}
        named = [(key_map.shown(f"today.{name}"), word) for name, word in words.items()] if self.later is None else []
        return [("↑|↓", _("choose|strip")), *named, ("←|→", _("day|strip"))]

    # -- what is shown

    def on(self) -> date:
        """Return the day whose list is shown; while the clock stands before the last entry, the day of that: nothing disappears."""
        with self.desk.reading() as session:
            trouble = clock_trouble(session, self.desk.now())
        self.clock_bar.setVisible(trouble is not None)
        if trouble is None:
            return self.desk.today()
        self.clock_bar.show_sentence("late", _("Clock|trouble"), trouble.says)
        return max(self.desk.today(), local_day(trouble.known))

    def refresh(self, *, whole: bool = False) -> None:
        """Read the day again; the cursor stays where it was, or goes to the next line if its own has left.

        In a very large register who is to be contacted is shown at once, and the rest of the list with the next breath.
        """
        on = self.on()
        self.report_bar.refresh()
        if self.later is not None and self.later <= on:
            self.later = None
        line, after, before = self.list.current_line(), self.list.following(), set(self.day.lines() if self.day else [])
        with self.desk.reading() as session:
            covered, sees = self.desk.faces_visitors, self.desk.sees_children
            first = is_large(self.desk) and not self.kept.holds_all(SOURCES, Asked(on, sees, covered, self.most)) and not whole
            now = today(
                session, on, may_see_children=sees, covered=covered, most=self.most, kept=self.kept, first=first, now=minute_of(self.desk)
            )
            asked = Asked(on, sees, covered)
            self.day = now if self.later is None else coming(session, self.later, asked)
            here = people_here(session, on) if not self.day.sections and self.later is None else None
            ahead = tomorrow(session, on) if here and here.graded else (0, 0)
        back = [key_of(one) for one in reversed(self._recorded) if one not in before and one in self.day.lines()]
        left = [key_of(one) for one in self._recorded[-1:]]
        stay = [key_of(line)] if line is not None and key_of(line) not in left else []
        self.list.show_day(self.day, [*back, *stay, *after], to_come=self.later is not None)
        self.week.show_open(on, now.open, self.day.on)
        self._head(self.day)
        self.weather.read(self.day.on)
        if here is not None:
            say_why(self.empty, here, ahead)
        self.stack.setCurrentIndex(1 if here is not None else 0)
        self.print_button.setEnabled(here is None)
        self.key_strip.set_keys(self.keys() if here is None else [])
        self.begin_at(self.list if here is None else self.empty.link)
        if first:
            read_on_soon(self)
        else:
            self.around.read(on)

    def take(self, argument: Any) -> None:
        """Go to the line of a resident."""
        self.list.go_to(str(argument))

    def place(self) -> Any:
        """Return the resident of the current line."""
        line = self.list.current_line()
        return line.resident_id if line else None

    def _head(self, day: Day) -> None:
        weekday = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")][day.on.weekday()]
        self.title.setText(f"{day_words(day.on, day.on)} {weekday}")
        told = [lunar_day(day.on).words]
        if self.later is not None:
            told.append(_("{count} so far, to be done on the day").format(count=day.open))
        elif day.open:
            told.append(_("{done} done, {open} open").format(done=day.done, open=day.open) + first_words(day))
        elif day.done:
            told.append(_("{done} done").format(done=day.done))
        self.told.setText(_(" · |head").join(told))

    def _follow_link(self) -> None:
        with self.desk.reading() as session:
            anybody = people_here(session, self.desk.today()).residents
        self.desk.open_page.emit("residents" if anybody else "import", None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fold or unfold the column."""
        super().resizeEvent(event)
        self.around.fold()

    # -- what is done

    def record(self, how: How, line: Line) -> None:
        """Note a contact with the person of a line; the line leaves and the next one opens."""
        if self._refused_later():
            return
        sentence = says(how, line.name)
        self._recorded.append(line)
        with self.desk.writing(sentence) as session:
            record_contact(
                session,
                line.resident_id,
                how,
                self.on(),
                by=self.desk.operator.name,
                at=f"{self.desk.now():%H:%M}",
                follows=line.visit_id,
                at_door=line.home,
            )
        self.desk.said(sentence)

    def show_on(self, day: date) -> None:
        """Show what falls on a day of the week, or today's list."""
        self.later = day if day > self.on() else None
        self.refresh()
        self.list.setFocus()

    def _refused_later(self) -> bool:
        """Say that nothing of a later day can be done yet, if such a day is shown."""
        if self.later is not None:
            self.desk.said(_("This falls on a later day. What was done is noted on the day itself: ← goes back to today."), undo=False)
        return self.later is not None

    def do(self, line: Line, way: str = "") -> None:
        """Write that the thing of a line is done, where there is a choice in that way; the line leaves and the next one opens."""
        source = BY_KIND[line.kind]
        if self._refused_later():
            return
        if source.done is None or source.said is None:
            return
        self._recorded.append(line)
        chosen = replace(line, way=way)
        sentence = source.said(chosen)
        with self.desk.writing(sentence) as session:
            source.done(session, chosen, self.on(), self.desk.operator.name)
        self.desk.said(sentence)

    def note_visit(self) -> None:
        """Open the form of a visit to the person of the line; saving comes back here, to the next one."""
        line = self.list.current_line()
        if line is not None and line.resident_id and not self._refused_later():
            after = (resident for _kind, resident, _record in self.list.following())
            following = dict.fromkeys(one for one in after if one and one != line.resident_id)
            self.desk.open_page.emit("visits", Noting(line.resident_id, self.name, tuple(following)))

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def _did(self, sentence: str) -> None:
        undo = self.desk.can_undo
        if not undo:  # what was done before it may be
            with self.desk.reading() as session:
                last = last_action(session, self.desk.operator.name)
            undo = last is not None and last.undoes != FINAL
        self.key_strip.say(sentence, undo=undo)

    def print_sheets(self) -> None:
        """Show the visit sheets of the day, or its plain route, as they will be printed."""
        if self.day is not None:
            print_day(self.desk, self.day if self.later is not None else self._whole(), self)

    def _whole(self) -> Day:
        """Return the day with all the lines that go on paper."""
        with self.desk.reading() as session:
            return today(session, self.on(), may_see_children=self.desk.sees_children, covered=self.desk.faces_visitors, most=MOST)
