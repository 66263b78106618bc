"""设置: a list of subjects at the left, one subject a page, saved as one goes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.labels import Label, ground, rule
from stationdesk.ui.parts.word_list import WordList

PARTS = {
    "station": (N_("Village station"), "stationdesk.ui.settings_station", "StationPart"),
    "cards": (N_("Directory and contact cards"), "stationdesk.ui.card_directory_page", "CardDirectoryPage"),
    "grades": (N_("Grades and how often"), "stationdesk.ui.settings_grades", "GradesPart"),
    "days": (N_("Holidays and weather"), "stationdesk.ui.settings_days", "DaysPart"),
    "requests": (N_("Terms of requests"), "stationdesk.ui.settings_requests", "RequestTermsPart"),
    "wishes": (N_("Terms of wishes"), "stationdesk.ui.settings_wishes", "WishTermsPart"),
    "operators": (N_("Operators"), "stationdesk.ui.settings_operators", "OperatorsPart"),
    "units": (N_("Villages and communities"), "stationdesk.ui.settings_units", "UnitsPart"),
    "backup": (N_("Backup"), "stationdesk.ui.settings_backup", "BackupPart"),
    "printer": (N_("Printer"), "stationdesk.ui.printer_page", "PrinterPage"),
    "printed": (N_("What was printed"), "stationdesk.ui.print_log_page", "PrintLogPage"),
    "looks": (N_("Writing and colours"), "stationdesk.ui.settings_looks", "LooksPart"),
    "about": (N_("About"), "stationdesk.ui.settings_about", "AboutPart"),
}
TOPICS = {"cards": "cards", "printer": "cards", "printed": "cards", "backup": "safety", "operators": "safety"}
"""Subjects that another page of the manual tells more of."""
LIST_WIDTH = 12.6
"""Width of the list of subjects, in em."""


class SettingsPage(Page):
    """The subjects; each is made when it is first opened."""

    name: ClassVar[str] = "settings"
    parts_of: ClassVar[Mapping[str, tuple[str, str, str]]] = PARTS
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "station",
            "org_unit",
            "place",
            "operator",
            "setting",
            "grade_scheme",
            "care_grade",
            "day_off",
            "bad_weather",
            "card_issue",
            "access_entry",
            "helper",
        }
        | {"pairing", "wish", "wish_event", "wish_claim", "claim_answer", "claim_end"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.parts: dict[str, Page] = {}
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._left())
        whole.addWidget(rule(upright=True))
        right = QVBoxLayout()
        right.setSpacing(0)
        self.stack = QStackedWidget()
        right.addWidget(self.stack, 1)
        self.strip = KeyStrip(self.look)
        self.strip.undo.connect(self._undo)
        right.addWidget(self.strip)
        whole.addLayout(right, 1)
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        self.list.setCurrentRow(0)

    def _left(self) -> QWidget:
        left = QWidget()
        ground(left, "paper")
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 14, 0, 0)
        title = Label(_("Settings"), "title")
        title.setContentsMargins(24, 0, 0, 6)
        box.addWidget(title)
        self.list = WordList(self.look, _("Settings"))
        self.list.offer((name, _(word)) for name, (word, _module, _kind) in self.parts_of.items())
        self.list.currentRowChanged.connect(self._open)
        box.addWidget(self.list, 1)
        self.left = left
        self.look.changed.connect(self._resize)
        self._resize()
        self.begin_at(self.list)
        return left

    def _resize(self) -> None:
        self.left.setFixedWidth(round(LIST_WIDTH * self.look.sizes.body))

    def here(self) -> str:
        """Return the name of the subject that is open."""
        return self.list.chosen()

    def part(self, name: str) -> Page:
        """Return a subject's page, made when it is first asked for."""
        if name not in self.parts:
            _word, module, kind = self.parts_of[name]
            part: Page = getattr(import_module(module), kind)(self.desk)
            self.parts[name] = part
            self.stack.addWidget(part)
        return self.parts[name]

    def _open(self, _row: int) -> None:
        part = self.part(self.here())
        part.refresh()
        self.stack.setCurrentWidget(part)
        self.strip.setVisible(part.findChild(KeyStrip) is None)
        self._tell_keys(part)

    def _tell_keys(self, part: Page) -> None:
        """Show the keys that work now: of an empty list nothing is taken back."""
        self.strip.set_keys([("↑|↓", _("choose")), ("Tab", _("into the page")), *part.keys()])

    def _undo(self) -> None:
        self.window().undo()  # type: ignore[attr-defined]

    def refresh(self) -> None:
        """Read the open subject again."""
        if self.here() in self.parts:
            self.parts[self.here()].refresh()
            self._tell_keys(self.parts[self.here()])

    def take(self, argument: Any) -> None:
        """Open a subject by its name."""
        if argument in self.parts_of:
            self.list.setCurrentRow(list(self.parts_of).index(argument))

    def topic(self) -> str:
        """Return the manual's page about the open subject."""
        return TOPICS.get(self.here(), self.name)

    def place(self) -> Any:
        """Return the name of the subject that is open."""
        return self.here()

    def leave(self) -> bool:
        """Let the open subject keep what stands in its fields."""
        return all(part.leave() for part in self.parts.values())
