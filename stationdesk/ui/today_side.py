"""What is good to know beside the day's list: duty tonight, birthdays, what is missing; a column, or one line where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.birthdays import Birthday
from stationdesk.services.day_words import day_words
from stationdesk.services.gaps import Gap, total
from stationdesk.services.shift_tonight import Tonight
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, shown
from stationdesk.ui.parts.look import Look

EMS = 20.3
"""Width of the column in em of the body type."""
MARGIN = 20
NAME_EM = 4.2
"""Room a name is given at least, in em: four characters."""
NOTE = 80
"""Signs of what was handed on that stand here; all of it stands in the roster."""
MOST = 6
"""Birthdays shown in the column."""


@dataclass(frozen=True)
class Beside:
    """What the column says."""

    on: date
    birthdays: Sequence[Birthday] = ()
    gaps: Sequence[Gap] = ()
    duty: Tonight | None = None
    """Who is on duty tonight; None where no roster is kept."""
    covered: bool = False
    """The screen faces visitors: no birthdays are told."""

    @property
    def says(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.birthdays or self.gaps or self.covered or self.duty is not None)


class IconLabel(QLabel):
    """An icon in the colour of its words, which follows the look."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.look, self.name = look, name
        self._draw()
        look.changed.connect(self._draw)

    def _draw(self) -> None:
        self.setPixmap(self.look.pixmap(self.name, "ink2"))


class TodaySide(QWidget):
    """The quiet column: whose birthday it is, what is to be mended."""

    gap_chosen = Signal(object)
    """The Gap whose people are wanted."""
    list_wanted = Signal()
    """The list of birthdays is wanted, to be printed."""
    roster_wanted = Signal()

    def __init__(self, look: Look, *, most: int = MOST, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.most = look, most
        ground(self, "paper")
        self.setAccessibleName(_("On duty, birthdays and what is missing"))
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(MARGIN, 12, MARGIN, 12)
        self.box.setSpacing(0)
        self.links: list[LinkButton] = []

    def show_beside(self, beside: Beside) -> None:
        """Show what is known."""
        clear(self.box)
        self.links = []
        if beside.duty is not None:
            self._duty(beside.duty)
        if beside.birthdays:
            self._title("cake", _("Birthdays"))
            for one in beside.birthdays[: self.most]:
                self._birthday(one, beside.on)
            rest = len(beside.birthdays) - self.most
            if rest > 0:
                self.box.addWidget(Label(_("and {count} more this week").format(count=rest), "small", "ink2"))
            printed = LinkButton(_("List of birthdays to print"), self.look)
            printed.clicked.connect(self.list_wanted)
            self.links.append(printed)
            self.box.addWidget(printed)
            self.box.addSpacing(22)
        if beside.gaps:
            self._title("pencil", _("What is missing"), _("{count} in all").format(count=total(list(beside.gaps))))
            for gap in beside.gaps:
                self._gap(gap)
        if beside.covered:
            self.box.addSpacing(12)
            words = _("The screen faces visitors: children, birthdays and illnesses are covered.")
            self.box.addWidget(Label(words, "small", "ink2", wrap=True))
        self.box.addStretch(1)

    def _duty(self, duty: Tonight) -> None:
        """Say who is on duty tonight, and what was handed on with the book."""
        self._title("moon", _("On duty tonight"))
        for one in duty.people:
            line = self._line()
            line.addWidget(Giving(one.name, "body_bold", least=NAME_EM * self.look.sizes.body))
            line.addWidget(Label(one.phone, "body", "ink2"))
            line.addStretch(1)
            line.addWidget(Giving(one.times, "small", "ink2"))
            line.parentWidget().setAccessibleName(_(" · ").join(filter(None, (one.name, one.phone, one.times))))
        if not duty.people:
            self.box.addWidget(Label(_("Nobody is on duty tonight"), "body", "red"))
        if duty.holes:
            self.box.addWidget(Label(_("nobody {hours}").format(hours=duty.holes), "body", "red", wrap=True))
        leaders = "、".join(dict.fromkeys(one.leader for one in duty.people if one.leader))
        if leaders:
            self.box.addWidget(Label(_("in charge {name}").format(name=leaders), "small", "ink2", wrap=True))
        if duty.handed:
            self.box.addWidget(Label(_("Book: {words}").format(words=duty.handed), "small", "ink2", wrap=True))
        if duty.note:
            note = duty.note if len(duty.note) <= NOTE else f"{duty.note[:NOTE]}…"
            self.box.addWidget(Label(note, "body", wrap=True))
        link = LinkButton(_("Roster of duty"), self.look, key_map.shown("everywhere.shifts"))
        link.clicked.connect(self.roster_wanted)
        self.links.append(link)
        self.box.addWidget(link)
        self.box.addSpacing(22)

    def _title(self, icon: str, text: str, count: str = "") -> None:
        line = self._line()
        line.addWidget(IconLabel(self.look, icon))
        line.addWidget(Label(text, "body_bold"))
        line.addStretch(1)
        if count:
            line.addWidget(Label(count, "small", "ink2"))

    def _line(self) -> QHBoxLayout:
        holder = QWidget()
        holder.setMinimumHeight(self.look.sizes.small_button)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.box.addWidget(holder)
        return line

    def _birthday(self, one: Birthday, on: date) -> None:
        line = self._line()
        line.addWidget(Giving(one.name, "body_bold", least=NAME_EM * self.look.sizes.body))
        if one.age_words():
            line.addWidget(Label(one.age_words(), "body", "ink2"))
        line.addStretch(1)
        today = one.day == on
        line.addWidget(Giving(one.lunar or _("solar calendar"), "small", "ink2"))
        when = _("today") if today else day_words(one.day, on)
        line.addWidget(Label(when, "body_bold" if today else "body", "amber" if today else "ink"))
        holder = line.parentWidget()
        holder.setAccessibleName(_(" · ").join(part for part in (one.name, one.age_words(), one.lunar, when) if part))

    def _gap(self, gap: Gap) -> None:
        line = self._line()
        line.addWidget(ElidedLabel(gap.title), 1)
        link = LinkButton(_("{count} people|gap").format(count=gap.count), self.look)
        link.setAccessibleName(f"{gap.title} {link.text()}")
        link.clicked.connect(lambda: self.gap_chosen.emit(gap))
        self.links.append(link)
        line.addWidget(link)

    def wide(self) -> int:
        """Return how wide the column is at this text size."""
        return round(EMS * self.look.sizes.body)


class Giving(ElidedLabel):
    """Words that take what room they need where there is room, and give way where there is none, down to `least` pixels."""

    def __init__(self, text: str, role: str, tone: str = "ink", *, least: float = 0) -> None:
        super().__init__(text, role, tone)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Maximum)
        self.setSizePolicy(policy)
        self.least = least

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least room, or less if the words need less."""
        hint = super().minimumSizeHint()
        return QSize(max(hint.width(), round(min(self.least, self.sizeHint().width()))), hint.height())


class TodayStrip(QWidget):
    """The column as one line: today's birthday, how much is missing, and a link to all of it."""

    all_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(look.sizes.page_margin, 4, look.sizes.page_margin, 6)
        self.line.setSpacing(8)

    def show_beside(self, beside: Beside) -> None:
        """Show what is known."""
        clear(self.line)
        if beside.duty is not None:
            who = _(", ").join(dict.fromkeys(one.name for one in beside.duty.people))
            self._say("moon", _("On duty tonight"), who or _("nobody|on duty"), least=NAME_EM)
        today = [one.name for one in beside.birthdays if one.day == beside.on]
        soon = _("{count} this week").format(count=len(beside.birthdays)) if beside.birthdays else ""
        if today:
            self._say("cake", _("Birthday today"), _(", ").join(today[:2]))
        elif soon:
            self._say("cake", _("Birthdays"), soon)
        if beside.gaps:
            self._say("pencil", _("What is missing"), str(total(list(beside.gaps))))
        self.line.addStretch(1)
        if beside.birthdays or beside.gaps or beside.duty is not None:
            self.link = LinkButton(_("See all"), self.look)
            self.link.clicked.connect(self.all_wanted)
            self.line.addWidget(self.link, 0, Qt.AlignmentFlag.AlignRight)

    def _say(self, icon: str, words: str, bold: str, *, least: float = 0.0) -> None:
        self.line.addWidget(IconLabel(self.look, icon))
        self.line.addWidget(Label(words, "body"))
        self.line.addWidget(Giving(shown(bold), "body_bold", least=least * self.look.sizes.body))
        self.line.addSpacing(16)


def scrolled(side: TodaySide) -> QScrollArea:
    """Return the column in an area that scrolls where it is too long."""
    area = QScrollArea()
    area.setWidget(side)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def print_list(desk: OpenDesk, parent: QWidget) -> None:
    """Open the list of birthdays; its room is loaded when it is first wanted."""
    from stationdesk.ui.birthday_paper import print_birthdays

    print_birthdays(desk, parent)
