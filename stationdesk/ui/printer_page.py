"""Settings, printer: which one, how far it is off, how the back is turned; measured with a ruler on a test page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.printing.calibration_page import EXPECTED_A, EXPECTED_B, calibration_pages, offset_of, turning_pages
from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.duplex import NO_OFFSET, Offset
from stationdesk.printing.painter import Press
from stationdesk.services.desk_settings import Calibration, change_settings, desk_settings
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.paper_job import PrintJob, plain, type_at_hand
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview
from stationdesk.ui.printer_queue import PrinterFound, Queue, SystemQueue

SHEET_WIDTH, SHEET_HEIGHT = 220, 311
LABELS = 108


class PrinterPage(Page):
    """Saved as it is filled in."""

    name: ClassVar[str] = "settings.printer"
    reads: ClassVar[frozenset[str]] = frozenset({"setting"})

    def __init__(self, desk: OpenDesk, queue: Queue | None = None) -> None:
        super().__init__(desk)
        self.queue: Queue = queue or SystemQueue()
        self.found: Sequence[PrinterFound] | None = None
        self.calibration = Calibration()
        self.printer = ComboField((("", _("as the computer is set")),), self.look)
        self.printer.setAccessibleName(_("Printer"))
        self.test_button = Button(_("Print the test page"), self.look, "plain", "", "printer")
        self.a, self.b = (self._measured(words) for words in (_("A, left edge to the line"), _("B, upper edge to the line")))
        self.words = Label("", "body", "green", wrap=True)
        self.way = Segments((("none", _("turned by hand")), ("long", _("by the printer"))), self.look, numbered=False)
        self.turn = Segments((("long", _("sideways")), ("short", _("head to foot"))), self.look, numbered=False)
        orders = (("last_first", _("from the last sheet")), ("first_first", _("from the first sheet")))
        self.backs = Segments(orders, self.look, numbered=False)
        self.both_button = Button(_("Try both sides"), self.look, "plain")
        self.sheet = TestSheet(desk)
        self._lay_out()
        self._bind()

    def _measured(self, words: str) -> LineField:
        field = LineField(self.look)
        field.setFixedWidth(78)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAccessibleName(words)
        return field

    def _lay_out(self) -> None:
        margin = self.look.sizes.page_margin
        whole = QVBoxLayout(self)
        whole.setContentsMargins(margin, 16, margin, 16)
        whole.setSpacing(14)
        head = QHBoxLayout()
        self.state = Label("", "small", "ink2")
        head.addWidget(Label(_("Printer"), "strong"))
        head.addSpacing(12)
        head.addWidget(self.state, 1)
        head.addWidget(self.test_button)
        whole.addLayout(head)
        body = QHBoxLayout()
        body.setSpacing(28)
        body.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignTop)
        fields = QVBoxLayout()
        fields.setSpacing(11)
        fields.addLayout(self._line(_("Printer"), self.printer, stretch=True))
        fields.addSpacing(6)
        fields.addWidget(Label(_("Measure the test page with a ruler and fill in two figures:"), "body_bold", wrap=True))
        fields.addLayout(self._line(_("A, left edge to the line"), self.a, _("mm"), _("should be {figure:g}").format(figure=EXPECTED_A)))
        fields.addLayout(self._line(_("B, upper edge to the line"), self.b, _("mm"), _("should be {figure:g}").format(figure=EXPECTED_B)))
        fields.addWidget(self.words)
        fields.addSpacing(6)
        self.way_line = QWidget()
        self.way_line.setLayout(self._line(_("Both sides"), self.way))
        fields.addWidget(self.way_line)
        fields.addLayout(self._line(_("How the back is turned"), self.turn))
        fields.addLayout(self._line(_("The backs come"), self.backs))
        fields.addLayout(self._line("", self.both_button))
        body.addLayout(fields, 1)
        whole.addLayout(body)
        off = _("If cards are cut askew or into the writing, these two figures were not measured. Measure again with another printer.")
        whole.addWidget(Label(off, "body", "ink2", wrap=True))
        whole.addStretch(1)

    def _line(self, label: str, field: QWidget, unit: str = "", note: str = "", *, stretch: bool = False) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        name = Label(label, "body", "ink2")
        name.setMinimumWidth(round(LABELS * self.look.sizes.body / 15))
        name.setBuddy(field)
        line.addWidget(name)
        line.addWidget(field, 1 if stretch else 0)
        if unit:
            line.addWidget(Label(unit, "body"))
            line.addWidget(Label(note, "small", "ink3"))
        if not stretch:
            line.addStretch(1)
        if label and not field.accessibleName():
            field.setAccessibleName(label)
        return line

    def _bind(self) -> None:
        self.test_button.clicked.connect(self.print_test_page)
        self.both_button.clicked.connect(self.print_both_sides)
        for field in (self.a, self.b):
            field.editingFinished.connect(self.measure)
        self.printer.activated.connect(lambda _at: self._change(printer=self.printer.value()))
        self.way.changed.connect(lambda code: self._calibrate(duplex_edge=code))
        self.turn.changed.connect(lambda code: self._calibrate(turn=code))
        self.backs.changed.connect(lambda code: self._calibrate(backs=code))

    def refresh(self) -> None:
        """Read the settings and which printers there are."""
        with self.desk.reading() as session:
            settings = desk_settings(session)
        self.calibration = settings.calibration
        if self.found is None:
            self.found = self.queue.printers()
            for one in self.found:
                self.printer.addItem(one.words, one.name)
        self.printer.set_value(settings.printer)
        self.way.set_value("none" if self.calibration.duplex_edge == "none" else "long")
        self.turn.set_value(self.calibration.turn)
        self.backs.set_value(self.calibration.backs)
        chosen = next((one for one in self.found if one.name == settings.printer), self.found[0] if self.found else None)
        self.way_line.setVisible(chosen is not None and chosen.turns)
        self._say(chosen)
        if self.calibration.measured:
            self.a.setText(f"{EXPECTED_A - self.calibration.dx:g}")
            self.b.setText(f"{EXPECTED_B - self.calibration.dy:g}")
        self.words.say(*offset_words(self.calibration))
        self.sheet.refresh()

    def _say(self, chosen: PrinterFound | None) -> None:
        turned = _("turned by hand") if self.calibration.duplex_edge == "none" else _("by the printer")
        if chosen is None:
            self.state.say(_("No printer was found on this computer. Save a PDF and print it elsewhere."), "amber")
        else:
            self.state.say(_("{printer}, A4, {turned}").format(printer=chosen.words, turned=turned), "ink2")

    def measure(self) -> None:
        """Work the offset out of both figures and keep it."""
        figures = [figure_of(field.value()) for field in (self.a, self.b)]
        if not self.a.value() and not self.b.value():
            if self.calibration.measured:
                self._calibrate(dx=0.0, dy=0.0, measured=False)
            return
        if figures[0] is None or figures[1] is None:
            if self.a.value() and self.b.value():
                self.words.say(_("A figure in millimetres, such as 14.2"), "red")
            else:
                self.words.say(_("Fill in both figures."), "ink2")
            return
        offset = offset_of(figures[0], figures[1])
        if offset is None:
            self.words.say(_("No printer is that far off. Measure from the edge of the paper, in millimetres."), "red")
            return
        self._calibrate(dx=offset.right, dy=offset.down, measured=True)

    def _calibrate(self, **changes: object) -> None:
        self._change(calibration=replace(self.calibration, **changes))  # type: ignore[arg-type]

    def _change(self, **changes: object) -> None:
        with self.desk.writing(_("Change the printer's settings")) as session:
            change_settings(session, **changes)
        self.refresh()

    def print_test_page(self) -> None:
        """Print the page to measure, without any offset."""
        self._preview(_("Test page"), plain(lambda imprint: calibration_pages(imprint, type_at_hand())), two_sided=False)

    def print_both_sides(self) -> None:
        """Print two sheets that show whether backs come out right."""
        self._preview(_("Test of both sides"), plain(lambda imprint: turning_pages(imprint, type_at_hand())), two_sided=True)

    def _preview(self, title: str, pages: object, *, two_sided: bool) -> None:
        job = PrintJob(title, title, pages, "test-page", two_sided=two_sided, calibrated=two_sided, reprint=False)  # type: ignore[arg-type]
        preview(self.desk, job, self.window(), self.queue)


class TestSheet(QWidget):
    """The test page as it is printed, small: white on rail."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk = desk
        self.setFixedSize(SHEET_WIDTH, SHEET_HEIGHT)
        self.setAccessibleName(_("The test page"))
        self.press: Press | None = None

    def refresh(self) -> None:
        """Set the page when it is first wanted."""
        if self.press is None:
            imprint = Imprint(self.desk.operator.name, self.desk.now().replace(tzinfo=None))
            self.pages = calibration_pages(imprint, type_at_hand())
            self.press = Press(self.pages, type_at_hand()).load()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the page."""
        if self.press is not None:
            image = self.press.image(self.pages[0], SHEET_WIDTH / self.pages[0].width, self.devicePixelRatioF())
            QPainter(self).drawImage(0, 0, image)


def offset_words(calibration: Calibration) -> tuple[str, str]:
    """Return how far every page is moved, in words, and the tone of that."""
    if not calibration.measured:
        return _("Not measured yet: pages are printed as they are."), "ink2"
    offset = Offset(calibration.dx, calibration.dy)
    if offset == NO_OFFSET:
        return _("The printer is exact, nothing is moved."), "green"
    parts = []
    if offset.right:
        parts.append((_("{figure:g} to the right") if offset.right > 0 else _("{figure:g} to the left")).format(figure=abs(offset.right)))
    if offset.down:
        parts.append((_("{figure:g} down") if offset.down > 0 else _("{figure:g} up")).format(figure=abs(offset.down)))
    return _("From now on every page is moved {where} mm").format(where=_(", |paper").join(parts)), "green"


def figure_of(text: str) -> float | None:
    """Return the figure in a field, None if there is none; a comma may stand for the point."""
    plain_text = text.replace(",", ".").replace("，", ".").replace("。", ".").strip()
    return float(plain_text) if plain_text.replace(".", "", 1).isdecimal() else None
