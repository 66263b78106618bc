"""县里说的: what the county said to its stations, one line a thing or one line a station; new things said, old ones taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar, NamedTuple

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stationdesk.county.replies import Reply, Suggestion, replies, state_words, suggestions
from stationdesk.county.said import OPEN, Said, said, unsay
from stationdesk.i18n import _, ngettext
from stationdesk.services.day_words import day_words
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_acts import taken_back
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_lists import ReadPage
from stationdesk.ui.clerk_say import AnnounceDialog, CorrectDialog, DayDialog, SayDialog, TaskDialog
from stationdesk.ui.clerk_template import TemplateDialog
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.record_model import Column

LATE = frozenset({"overdue"})
ELSEWHERE = frozenset({"helper", "team", "photos"})
"""What has a page of its own."""
Asks = Callable[[QWidget, ClerkDesk], SayDialog]
VERBS: tuple[tuple[str, Asks], ...] = (
    ("task", TaskDialog),
    ("announce", AnnounceDialog),
    ("correct", CorrectDialog),
    ("template", TemplateDialog),
    ("day", DayDialog),
)


class Told(NamedTuple):
    """What the county said, what the stations said to it, and what they have otherwise in the directory."""

    said: list[Said]
    replies: list[Reply]
    otherwise: list[Suggestion]


class Line(NamedTuple):
    """A line of the list, whatever it shows."""

    kind: str
    id: str
    title: str
    whom: str
    due_on: str | None
    state: str
    tone: str
    answer: str = ""
    whole: str = ""
    """What the columns have no room for."""


def read_told(room: CountyRoom, on: date, _report: Report) -> Told:
    """Read what was said, and what the stations said to it."""
    county = room.desk()
    told = replies(county, on)
    return Told(said(county, on, told), told, suggestions(county))


def kind_words() -> dict[str, str]:
    """Return the words for what the county can say."""
    words = {"task": _("Task"), "correction": _("Question|said"), "announcement": _("Announcement")}
    return words | {
        "template": _("Report|said"),
        "day": _("A day"),
        "photos": _("Photos|said"),
        "helper": _("Helper"),
        "team": _("Team"),
        "place": _("Directory|said"),
    }


def verb_words() -> dict[str, str]:
    """Return the words on the buttons."""
    kinds = kind_words()
    return {"task": kinds["task"], "announce": kinds["announcement"], "correct": kinds["correction"]} | {
        "template": kinds["template"],
        "day": kinds["day"],
    }


def said_line(one: Said) -> Line:
    """Return the line of a thing that was said."""
    if not one.asked:
        return Line(one.kind, one.id, one.title, one.whom, one.until, _("nothing to answer"), "ink2")
    state = (
        ngettext("{count} has not answered", "{count} have not answered", one.waiting).format(count=one.waiting)
        if one.waiting
        else _("all answered|said")
    )
    return Line(one.kind, one.id, one.title, one.whom, one.until, state, "amber" if one.waiting else "green")


def reply_line(one: Reply) -> Line:
    """Return the line of what one station said."""
    tone = "red" if one.state in LATE else "amber" if one.state in OPEN else "green"
    figures = [f"{name} {value}" for name, value in one.figures.items()]
    by = " ".join(filter(None, (one.by, one.day)))
    whole = " · ".join(filter(None, (one.town, one.said, *figures, by)))
    title = " ".join(filter(None, (one.title, one.about)))
    return Line(one.kind, one.id, title, one.name, one.due_on, state_words()[one.kind, one.state], tone, one.said, whole)


def otherwise_line(one: Suggestion) -> Line:
    """Return the line of what a station has in place of the county's entry."""
    moved = _("; ").join(f"{here or '—'} → {there or '—'}" for here, there in one.fields.values())
    return Line("place", "", one.place or "—", one.name, None, _("has it otherwise"), "amber", moved, moved)


class WordPage(ReadPage):
    """What the county says, and what comes of it."""

    name: ClassVar[str] = "word"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"task", "correction_request", "announcement", "report_template", "photo_ask", "day_off", "helper", "team"}
    )

    def __init__(self, desk: ClerkDesk) -> None:
        self.found = Told([], [], [])
        kinds, on = kind_words(), desk.today
        columns = [
            Column(_("Kind|column"), lambda row: kinds[row.kind], 4.4, tone=lambda _row: "ink2"),
            Column(_("What it is about|column"), lambda row: row.title, None, bold=True),
            Column(_("For whom|column"), lambda row: row.whom, 7.6),
            Column(_("Last day|column"), lambda row: day_words(date.fromisoformat(row.due_on), on()) if row.due_on else "", 7.4),
            Column(_("State|column"), lambda row: row.state, 8.0, tone=lambda row: row.tone),
            Column(_("Answer|column"), lambda row: row.answer, 9.6, tone=lambda _row: "ink2"),
        ]
        shows = [("said", _("What was said|county")), ("open", _("Not answered yet")), ("all", _("All answers|said"))]
        super().__init__(desk, _("What the county says"), columns, shows)
        for name, kind in VERBS:
            slot = partial(self.say, kind)
            self.add_button(verb_words()[name], key_map.shown(f"clerk_word.{name}"), slot)
            key_map.attach(self, f"clerk_word.{name}", slot)

    def asked(self) -> Callable[[Report], Told]:
        """Return the work that reads."""
        return partial(read_told, self.desk.room, self.desk.today())

    def found_is(self, found: Told) -> None:
        """Keep what was read."""
        self.found = found

    def lines(self, which: str) -> list[Line]:
        """Return the lines of one of the filters."""
        match which:
            case "said":
                return [said_line(one) for one in self.found.said if one.kind not in ELSEWHERE]
            case "open":
                return [reply_line(one) for one in self.found.replies if one.state in OPEN]
            case "place":
                return [otherwise_line(one) for one in self.found.otherwise]
        return [reply_line(one) for one in self.found.replies]

    def show_rows(self) -> None:
        """Show what the filter asks for."""
        words = {"said": _("What was said|county"), "open": _("Not answered yet"), "all": _("All answers|said")}
        if self.found.otherwise:
            words["place"] = _("Directory otherwise")
        counts = {name: len(self.lines(name)) for name in words}
        self.shows.offer([(name, f"{word} {counts[name]}") for name, word in words.items()])
        nothing = {"said": _("The county has said nothing that still stands."), "open": _("No station owes an answer.")}
        fact = nothing.get(self.shows.value() or "said", _("No station has answered yet."))
        following = _("Ctrl+N gives a task, Ctrl+G announces something; it goes with the next answers.")
        self.show_these(self.lines(self.shows.value() or "said"), self.empty_words(fact, following))

    def show_line(self) -> None:
        """Show the line in full, and which keys work."""
        super().show_line()
        keys = [("↑|↓", _("choose a line|key"))]
        if self._to_unsay() is not None:
            keys.append((key_map.shown("clerk_word.take_back"), _("take back|key")))
        self.strip.set_keys(keys)

    def in_full(self, row: Line) -> str:
        """Return what was said and what was answered."""
        return "\n".join(filter(None, (" · ".join(filter(None, (kind_words()[row.kind], row.title, row.whom))), row.whole)))

    # -- what it does

    def say(self, kind: Asks) -> None:
        """Say something."""
        if kind(self, self.desk).ask():
            self.read()

    def _to_unsay(self) -> Line | None:
        one: Line | None = self.table.current_row() if self.table.isVisibleTo(self) else None
        return one if one is not None and one.id else None

    def take_back(self) -> None:
        """Take back what the list stands on, at every station it was said to."""
        must_change_settings(self.desk.operator)
        one = self._to_unsay()
        if one is None:
            return
        if taken_back(self.desk, self, one.title, lambda session: unsay(session, one.kind, one.id)):
            self.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take back with Delete."""
        if key_map.pressed(event, "clerk_word.take_back"):
            self.take_back()
        else:
            super().keyPressEvent(event)
