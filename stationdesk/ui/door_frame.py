"""The head and the foot of the unlock window: the station and the day, and whom to ring before any passphrase."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.services.front_door import FrontDoor
from stationdesk.store.clock import local_time, now
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule, shown
from stationdesk.ui.parts.look import Look

AMBULANCE = "120"
WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
MARGIN = 28
ROOM = 348
"""Pixels at 标准 for the numbers after 120."""


def day_words(at: datetime) -> str:
    """Return the day as the head has it: 11月23日 星期一."""
    here = local_time(at)
    return _("{month}/{day} {weekday}").format(month=here.month, day=here.day, weekday=_(WEEKDAYS[here.weekday()]))


def spaced(phone: str) -> str:
    """Return a mobile number in groups, as it is read aloud: 138 0000 0058; any other as it is written."""
    digits = phone.replace(" ", "").replace("-", "")
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}" if len(digits) == 11 and digits[0] == "1" else phone


class DoorBar(QFrame):
    """A bar on paper with a hairline under or over it, as high as the top bar and a little more."""

    def __init__(self, look: Look, more: int, *, under: bool) -> None:
        super().__init__()
        self.look, self.more = look, more
        bar = ground(QWidget(), "paper")
        self.line = QHBoxLayout(bar)
        self.line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (bar, rule()) if under else (rule(), bar):
            box.addWidget(part)
        self.fit()
        look.changed.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the text size."""
        self.setFixedHeight(self.look.sizes.top_bar + self.more + 1)


class DoorHead(DoorBar):
    """The program's name, the station's, and the day."""

    def __init__(self, station: str, look: Look) -> None:
        super().__init__(look, 4, under=True)
        self.line.setSpacing(14)
        self.line.addWidget(Label(_("Village Station Desk"), "strong", "teal"))
        self.line.addWidget(ElidedLabel(station), 1)
        self.line.addWidget(Label(day_words(now()), "small", "ink2"))


class DoorFoot(DoorBar):
    """120 and the numbers that stand on the public cards, as many as there is room for; empty where they are switched off."""

    def __init__(self, door: FrontDoor, look: Look) -> None:
        super().__init__(look, 12, under=False)
        self.line.setSpacing(12)
        self.mark = Label()
        if door.show_numbers:
            self.line.addWidget(self.mark)
            self.line.addWidget(Label(_("In an emergency ring first:"), tone="ink2"))
            self.line.addWidget(_number(AMBULANCE, AMBULANCE, look.sizes.strong + 3))
            self._add_numbers(door)
        self.line.addStretch(1)
        self._paint_mark()
        look.changed.connect(self._paint_mark)

    def _add_numbers(self, door: FrontDoor) -> None:
        """Add as many numbers as there is room for: large with who answers, or smaller, or without his name; the doctor stays."""
        told = [(shown(f"{one.label} {one.person}".strip()), shown(one.label), spaced(one.phone)) for one in door.numbers]
        size = self.look.sizes.strong
        for count in range(len(told), 0, -1):
            for large, short in ((size + 3, False), (size, False), (size, True)):
                pairs = [(brief if short else words, phone) for words, brief, phone in told[:count]]
                if self._needed(pairs, large) <= round(ROOM * self.look.sizes.body / 15):
                    for words, phone in pairs:
                        self.line.addWidget(Label(words, tone="ink2"))
                        self.line.addWidget(_number(phone, f"{words} {phone}", large))
                    return

    def _needed(self, pairs: list[tuple[str, str]], size: int) -> int:
        font = self.look.font("strong")
        font.setPixelSize(size)
        body, strong = QFontMetrics(self.look.font("body")), QFontMetrics(font)
        return sum(body.horizontalAdvance(words) + strong.horizontalAdvance(phone) + 24 for words, phone in pairs)

    def _paint_mark(self) -> None:
        self.mark.setPixmap(self.look.pixmap("phone", "ink"))


def _number(text: str, said: str, size: int) -> Label:
    label = Label(text, "strong")
    label.setStyleSheet(f"font-size: {size}px;")
    label.setAccessibleName(said)
    return label
