"""A hand on the keyboard, for a day nobody attends: it presses keys where the focus is, counts them, and waits as a person would."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ui import key_map

Steps = Generator[Callable[[], bool], None, None]
"""What a script yields: the conditions it waits for."""
PATIENCE = 30.0
"""Seconds until a wait is given up."""
BEAT = 15


class DayStopped(DeskError):
    """Something that was waited for did not come."""


class Hand:
    """Presses keys and counts them; text counts as the characters that were typed.

    What it is told is done one thing after another by its Script, because a key may open a dialog that only ends with a later key.
    """

    def __init__(self, pictures: Path) -> None:
        self.keys = self.characters = self.shots = 0
        self.pictures = pictures
        self.tasks: list[tuple[str, int, int]] = []
        self.todo: deque[Callable[[], None]] = deque()

    def task(self, name: str) -> None:
        """Begin a new task: keys from here on are counted under it."""
        self.todo.append(lambda: self.tasks.append((name, self.keys, self.characters)))

    def counted(self) -> list[tuple[str, int, int]]:
        """Return each task with its keys and characters."""
        ends = [*self.tasks[1:], ("", self.keys, self.characters)]
        return [(name, end[1] - keys, end[2] - words) for (name, keys, words), end in zip(self.tasks, ends, strict=True)]

    def press(self, *names: str) -> None:
        """Press keys: `Tab`, `Down`, `Ctrl+A` as Qt writes them, or shortcuts of the key map by their names."""
        for name in names:
            self.todo.append(partial(self._press, name))

    def _press(self, name: str) -> None:
        sequence = QKeySequence(key_map.BY_NAME[name].keys if name in key_map.BY_NAME else name)
        combined = sequence[0]  # type: ignore[index]  # PySide knows it, its stub does not
        self.keys += 1
        if QApplication.activeWindow() is None:  # without a window manager nobody brings a window forward when a dialog closes
            window().activateWindow()
            QApplication.processEvents()
        QTest.keyClick(QApplication.focusWidget() or window(), combined.key(), combined.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type a text: plain letters as keys, Chinese as an input method hands it over."""
        self.todo.extend(partial(self._type, letter) for letter in text)

    def _type(self, letter: str) -> None:
        self.characters += 1
        target = QApplication.focusWidget() or window()
        if letter.isascii():
            QTest.keyClicks(target, letter)
        else:
            committed = QInputMethodEvent()
            committed.setCommitString(letter)
            QApplication.sendEvent(target, committed)

    def tab_to(self, wanted: Callable[[QWidget], bool], most: int = 60) -> None:
        """Press Tab until the focus is on a widget that is wanted."""
        self.todo.append(partial(self._tab_to, wanted, most))

    def _tab_to(self, wanted: Callable[[QWidget], bool], most: int) -> None:
        here = QApplication.focusWidget()
        if here is not None and wanted(here):
            return
        if not most:
            raise DayStopped(_("The keyboard did not come to what was wanted."))
        self._press("Tab")
        self.todo.appendleft(partial(self._tab_to, wanted, most - 1))

    def button(self, text: str) -> None:
        """Go to a button by Tab and press it with Space."""
        self.tab_to(lambda widget: widget.accessibleName() == text)
        self.press("Space")

    def picture(self, name: str) -> None:
        """Keep a picture of the window that is up."""
        self.todo.append(partial(self._picture, name))

    def _picture(self, name: str) -> None:
        self.shots += 1
        window().grab().save(str(self.pictures / f"{self.shots:02d}-{name}.png"))


def window() -> QWidget:
    """Return the window that is up. Raises DayStopped if none is."""
    found = QApplication.activeModalWidget() or QApplication.activeWindow()
    if found is None:
        found = next((one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()), None)
    if found is None:
        raise DayStopped(_("No window is up."))
    return found


class Script(QObject):
    """Carries a script on while the program runs, also inside its dialogs; `ended` is called with the error that stopped it, or None."""

    def __init__(self, hand: Hand, steps: Steps, ended: Callable[[BaseException | None], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hand, self.steps, self.ended = hand, steps, ended
        self.condition: Callable[[], bool] = lambda: True
        self.since = time.monotonic()
        self.over = False
        self.next_beat()

    def next_beat(self) -> None:
        """Beat again soon: each time a timer of its own, since one does not fire while what it called is still inside a dialog."""
        QTimer.singleShot(BEAT, self, self.beat)

    def beat(self) -> None:
        """Do the next thing the hand was told; when all is done and what is waited for has come, ask the script what next."""
        if self.over:
            return
        self.next_beat()
        try:
            if self.hand.todo:
                self.since = time.monotonic()
                self.hand.todo.popleft()()
            elif self.condition():
                self.condition = next(self.steps)
                self.since = time.monotonic()
            elif time.monotonic() - self.since > PATIENCE:
                raise DayStopped(_("What was waited for did not come within {seconds} seconds.").format(seconds=round(PATIENCE)))
        except StopIteration:
            self._end(None)
        except BaseException as error:  # noqa: BLE001 (handed to whoever waits for the end)
            self._end(error)

    def _end(self, error: BaseException | None) -> None:
        if not self.over:
            self.over = True
            self.ended(error)
