"""What stands round an imported sheet: its name and filters above, what was passed over and the sentence that adds up below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.services.event_column_words import KINDS
from stationdesk.services.import_plan import SkippedRow
from stationdesk.services.import_summary import Tally, below, skipped_in_words
from stationdesk.ui import key_map
from stationdesk.ui.import_model import Shown, TableAt, is_doubtful
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, literal, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, width_of
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tags import FlowLayout


class FlatSegments(Segments):
    """Segments without a frame: only the chosen one has a ground."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box, (code, words) in zip(self._boxes(), self.choices, strict=True):
            chosen = code == self.value()
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.look.color("sel"))
                painter.drawRoundedRect(box.adjusted(1, 3, -1, -2), 4, 4)
            painter.setFont(self.look.font("small", bold=chosen))
            painter.setPen(self.look.color("teal" if chosen else "ink2"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


class PickButton(QToolButton):
    """Says which table is shown and opens a menu of the others."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of words and arrow."""
        return QSize(width_of(self.look.font("body"), self.text()) + 36, self.look.sizes.small_button - 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint words and arrow."""
        painter, look = QPainter(self), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("teal" if self.hasFocus() else "edge"), 2 if self.hasFocus() else 1))
        painter.setBrush(look.color("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(look.font("body"))
        painter.setPen(look.color("ink"))
        painter.drawText(self.rect().adjusted(8, 0, -20, 0), LEFT, self.text())
        painter.drawPixmap(self.width() - 22, (self.height() - 14) // 2, look.pixmap("chevron_down", "ink3", 14))


class SheetHead(QWidget):
    """Title, file, sheet, and which of its rows are shown."""

    table_wanted = Signal(int)
    kind_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.title = Label(_("Take ledgers in"), "title")
        self.calm = ElidedLabel(_("Nothing is kept yet; you can leave at any time."), "body", "ink2")
        self.ask = Button("", look, "plain", key_map.shown("import.questions"), small=True)
        self.other = Button(_("Another file"), look, "plain", icon="document", small=True)
        self.icon = Label()
        self.name = ElidedLabel("", "body_bold")
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.pick = PickButton(look)
        self.kind = PickButton(look)
        self.kind.setObjectName("kind")
        self.facts = ElidedLabel("", "body", "ink2")
        self.which = FlatSegments([(str(one), "") for one in Shown], look, numbered=False, small=True)
        self.which.set_value(str(Shown.ALL))
        self.which.setAccessibleName(_("Which rows are shown"))
        margin = look.sizes.page_margin
        box = QVBoxLayout(self)
        box.setContentsMargins(margin, 10, margin, 2)
        box.setSpacing(4)
        box.addLayout(_line((self.title, 0), (self.calm, 1), (self.ask, 0), (self.other, 0), spacing=14))
        box.addLayout(_line((self.icon, 0), (self.name, 0), (self.pick, 0), (self.kind, 0), (self.facts, 1), (self.which, 0), spacing=8))

    def show_table(self, tables: Sequence[TableAt], at: int) -> None:
        """Say which table is shown and count its rows."""
        one = tables[at]
        rows = one.people()
        counts = (len(rows) + len(below(one.sheet)), sum(map(is_doubtful, rows)), sum(row.asked for row in rows))
        words = (_("All {count}"), _("Doubtful {count}"), _("To choose {count}"))
        self.which.choices = tuple((str(which), word.format(count=count)) for which, word, count in zip(Shown, words, counts, strict=True))
        self.which.updateGeometry()
        self.which.update()
        self.name.setText(one.file.file)
        self.facts.setText(_facts(one))
        self._offer(tables, at)
        self._offer_kinds(one.sheet.ledger or "")

    def _offer_kinds(self, now: str) -> None:
        """Say what kind of ledger the sheet is, and offer the others."""
        menu = self.kind.menu()
        menu.clear()
        for code, words in KINDS.items():
            action = menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(code == now)
            action.triggered.connect(lambda _on=False, code=code: self.kind_wanted.emit(code))
        word = KINDS.get(now, N_("Residents|ledger"))
        self.kind.setText(_(word))
        self.kind.setAccessibleName(_("Kind of ledger: {words}").format(words=self.kind.text()))
        self.kind.setToolTip(literal(self.kind.accessibleName()))

    def _offer(self, tables: Sequence[TableAt], at: int) -> None:
        """Offer the other tables, where there are any."""
        menu = self.pick.menu()
        menu.clear()
        for number, one in enumerate(tables):
            words = _("{file} · {sheet} ({count} rows)").format(file=one.file.file, sheet=one.sheet.sheet, count=len(one.people()))
            action = menu.addAction(shown(words).replace("&", "&&"))
            action.triggered.connect(lambda _on=False, number=number: self.table_wanted.emit(number))
        self.pick.setVisible(len(tables) > 1)
        self.pick.setText(_("{at} of {count} tables").format(at=at + 1, count=len(tables)))
        self.pick.setAccessibleName(_("Which table is shown: {words}").format(words=self.pick.text()))

    def chosen(self) -> Shown:
        """Return which rows are to be shown."""
        return Shown(self.which.value() or Shown.ALL)


def _facts(one: TableAt) -> str:
    header = _("heading in row {row}").format(row=one.table.header_rows[0]) if one.table.header_rows else _("no heading")
    parts = [_("sheet “{sheet}”").format(sheet=one.sheet.sheet), header]
    if any("id_no:lost_digits" in row.problems for row in one.people()):
        parts.append(_("ID numbers were kept as figures"))
    return shown(_(", (then)").join([*parts, *one.sheet.remarks]))


def _line(*widgets: tuple[QWidget, int], spacing: int) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(spacing)
    for widget, stretch in widgets:
        line.addWidget(widget, stretch)
    return line


class SkippedBar(QWidget):
    """How many rows were passed over, and why; unfolds them all."""

    def __init__(self, look: Look, fold_all: Callable[[], bool]) -> None:
        super().__init__()
        self.fold_all = fold_all
        ground(self, "paper")
        self.setProperty("edge_top", "true")
        self.arrow = Label()
        self.count = Label("", "body", "ink2")
        self.reasons = ElidedLabel("", "body", "ink2")
        self.unfold = LinkButton(_("Unfold"), look)
        self.unfold.clicked.connect(self._fold)
        line = _line((self.arrow, 0), (self.count, 0), (self.reasons, 1), (self.unfold, 0), spacing=8)
        line.setContentsMargins(12, 0, look.sizes.page_margin, 0)
        self.setLayout(line)

    def show_rows(self, rows: Sequence[SkippedRow]) -> None:
        """Say what was passed over."""
        self.count.setText(_("{count} rows passed over in all").format(count=len(rows)))
        self.reasons.setText(shown(skipped_in_words(rows)))

    def _fold(self) -> None:
        self.unfold.setText(_("Fold") if self.fold_all() else _("Unfold"))


class SheetFoot(QWidget):
    """The sentence that adds up, what becomes of the doubts, and the button that repeats the number."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        ground(self, "surface")
        self.setProperty("edge_top", "true")
        self.sum = QWidget()
        self.flow = FlowLayout(self.sum, spacing=0)
        self.promise = Label("", "body", "ink2", wrap=True)
        self.save = Button("", look, "primary", key_map.shown("import.save"))
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.sum)
        words.addWidget(self.promise)
        line = QHBoxLayout(self)
        line.setContentsMargins(look.sizes.page_margin, 12, look.sizes.page_margin, 12)
        line.setSpacing(16)
        line.addLayout(words, 1)
        line.addWidget(self.save)

    def show_sum(self, tally: Tally) -> None:
        """Say what would be taken in now."""
        clear(self.flow)
        for text, tone in tally.sentence():
            self.flow.addWidget(Label(text, "body" if tone == "ink" else "body_bold", "amber" if tone == "soon" else "ink"))
        self.sum.setAccessibleName("".join(text for text, _tone in tally.sentence()))
        doubts = _("{count} doubtful places are kept as they are and listed under things to fix; nothing is altered. ")
        back = _("The whole import can be taken back afterwards.")
        self.promise.setText((doubts.format(count=tally.doubts) if tally.doubts else "") + back)
        words = _("Take in {count} people").format(count=tally.wanted) if tally.wanted else _("Keep as notes")
        self.save.setText(words if tally.anything else _("Nothing to take in"))
        self.save.setEnabled(tally.anything)
