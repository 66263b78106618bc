"""县里说的: tasks, questions and announcements, and what each station said to them; the county says new ones and takes old ones back."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar, NamedTuple

from PySide6.QtGui import QKeyEvent, QShowEvent

from stationdesk.county.replies import Reply, Suggestion, replies, state_words, suggestions
from stationdesk.county.word import take_back
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.operators import must_change_settings
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_lists import ListPage
from stationdesk.ui.clerk_say import AnnounceDialog, CorrectDialog, DayDialog, TaskDialog, ask_station
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.record_model import Column

OPEN = frozenset({"open", "partly", "overdue", "unread"})
LATE = frozenset({"overdue"})


class Told(NamedTuple):
    """What the stations said, and what they have otherwise in the directory."""

    replies: list[Reply]
    otherwise: list[Suggestion]


def read_replies(room: CountyRoom, on: date, _report: Report) -> Told:
    """Read what the stations said."""
    county = room.desk()
    return Told(replies(county, on), suggestions(county))


def kind_words() -> dict[str, str]:
    """Return the words for what the county can say."""
    return {"task": _("Task"), "correction": _("Question|said"), "announcement": _("Announcement")}


class WordPage(ListPage):
    """What the county says, and what comes of it."""

    name: ClassVar[str] = "word"
    reads: ClassVar[frozenset[str]] = frozenset({"task", "correction_request", "announcement", "day_off"})

    def __init__(self, desk: ClerkDesk) -> None:
        self.found, self.trouble, self.reading, self.again = Told([], []), "", False, False
        kinds, states, on = kind_words(), state_words(), desk.today
        columns = [
            Column(_("Kind|column"), lambda row: kinds[row.kind], 4.4, tone=lambda _row: "ink2"),
            Column(_("What it is about|column"), lambda row: " ".join(filter(None, (row.title, row.about))), None, bold=True),
            Column(_("Station|column"), lambda row: row.name, 7.0),
            Column(_("Last day|column"), lambda row: day_words(date.fromisoformat(row.due_on), on()) if row.due_on else "", 5.4),
            Column(_("State|column"), lambda row: states[row.kind, row.state], 6.4, tone=_tone),
            Column(_("Answer|column"), lambda row: row.said, 12.0, tone=lambda _row: "ink2"),
        ]
        super().__init__(desk, _("What the county says"), columns, [("open", _("Not answered yet")), ("all", _("All|said"))])
        for name, words in (("task", _("Task")), ("announce", _("Announcement")), ("correct", _("Question|said")), ("day", _("A day"))):
            slot = getattr(self, name)
            self.add_button(words, key_map.shown(f"clerk_word.{name}"), slot)
            key_map.attach(self, f"clerk_word.{name}", slot)
        self.strip.undo.connect(self.undo)
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        desk.board_read.connect(self.read)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Read when the page comes into sight."""
        super().showEvent(event)
        self.read()

    def refresh(self) -> None:
        """Show what was read last, and read again."""
        self.show_rows()
        self.read()

    def read(self) -> None:
        """Read beside the screen, while the page is looked at."""
        if self.reading or self.desk.work is not None or not self.isVisible():
            self.again = self.reading
            return
        self.reading = True
        self.desk.jobs.start(partial(read_replies, self.desk.room, self.desk.today()), self._read, self._unread)

    def _read(self, found: Told) -> None:
        self.reading, self.found, self.trouble = False, found, ""
        self.show_rows()
        again, self.again = self.again, False
        if again:
            self.read()

    def _unread(self, error: DeskError) -> None:
        self.reading, self.trouble = False, error.message
        self.show_rows()

    def show_rows(self) -> None:
        """Show what the filter asks for."""
        waiting = [one for one in self.found.replies if one.state in OPEN]
        self.shows.offer([("open", f"{_('Not answered yet')} {len(waiting)}"), ("all", f"{_('All|said')} {len(self.found.replies)}")])
        lines = [
            _("{station} has {there} instead of «{place}»").format(station=one.name, place=one.place, there=_otherwise(one))
            for one in self.found.otherwise
        ]
        self.told.setText(_("; ").join(lines))
        fact = _("The county's ledger could not be read.") if self.trouble else _("No station owes an answer.")
        following = self.trouble or _("Ctrl+N gives a task, Ctrl+G announces something; it goes with the next answers.")
        self.show_these(waiting if self.shows.value() == "open" else self.found.replies, (fact, following))

    def show_line(self) -> None:
        """Show the line in full, and which keys work."""
        super().show_line()
        keys = [("↑|↓", _("choose a line|key"))]
        if self.table.current_row() is not None:
            keys.append((key_map.shown("clerk_word.take_back"), _("take back|key")))
        self.strip.set_keys(keys)

    def in_full(self, row: Reply) -> str:
        """Return what was asked and what was said."""
        figures = [f"{name} {value}" for name, value in row.figures.items()]
        by = " ".join(filter(None, (row.by, row.day)))
        head = " · ".join(filter(None, (kind_words()[row.kind], row.title, row.about, row.name, row.town)))
        return "\n".join(filter(None, (head, " · ".join(filter(None, (row.said, *figures, by))))))

    # -- what it does

    def task(self) -> None:
        """Give a task."""
        self._said(TaskDialog(self, self.desk).ask())

    def announce(self) -> None:
        """Announce something."""
        self._said(AnnounceDialog(self, self.desk).ask())

    def day(self) -> None:
        """Say what a day is."""
        self._said(DayDialog(self, self.desk).ask())

    def correct(self) -> None:
        """Ask a station about a record."""
        dialog = CorrectDialog(self, self.desk)
        dialog.ask()
        if dialog.asked is not None:
            self.desk.begin(partial(ask_station, self.desk.room, dialog.asked), self.desk.said, self._failed)

    def _said(self, answer: str) -> None:
        if answer:
            self.read()

    def _failed(self, error: DeskError) -> None:
        tell(self, self.look, _("This was not done"), error.message, _("I see"))

    def take_back(self) -> None:
        """Take back what the list stands on, at every station it was said to."""
        must_change_settings(self.desk.operator)
        one: Reply | None = self.table.current_row()
        if one is None:
            return
        text = _("«{title}» goes from every station it was said to, with the next answers.").format(title=one.title)
        dialog = Dialog(self, self.look, _("Take it back?"), text)
        dialog.add_button(_("Take it back"), "primary", "Enter", "back")
        dialog.add_button(_("Leave it"), "quiet", "Esc")
        if dialog.ask() == "back":
            says = _("Taken back: {title}").format(title=one.title)
            with self.desk.writing(says) as session:
                take_back(session, one.id)
            self.desk.said(says)
            self.read()

    def undo(self) -> None:
        """Take back what the clerk did last."""
        self.desk.said(_("Undone: {says}").format(says=undo_last(self.desk.database, self.desk.operator.name).says), undo=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take back with Delete."""
        if key_map.pressed(event, "clerk_word.take_back"):
            self.take_back()
        else:
            super().keyPressEvent(event)


def _tone(row: Reply) -> str:
    return "red" if row.state in LATE else "amber" if row.state in OPEN else "green"


def _otherwise(one: Suggestion) -> str:
    return _(", |pause").join(there or "—" for _here, there in one.fields.values())
