"""紧急求助: the whole window for one emergency; figures dial, letters stamp, nothing asks, everything can be taken back."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.incident_sheet import Sheet, sheet
from stationdesk.services.incidents import Held, called, happened, helds, open_incidents, say_who
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.emergency_dialogs import FactsDialog, KinlessDialog, LateDialog, LeftDialog, NoteDialog, OverDialog
from stationdesk.ui.emergency_frame import EmergencyFrame
from stationdesk.ui.emergency_paper import print_sheet
from stationdesk.ui.emergency_parts import FIGURES, STEPS, step_words
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page

BEAT = 1000
"""Milliseconds between two looks at the time passed."""
AWAKE = 15
"""Minutes after which the desk locks while an emergency is on the screen: one telephones, and touches no key."""
LETTERS = {name: kind for name, kind in STEPS if kind not in ("note", "over")} | {"false": "false_alarm", "resume": "resumed"}

LATE = frozenset({"reached", "missed", "doctor", "ambulance", "taken", "kin", "over"})
"""Keys that ask with Shift when it was; the end asks in any case."""


class EmergencyPage(Page):  # long: one method for each key of the sheet
    """One emergency, from the call to its end."""

    name: ClassVar[str] = "emergency"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"incident", "incident_event", "resident", "kin", "place", "helper", "station", "health_record", "duty_shift", "pairing"}
        | {"service_request", "request_event"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.incident_id = ""
        self.sheet: Sheet | None = None
        self.current, self.shown_whole = "", False
        self.live: tuple[str, str] | None = None
        """A call being made now: since when and whom, in words; it is nothing that happened yet."""
        self.others: list[Held] = []
        self.asked_about: set[str] = set()
        """Emergencies of which it was asked who it is, or is not: once is enough while one telephones."""
        self.frame = EmergencyFrame(self.look)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        self.frame.dialled.connect(self.dial)
        self.frame.answered.connect(self.answered)
        self.frame.steps.pressed.connect(self.step)
        self.frame.undo.connect(self.undo)
        self.frame.left_link.clicked.connect(self.left)
        desk.did.connect(lambda sentence: self.frame.strip.say(sentence, undo=desk.can_undo))
        self.beat = QTimer(self)
        self.beat.setInterval(BEAT)
        self.beat.timeout.connect(self.tick)
        desk.closing.connect(self.beat.stop)
        bound = {"facts": self.facts, "print": self.print, "leave": self.go_away, "next": self.next_one, "reveal": self.reveal}
        for name, slot in bound.items():
            key_map.attach(self, f"emergency.{name}", slot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.look.changed.connect(self._again)

    # -- what is shown

    def take(self, argument: Any) -> None:
        """Open an emergency by its id; of one that names nobody it is asked at once who it is."""
        if str(argument) != self.incident_id:
            self.current, self.live, self.shown_whole = "", None, False
        self.incident_id = str(argument)
        self.refresh()
        new = self.incident_id not in self.asked_about
        self.asked_about.add(self.incident_id)
        found = self.sheet
        if found is not None and found.known:
            self.desk.log("opened", found.held.incident.resident_id or "", _("emergency sheet"))
        elif found is not None and new and found.held.standing.is_open and not found.held.events and not found.held.incident.somebody:
            QTimer.singleShot(0, self, self.who)

    def refresh(self) -> None:
        """Read the emergency again; without one, the last that runs."""
        eyes = self.desk.operator.may_see_children and (self.shown_whole or not self.desk.faces_visitors)
        covered = self.desk.faces_visitors and not self.shown_whole
        with self.desk.reading() as session:
            running = open_incidents(session)
            if not self.incident_id and running:
                self.incident_id = running[-1].id
            there = self.incident_id and _is_there(session, self.incident_id)
            self.sheet = sheet(session, self.incident_id, self.desk.now(), may_see_children=eyes, covered=covered) if there else None
            self.others = [one for one in running if one.id != self.incident_id]
            names = [called(session, one.incident, self.desk.today()) for one in self.others]
        self.frame.show_others([f"{name} {one.incident.called_at}" for name, one in zip(names, self.others, strict=True)])
        self._again()

    def _again(self) -> None:
        found = self.sheet
        if found is None:
            self.frame.show_nothing()
        else:
            lines = [one.line for one in found.numbers]
            if self.current not in lines:
                self.current = next((one.line for one in found.numbers if not one.result), lines[0] if lines else "")
            self.frame.head.show_sheet(found, self.desk.now())
            self.frame.show_sheet(found, self.current, self.live)
            self.frame.show_keys(found, visitors=self.desk.faces_visitors)
        running = found is not None and found.held.standing.is_open
        self.beat.start() if running and self.isVisible() else self.beat.stop()
        self._stay_awake()

    def tick(self) -> None:
        """Let the time run."""
        if self.sheet is not None:
            self.frame.head.tick(self.sheet.held, self.desk.now())

    def _stay_awake(self) -> None:
        """Lock later while one telephones; as ever once it is over or left."""
        running = self.sheet is not None and self.sheet.held.standing.is_open and self.isVisible()
        with self.desk.reading() as session:
            minutes = desk_settings(session).idle_minutes
        self.desk.idle_changed.emit(max(AWAKE, minutes) if running else minutes)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin to count."""
        super().showEvent(event)
        if self.sheet is not None and self.sheet.held.standing.is_open:
            self.beat.start()
            self._stay_awake()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Count no more on the screen; the time itself runs on."""
        super().hideEvent(event)
        self.beat.stop()
        if self.desk.is_open:
            self._stay_awake()

    # -- what is done

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Dial by a figure, the tenth by 0 and what follows by the arrows; say how the call went, stamp by a letter."""
        figure = FIGURES - 1 if event.key() == Qt.Key.Key_0 else event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.sheet is None or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif plain and 0 <= figure < min(FIGURES, len(self.frame.rows)):
            self.dial(figure)
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.step_line(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            late = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bare = QKeyEvent(event.type(), event.key(), event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier, event.text())
            for name in ("reached", "missed", "note", "over", "who", "left", "kinless", *LETTERS):
                if key_map.pressed(bare if name in LATE else event, f"emergency.{name}"):
                    self._key(name, late=late)
                    return
            super().keyPressEvent(event)

    def _key(self, name: str, *, late: bool = False) -> None:
        if name in ("reached", "missed"):
            self.answered(name, late=late)
        elif name in ("who", "left", "kinless"):
            {"who": self.who, "left": self.left, "kinless": self.kinless}[name]()
        else:
            self.step(LETTERS.get(name, name), late=late)

    def dial(self, place: int) -> None:
        """Make a line the one that is being rung."""
        row = self.frame.rows[place]
        self.current = row.number.line
        self.live = (f"{self.desk.now():%H:%M}", _("ringing {whom}").format(whom=row.number.title))
        self._again()

    def step_line(self, step: int) -> None:
        """Go to the line before or after."""
        if self.frame.rows:
            at = next((row.place for row in self.frame.rows if row.number.line == self.current), 0)
            self.current = self.frame.rows[max(0, min(len(self.frame.rows) - 1, at + step))].number.line
            self.live = None
            self._again()

    def answered(self, how: str, *, late: bool = False) -> None:
        """Write how the call to the current line went, and go on to the next that nobody rang."""
        row = next((one for one in self.frame.rows if one.number.line == self.current), None)
        if row is None:
            return
        number = row.number
        says = (_("Rang {whom}, reached") if how == "reached" else _("Rang {whom}, nobody answered")).format(
            whom=self._kept_words(number.title)
        )
        if not self._stamp(how, says, late=late, whom=number.title, line=number.line, is_kin=number.is_kin):
            return
        open_ones = [one.number.line for one in self.frame.rows if not one.number.result and one.number.line != number.line]
        self.current = open_ones[0] if open_ones else number.line
        self._again()

    def _kept_words(self, title: str) -> str:
        return title if self.sheet is None or not self.sheet.locked else self.sheet.name

    def step(self, kind: str, *, late: bool = False) -> None:
        """Do what a letter means: a sentence and the end ask for words, everything else is stamped."""
        found = self.sheet
        if found is None:
            return
        if kind == "over" and not found.held.standing.is_open:
            kind, late = "resumed", False
        if kind == "note":
            NoteDialog(self.desk, found, self.window()).ask()
        elif kind == "over":
            OverDialog(self.desk, found, self.window()).ask()
        else:
            self._stamp(kind, f"{step_words(kind)}：{found.name}", late=late)

    def _stamp(self, kind: str, says: str, *, late: bool = False, **fields: Any) -> bool:
        """Stamp what happened now, or `late` in the minute that is asked for; tell whether it was stamped."""
        at, by, incident = self.desk.database.clock(), self.desk.operator.name, self.incident_id
        self.live = None
        if late:
            return (
                LateDialog(
                    self.desk,
                    says,
                    lambda then: lambda session: happened(session, incident, kind, at, by, then=then, **fields),
                    self.window(),
                ).ask()
                == "saved"
            )
        with self.desk.writing(says) as session:
            happened(session, incident, kind, at, by, **fields)
        self.desk.said(says)
        return True

    def left(self) -> None:
        """Ask what still has to be done, and write it down as a request."""
        if self.sheet is not None:
            LeftDialog(self.desk, self.sheet, self.window()).ask()

    def kinless(self) -> None:
        """Ask why there is no family to be told; of somebody unknown nobody asks for it."""
        if self.sheet is not None and self.sheet.known:
            KinlessDialog(self.desk, self.sheet, self.window()).ask()

    def who(self) -> None:
        """Ask who it is; nobody chosen leaves it open."""
        title, text = _("Who needs help?"), _("The time runs already. Nobody known: Esc, it can be said later with R.")
        found = FindDialog(self.desk, title, text, _("This one"), parent=self.window()).ask()
        if not found or self.sheet is None:
            return
        with self.desk.writing(_("Emergency: it is said who it is")) as session:
            say_who(session, self.incident_id, found, self.desk.today())
        self.desk.log("opened", found, _("emergency sheet"))

    def facts(self) -> None:
        """Write down what became known."""
        if self.sheet is not None:
            FactsDialog(self.desk, self.sheet, self.window()).ask()

    def reveal(self) -> None:
        """Show what is covered while the screen faces visitors, or cover it again."""
        self.shown_whole = not self.shown_whole
        if self.shown_whole and self.sheet is not None:
            self.desk.log("shown", self.sheet.held.incident.resident_id or "", _("emergency sheet"))
        self.refresh()

    def next_one(self) -> None:
        """Go to the other emergency that runs."""
        if self.others:
            self.take(self.others[0].id)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def print(self) -> None:
        """Show the sheet as it will be printed."""
        if self.sheet is not None:
            print_sheet(self.desk, self.sheet, self)

    def go_away(self) -> None:
        """Leave the sheet; the time runs on, and the status line says so."""
        self.desk.open_page.emit("today", None)

    def place(self) -> Any:
        """Return which emergency is open."""
        return self.incident_id or None


def _is_there(session: Session, incident_id: str) -> bool:
    return bool(helds(session, [incident_id]))
