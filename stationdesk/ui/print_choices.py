"""The right side of the preview: which printer, how many, both sides or not, and in words how many sheets that takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.printing.duplex import Sides, sheets
from stationdesk.services.desk_settings import Calibration
from stationdesk.ui.parts.fields import ComboField, FieldGrid
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.printer_queue import PrinterFound

MOST_COPIES = 99
REMARKS = 12


class PrintChoices(QWidget):
    """Everything there is to choose before printing; `changed` when the count of sheets may be another one."""

    changed = Signal()
    laid_out_anew = Signal()
    """Another arrangement of the pages is wanted."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.pages = 0
        self.calibration = Calibration()
        self.found: Sequence[PrinterFound] = ()
        self.count = Label("", "body_bold", wrap=True)
        self.grid = FieldGrid(look)
        self.printer = ComboField((), look)
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setFixedWidth(76)
        self.sides = Segments((("one", _("one side")), ("both", _("both sides"))), look)
        self.turned = Segments((("by_hand", _("turned by hand")), ("printer", _("by the printer"))), look)
        self.draft = QCheckBox(_("Spare ink: grey writing"))
        self.two_up = QCheckBox(_("Two on one A4 sheet"))
        self.hint = Label("", "small", "ink3", wrap=True)
        self.remarks = RemarkList()
        self._lay_out()
        self.printer.currentIndexChanged.connect(self._printer_chosen)
        self.copies.valueChanged.connect(self._tell)
        for segments in (self.sides, self.turned):
            segments.changed.connect(self._tell)
        self.two_up.toggled.connect(self.laid_out_anew)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.count)
        self.rows = {
            "printer": self.grid.add(_("Printer"), self.printer),
            "copies": self.grid.add(_("Copies"), self.copies, stretch=False),
            "sides": self.grid.add(_("Print on"), self.sides, stretch=False),
            "turned": self.grid.add(_("Turning"), self.turned, stretch=False),
        }
        box.addWidget(self.grid)
        checks = QVBoxLayout()
        checks.setSpacing(4)
        for check in (self.draft, self.two_up):
            checks.addWidget(check)
        box.addLayout(checks)
        box.addWidget(self.hint)
        box.addWidget(self.remarks, 1)

    def offer(self, found: Sequence[PrinterFound], usual: str, calibration: Calibration, *, two_sided: bool, two_up: bool) -> None:
        """Offer printers and ways to print; what the station uses is chosen already."""
        self.found, self.calibration = found, calibration
        for one in found:
            self.printer.addItem(one.words, one.name)
        if any(one.name == usual for one in found):
            self.printer.set_value(usual)
        self.sides.set_value("both" if two_sided else "one")
        self.two_up.setVisible(two_up)
        for name in ("printer", "copies"):
            self.rows[name].set_visible(bool(found))
        self.draft.setVisible(bool(found))
        self._printer_chosen()

    def _printer_chosen(self) -> None:
        turns = any(one.name == self.printer.value() and one.turns for one in self.found)
        self.turned.set_value("printer" if turns and self.calibration.duplex_edge != "none" else "by_hand")
        self._tell()

    def show_count(self, pages: int) -> None:
        """Say how many pages there are now."""
        self.pages = pages
        self._tell()

    def way(self) -> Sides:
        """Return how the sheets are printed on."""
        if self.sides.value() != "both":
            return "one"
        return "printer" if self.turned.value() == "printer" else "by_hand"

    def _tell(self) -> None:
        both = self.sides.value() == "both"
        several = self.pages > 1
        self.rows["sides"].set_visible(several)
        turns = any(one.name == self.printer.value() and one.turns for one in self.found)
        self.rows["turned"].set_visible(several and both and turns)
        self.count.setText(self.count_words())
        self.hint.setText(self._hint_words())
        self.hint.setVisible(bool(self.hint.text()))
        self.changed.emit()

    def sheets(self) -> int:
        """Return how many sheets of paper one copy takes."""
        return sheets(self.pages, self.way() if self.pages > 1 else "one")

    def count_words(self) -> str:
        """Say pages and sheets in words."""
        copies = self.copies.value()
        both = self.way() != "one" and self.pages > 1
        said = _("{pages} pages, both sides, {sheets} sheets of paper") if both else _("{pages} pages, {sheets} sheets of paper")
        text = said.format(pages=self.pages, sheets=self.sheets())
        return text if copies == 1 else text + _(", {copies} copies: {all} sheets").format(copies=copies, all=copies * self.sheets())

    def _hint_words(self) -> str:
        if not self.found:
            return _("No printer was found on this computer. Save a PDF and print it elsewhere.")
        if self.way() == "by_hand" and self.pages > 1:
            return _("First all fronts are printed, then the desk says how to turn the stack.")
        return ""


class RemarkList(QScrollArea):
    """What does not stand on the paper as it should, one sentence a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def say(self, sentences: Sequence[str]) -> None:
        """Show the sentences, the first dozen of them and how many more there are."""
        inner = QWidget()
        ground(inner, "surface")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        if sentences:
            box.addWidget(Label(_("Not on the paper as it should be"), "small_bold", "amber"))
        for sentence in sentences[:REMARKS]:
            box.addWidget(Label(sentence, "small", "amber", wrap=True))
        if len(sentences) > REMARKS:
            box.addWidget(Label(_("and {count} more").format(count=len(sentences) - REMARKS), "small", "amber"))
        box.addStretch(1)
        self.setWidget(inner)
        self.sentences = tuple(sentences)
