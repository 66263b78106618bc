"""The stage for pictures of the window: one application without a screen, four dresses, and an eye for what does not fit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic
from types import SimpleNamespace
from unittest.mock import patch

from PySide6.QtCore import QMessageLogContext, QPoint, QRect, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QLineEdit, QWidget

from stationdesk.printing.contact_card import Printout
from stationdesk.printing.painter import write_pdf
from stationdesk.registers import record
from stationdesk.settings import Settings
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import type_at_hand
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.labels import ElidedLabel
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize, Theme

WIDTH, HEIGHT = 1366, 728
"""What a screen of 1366 × 768 leaves a window below its title bar."""
REST = 160
"""Milliseconds after which the status line has been read again and every layout has settled."""
NOISE = ("does not support propagateSizeHints", "does not support raise", "does not support grabbing the keyboard")
DOTS = "80"
"""Dots per inch of the pictures of paper."""
LONGEST = 60
"""Seconds that a job may take."""


@dataclass(frozen=True)
class Dress:
    """A theme and a text size, and the end of a picture's name."""

    end: str
    theme: Theme
    size: TextSize


LIGHT = Dress("light", Theme.LIGHT, TextSize.STANDARD)
DARK = Dress("dark", Theme.DARK, TextSize.STANDARD)
LIGHT_XL = Dress("light-xl", Theme.LIGHT, TextSize.EXTRA_LARGE)
DARK_XL = Dress("dark-xl", Theme.DARK, TextSize.EXTRA_LARGE)
ALL = (LIGHT, DARK, LIGHT_XL, DARK_XL)
USUAL = (LIGHT, DARK, LIGHT_XL)


@dataclass
class Stage:
    """Where pictures are taken; `trouble` gathers what does not fit, `taken` the names in their order."""

    application: QApplication
    look: Look
    composition: Composition
    out: Path
    room: Path
    """A folder for stores and files, thrown away afterwards."""
    taken: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def settings(self, name: str) -> Settings:
        """Return the settings of a desk in the stage's room."""
        return Settings(self.room / name / "data", self.room / name / "state")

    def wear(self, dress: Dress) -> None:
        """Change theme and text size of everything that is made from now on."""
        self.look.set(theme=dress.theme, text_size=dress.size)

    @contextmanager
    def window(self, desk: OpenDesk, dress: Dress, *, demo: bool = False) -> Iterator[DeskWindow]:
        """Open the desk's window in a dress, and close it afterwards."""
        self.wear(dress)
        window = DeskWindow(desk, self.composition, demo=demo)
        window.resize(WIDTH, HEIGHT)
        window.show()
        window.activateWindow()
        try:
            yield window
        finally:
            settle(desk.jobs)
            for page in window.pages.values():
                page.keep()
            window.standing.stop()
            for signal in (desk.did, desk.saved):
                with suppress(RuntimeError):  # nobody listened
                    signal.disconnect()
            window.hide()
            window.deleteLater()
            self.application.processEvents()

    def shoot(self, name: str, dress: Dress, widget: QWidget, jobs: Jobs | None = None) -> QImage:
        """Take the picture `name`-`dress` of a widget once it has settled, and look for what does not fit."""
        if jobs is not None:
            settle(jobs)
        QTest.qWait(REST)
        if jobs is not None:
            settle(jobs)
        picture = widget.grab().toImage()
        called = f"{name}-{dress.end}"
        picture.save(str(self.out / f"{called}.png"))
        self.taken.append(called)
        if picture.width() > WIDTH or picture.height() > HEIGHT:
            self.trouble.append(f"{called}: {picture.width()} × {picture.height()} does not fit {WIDTH} × {HEIGHT}")
        self.trouble += [f"{called}: {what}" for what in clipped(widget)]
        return picture

    def paper(self, name: str, printed: Printout) -> None:
        """Write what is printed as the PDF `name`, and a picture of each of its pages."""
        path = self.out / f"{name}.pdf"
        write_pdf(printed.pages, path, type_at_hand(), name)
        subprocess.run(["pdftoppm", "-r", DOTS, "-png", path, path.with_suffix("")], check=True)
        self.taken += sorted(page.stem for page in self.out.glob(f"{name}-*.png") if page.stem.removeprefix(f"{name}-").isdigit())
        print(f"{path.name}: {len(printed.pages)} pages, {len(printed.left_out)} left out")

    def shoot_dialog(
        self, name: str, dresses: Sequence[Dress], make: Callable[[], QWidget], after: Callable[[QWidget], None] | None = None
    ) -> None:
        """Take pictures of a window of its own, made anew in every dress; `after` does something in it first."""
        for dress in dresses:
            self.wear(dress)
            dialog = make()
            dialog.show()
            dialog.activateWindow()
            self.application.processEvents()
            if after is not None:
                after(dialog)
            self.shoot(name, dress, dialog)
            dialog.hide()
            dialog.deleteLater()
            self.application.processEvents()


def settle(jobs: Jobs) -> None:
    """Wait until nothing is under way. Raises TimeoutError after a minute."""
    QApplication.processEvents()
    end = monotonic() + LONGEST
    while jobs.busy():
        QTest.qWait(5)
        if monotonic() > end:
            raise TimeoutError("a job does not end")
    QApplication.processEvents()


def clipped(window: QWidget) -> list[str]:
    """Return what is seen less than whole and does not say so: words in labels and buttons, fields that are cut off at an edge."""
    found: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or widget.width() == 0:
            continue
        words = cut_words(widget) or cut_at_edge(widget, window)
        if words:
            found.append(words)
    return sorted(set(found))


def cut_words(widget: QWidget) -> str:
    """Return what is wrong if a label or a button is too small for its words."""
    if isinstance(widget, QLabel) and not isinstance(widget, ElidedLabel) and widget.text():
        if widget.wordWrap():
            wanted = widget.heightForWidth(widget.width())
            return f"«{widget.text()[:30]}» needs {wanted} of height, has {widget.height()}" if wanted > widget.height() + 1 else ""
        wanted = widget.sizeHint().width()
        return f"«{widget.text()[:30]}» needs {wanted} of width, has {widget.width()}" if wanted > widget.width() + 1 else ""
    if isinstance(widget, QAbstractButton) and widget.text():
        wanted = widget.sizeHint().width()
        return f"button «{widget.text()[:30]}» needs {wanted} of width, has {widget.width()}" if wanted > widget.width() + 1 else ""
    return ""


def cut_at_edge(widget: QWidget, window: QWidget) -> str:
    """Return what is wrong if a control sticks out of what holds it, where nothing can be scrolled."""
    if not isinstance(widget, QAbstractButton | QLineEdit | QLabel):
        return ""
    box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    holder = widget.parentWidget()
    while holder is not None and holder is not window:
        if isinstance(holder, QAbstractScrollArea) or isinstance(holder.parentWidget(), QAbstractScrollArea):
            return ""
        holder = holder.parentWidget()
    inside = window.rect().intersected(box)
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"«{words[:30]}» sticks out of the window" if inside != box and words else ""


def no_screen() -> None:
    """Let Qt draw without a screen, the same on every machine, and leave its harmless noise about that out."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = "1"
    qInstallMessageHandler(heard)


def same_ids() -> None:
    """Make the ids of records in the same order every time: rows of one day stand in the order of their ids."""
    chance, ticks = Random(1), count(1_780_000_000_000)  # noqa: S311 - of records that live for a minute
    patch.object(record, "os", SimpleNamespace(urandom=chance.randbytes)).start()
    patch.object(record, "time", SimpleNamespace(time_ns=lambda: next(ticks) * 1_000_000)).start()


def heard(_kind: QtMsgType, _where: QMessageLogContext, words: str | None) -> None:
    """Pass on what Qt says."""
    if words and not any(one in words for one in NOISE):
        print(words, file=sys.stderr)
