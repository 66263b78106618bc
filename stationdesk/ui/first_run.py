"""The first run: five questions in one small window, each with a good answer already; the desk is made at the end, in one go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.settings import Settings
from stationdesk.ui.first_run_station import StationStep
from stationdesk.ui.first_run_step import Course, Step
from stationdesk.ui.first_run_steps import BackupStep, PassphraseStep, PersonStep, StartStep
from stationdesk.ui.help_key import manual_at
from stationdesk.ui.key_map import attach, pressed
from stationdesk.ui.key_map import shown as key_of
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.dialogs import tell
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.setting_up import Answers, Secrets, keep_answers, kept_answers, make_desk, open_demo

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.store.keys import Slot

WIDTH, HEIGHT = 460, 430
STEPS: tuple[type[Step], ...] = (StationStep, PersonStep, PassphraseStep, BackupStep, StartStep)
Make = Callable[[Settings, Answers, Secrets], "tuple[Database, Slot]"]


class FirstRun(QWidget):
    """Asks the five questions; `opened(database, slot, page)` when the desk is made, `left` when the window is closed before."""

    asks: ClassVar[tuple[type[Step], ...]] = STEPS
    makes: ClassVar[Make] = staticmethod(make_desk)
    has_demo: ClassVar[bool] = True

    opened = Signal(object, object, str)
    left = Signal()

    def __init__(self, settings: Settings, look: Look) -> None:
        super().__init__()
        self.look, self.done = look, False
        self.jobs = Jobs(self)
        self.course = Course(settings, look, self.jobs, kept_answers(settings))
        self.setWindowTitle(_("Village Station Desk"))
        ground(self, "surface")
        self.steps: list[Step] = []
        self.stack = QStackedWidget()
        attach(self, "first_run.help", lambda: manual_at(self, look, "start"))
        self._make_parts()
        self._lay_out()
        for kind in self.asks:
            step = kind(self.course)
            step.changed.connect(self.tell)
            self.steps.append(step)
            self.stack.addWidget(step)
        scale = look.sizes.body / 15
        self.setFixedSize(round(WIDTH * scale), round(HEIGHT * scale))
        self.tell()

    def _make_parts(self) -> None:
        look = self.look
        self.title, self.number = Label("", "title"), Label("", "small", "ink2")
        self.said = Label("", tone="ink2", wrap=True)
        self.trouble = Label("", tone="red", wrap=True)
        self.next = Button("", look, "primary", key_of("first_run.next"))
        self.next.clicked.connect(self.go_on)
        self.back = LinkButton(_("Step back"), look, key_of("first_run.back"))
        self.back.clicked.connect(self.go_back)
        self.demo = LinkButton(_("Look at a demo village first"), look)
        self.demo.clicked.connect(self.show_demo)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        middle = QVBoxLayout()
        middle.setContentsMargins(22, 14, 22, 8)
        middle.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.number, 0, Qt.AlignmentFlag.AlignBottom)
        middle.addLayout(head)
        middle.addWidget(self.said)
        middle.addSpacing(6)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.trouble)
        whole.addLayout(middle, 1)
        foot = QFrame()
        foot.setProperty("part", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(22, 10, 22, 10)
        line.setSpacing(14)
        line.addWidget(self.next)
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.demo)
        whole.addWidget(foot)

    # -- where we are

    @property
    def at(self) -> int:
        """Which question is asked, from 0."""
        return self.stack.currentIndex()

    @property
    def step(self) -> Step:
        """The question that is asked."""
        return self.steps[self.at]

    def tell(self) -> None:
        """Say which question it is; an answer that is being mended takes its warning away."""
        if not self.steps:
            return
        step, last = self.step, self.at == len(self.asks) - 1
        self.title.setText(_(step.title))
        number = _("question {number} of {all}") if self.at == 0 else _("question {number}")
        self.number.setText(number.format(number=self.at + 1, all=len(self.asks)))
        self.said.setText(step.said)
        self.trouble.hide()
        self.next.setText(_("Begin") if last else _("Next step"))
        self.back.setVisible(self.at > 0)
        self.demo.setVisible(self.at == 0 and self.has_demo)
        self.setAccessibleName(self.title.text())

    def ask(self, number: int) -> None:
        """Ask a question."""
        self.stack.setCurrentIndex(number)
        self.step.begin()
        self.tell()
        for one in self.step.fields():
            one.installEventFilter(self)

    def go_on(self) -> None:
        """Take the answer and ask the next question; after the last, make the desk."""
        if self.jobs.busy() and self.at == len(self.asks) - 1:
            return
        words, where = self.step.trouble()
        if words:
            self.trouble.setText(words)
            self.trouble.show()
            if where is not None:
                where.setFocus()
            return
        self.step.collect()
        keep_answers(self.course.settings, self.course.answers)
        if self.at < len(self.asks) - 1:
            self.ask(self.at + 1)
        else:
            self.make()

    def go_back(self) -> None:
        """Ask the question before; from the first one the window is closed."""
        if self.at > 0:
            if not self.jobs.busy() or self.at < len(self.asks) - 1:
                self.ask(self.at - 1)
        else:
            self.close()

    # -- making the desk

    def make(self) -> None:
        """Make the desk in a thread and open it."""
        course = self.course
        self._work(working=True, words=_("Getting ready…"))
        settings, answers, secrets = course.settings, course.answers, course.secrets
        make = type(self).makes
        self.jobs.start(lambda _report: make(settings, answers, secrets), self._made, self._refused)

    def show_demo(self) -> None:
        """Open the demo village without any question."""
        settings = self.course.settings
        self._work(working=True, words=_("Furnishing the demo village…"))
        self.jobs.start(lambda _report: open_demo(settings), self._shown, self._refused)

    def _work(self, *, working: bool, words: str = "") -> None:
        self.next.setText(words or _("Next step"))
        for part in (self.next, self.back, self.demo, self.stack):
            part.setEnabled(not working)

    def _made(self, found: tuple[Database, Slot]) -> None:
        self.done = True
        start = self.course.answers.start
        for step in self.steps:
            if isinstance(step, PassphraseStep):
                step.pair.wipe()
                step.code.setText("")
        self.opened.emit(*found, start)

    def _shown(self, found: tuple[Database, Slot]) -> None:
        self.done = True
        self.opened.emit(*found, "")

    def _refused(self, error: DeskError) -> None:
        self._work(working=False)
        self.tell()
        tell(self, self.look, _("The desk was not made"), error.message, _("I see"))

    # -- keys and the way out

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Enter goes to the next field, and after the last to the next question."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and pressed(event, "first_run.next"):
            fields = [one for one in self.step.fields() if one.isVisible()]
            if isinstance(watched, QWidget) and watched in fields[:-1] and not self._one_question():
                fields[fields.index(watched) + 1].setFocus()
            else:
                self.go_on()
            return True
        return super().eventFilter(watched, event)

    def _one_question(self) -> bool:
        """Tell whether Enter answers the whole question wherever the keyboard is: a choice, not a form."""
        return isinstance(self.step, StationStep | BackupStep | StartStep)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Press what has the keyboard with Enter; Esc goes back."""
        focus = self.focusWidget()
        if pressed(event, "first_run.next"):
            focus.click() if isinstance(focus, Button) else self.go_on()
        elif pressed(event, "first_run.back"):
            self.go_back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask the first question."""
        super().showEvent(event)
        self.ask(self.at)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave; what was answered so far is asked on from next time."""
        self.jobs.stop()
        if not self.done:
            self.left.emit()
        super().closeEvent(event)
