"""One wish open at the right of the board: what it is, what is next, every step that may be done, and its history."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.sheet_line import SheetLine
from stationdesk.services.wish_story import Story
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.person_head import empty
from stationdesk.ui.wish_words import ACTS, KEYS

A_LINE = 2
"""Buttons of further steps in a line."""


class WishView(QWidget):
    """Shows a wish; `asked` is a step that was pressed, `closed` that it is put away."""

    asked = Signal(str)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.story: Story | None = None
        self.every: list[Button] = []
        self.buttons: list[Button] = []
        """Those of every button that are shown now."""
        ground(self, "surface")
        self.setMinimumWidth(300)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._head())
        self.scrolled = QScrollArea()
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolled.setAccessibleName(_("Everything about this wish"))
        ground(self.scrolled, "surface")
        inner = QWidget()
        inner.setProperty("ground", "clear")
        self.inside = QVBoxLayout(inner)
        self.inside.setContentsMargins(20, 6, 16, 14)
        self.inside.setSpacing(8)
        self.next = Label("", "body_bold", wrap=True)
        self.inside.addWidget(self.next)
        self.steps = QGridLayout()
        self.steps.setSpacing(8)
        self.inside.addLayout(self.steps)
        self.inside.addWidget(rule())
        self.facts = self._grid()
        self.inside.addWidget(rule())
        self.inside.addWidget(Label(_("History"), "body_bold"))
        self.history = self._grid()
        self.inside.addStretch(1)
        self.scrolled.setWidget(inner)
        box.addWidget(self.scrolled, 1)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(20, 14, 16, 8)
        head.setSpacing(2)
        line = QHBoxLayout()
        self.title = Label("", "title", wrap=True)
        line.addWidget(self.title, 1)
        close = LinkButton(_("Close"), self.look, key_map.shown("wishes.back"))
        close.clicked.connect(self.closed)
        line.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(line)
        under = QHBoxLayout()
        under.setSpacing(10)
        self.who = ElidedLabel("", "body", "ink2")
        self.see = LinkButton(_("See the person"), self.look, key_map.shown("wishes.person"))
        self.see.clicked.connect(lambda: self.asked.emit("person"))
        under.addWidget(self.who, 1)
        under.addWidget(self.see)
        head.addLayout(under)
        return head

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.inside.addLayout(grid)
        return grid

    def show_story(self, story: Story) -> None:
        """Show a wish."""
        had = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), -1)
        self.story = story
        self.title.setText(shown(story.wish.content))
        self.who.setText(f"{story.who}，{story.state_words}")
        self.see.setVisible(bool(story.resident_id))
        words, tone = story.next_words
        self.next.say(words, tone or "ink")
        self.next.setVisible(bool(words))
        self._offer(story)
        if had >= 0 and self.buttons:
            self.buttons[0].setFocus()
        for grid, lines in ((self.facts, (*story.taker, *story.facts)), (self.history, story.history)):
            _fill(grid, lines)
        self.setAccessibleName("，".join(filter(None, (story.wish.content, story.who, story.state_words, words))))

    def _offer(self, story: Story) -> None:
        """Give every step that may be done a button, the usual one first and alone in its tone."""
        while len(self.every) < len(story.actions):
            self._add_button()
        for at, button in enumerate(self.every):
            button.setVisible(at < len(story.actions))
            if at < len(story.actions):
                name = story.actions[at]
                button.key = KEYS.get(name, "")
                button.set_kind("primary" if at == 0 and story.next_words[0] else "plain")
                button.setText(_(ACTS[name]))
        self.buttons = self.every[: len(story.actions)]

    def _add_button(self) -> None:
        """Add a button for one step more; it is used again for other steps, for one with the keyboard is not to be taken away."""
        at, button = len(self.every), Button("", self.look, "plain", small=True)
        button.clicked.connect(lambda: self._press(at))
        self.steps.addWidget(button, at // A_LINE, at % A_LINE, Qt.AlignmentFlag.AlignLeft)
        self.steps.setColumnStretch(A_LINE, 1)
        self.every.append(button)

    def _press(self, at: int) -> None:
        if self.story is not None:
            self.asked.emit(self.story.actions[at])

    def begin(self) -> None:
        """Take the keyboard."""
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.scrolled.setFocus(Qt.FocusReason.OtherFocusReason)


def _fill(grid: QGridLayout, lines: tuple[SheetLine, ...]) -> None:
    empty(grid)
    for at, line in enumerate(lines):
        grid.addWidget(Label(shown(line.label), tone="ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(shown(line.text), tone=line.tone or "ink", wrap=True), at, 1)
