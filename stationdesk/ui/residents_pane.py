"""The left half of the residents' page: title, filters, list, keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.gaps import Gap
from stationdesk.services.resident_roll import Roll
from stationdesk.ui import key_map
from stationdesk.ui import residents_source as source
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.residents_filters import ResidentsFilters
from stationdesk.ui.residents_source import AGE, CATEGORIES, GROUP, ResidentsSource, ResidentsTable
from stationdesk.ui.residents_typing import TypeToFilter


class ResidentsPane(QWidget):
    """Chooses whom to see; `chosen` follows the current row, `opened` is Enter on it."""

    chosen = Signal(str)
    opened = Signal(str)
    figure = Signal(object)
    """A figure or letter that records a contact (the QKeyEvent)."""

    def __init__(self, desk: OpenDesk, roll: Roll, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look, self.roll = desk, desk.look, roll
        self.source = ResidentsSource(desk, roll)
        self.narrow = False
        ground(self, "paper")
        self.setMinimumWidth(200)
        self._build()
        self._measure()
        self.look.changed.connect(self._measure)

    # -- what it is made of

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setSpacing(10)
        self.head.addLayout(self._title_line())
        self.choice = ResidentsFilters(self.desk, self.roll)
        self.choice.changed.connect(self._filter)
        self.filters = self.choice.buttons
        self.head.addWidget(self.choice)
        self.typed = LineField(self.look, _("name, pinyin, group…"))
        self.head.addWidget(self.typed)
        box.addLayout(self.head)
        self.table = ResidentsTable(self.look, source.columns(self))
        self.table.setAccessibleName(_("Residents"))
        self.typing = TypeToFilter(self.table, self.typed)
        self.typing.changed.connect(self._type)
        self.typing.figure.connect(self.figure)
        self.table.current_changed.connect(lambda row: self.chosen.emit(row.id) if row is not None else None)
        self.table.activated_row.connect(lambda row: self.opened.emit(row.id))
        self.table.sort_wanted.connect(self.source.sort)
        self.table.sort_wanted.connect(self.show_list)
        self.table.marks_changed.connect(self.say_marks)
        self.nobody = EmptyState(self.look, "", "")
        self.nobody.linked.connect(self._widen)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        empty = ground(QWidget(), "paper")
        lines = QVBoxLayout(empty)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.nobody, "paper"))
        lines.addStretch(1)
        self.stack.addWidget(empty)
        box.addWidget(self.stack, 1)
        self.strip = KeyStrip(self.look)
        box.addWidget(self.strip)

    @property
    def marked(self) -> set[object]:
        """The ids marked, as the columns ask for them while they paint."""
        return self.table.model().marked if hasattr(self, "table") else set()

    @property
    def names_only(self) -> bool:
        """Whether the list has no column of categories."""
        return self.table.isColumnHidden(CATEGORIES)

    def _title_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Label(_("Residents"), "title"))
        self.count = ElidedLabel("", "body", "ink2")
        line.addWidget(self.count, 1)
        self.more = MoreButton(_("More|menu"), self.look, key_map.shown("residents.list_menu"))
        line.addWidget(self.more)
        self.add = Button(_("Add somebody"), self.look, "plain", key_map.shown("residents.add"), "plus", small=True)
        line.addWidget(self.add)
        return line

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.head.setContentsMargins(margin, 14, 20, 6)
        self.set_narrow(self.narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Keep grade, name and next only (a form stands beside), or everything there is room for."""
        self.narrow = narrow
        large = self.look.text_size is TextSize.EXTRA_LARGE
        for column in (CATEGORIES, GROUP):
            self.table.setColumnHidden(column, narrow or large)
        self.table.setColumnHidden(AGE, narrow)
        self.choice.fit(self.width(), narrow=narrow)
        self.add.setVisible(not narrow)
        self.more.setVisible(not narrow)
        self.strip.setVisible(not narrow)
        self.table.resize_columns()
        self.set_keys()
        self._say_count()

    def set_keys(self) -> None:
        """Show which keys work here."""
        keys = [
            ("residents.mark", _("mark|key")),
            ("residents.open", _("open|key")),
            ("residents.print", _("print this list|key")),
            ("residents.export", _("export|key")),
        ]
        if self.look.text_size is TextSize.EXTRA_LARGE:
            keys = keys[:3]
        if self.choice.gap is not None:
            keys = [("residents.back", _("everybody|key")), *keys[:3]]
        self.strip.set_keys([(key_map.shown(name), word) for name, word in keys])

    # -- what it shows

    def refresh(self) -> None:
        """Read the list again, staying on the same person."""
        with self.desk.reading() as session:
            self.roll.follow(session, self.desk.today())
        self.choice.follow_roll()
        self.show_list()

    def show_list(self) -> None:
        """Show whom the filters leave."""
        self.table.show(self.source)
        self._say_count()
        self._say_empty(self.table.model().rowCount(), self.roll.count())
        self.say_marks()

    def _say_count(self) -> None:
        shown, everybody = self.table.model().rowCount(), self.roll.count()
        if self.narrow or self.look.text_size is TextSize.EXTRA_LARGE:
            self.count.setText(_("{count} people").format(count=shown))
        else:
            self.count.setText(_("{count} chosen of {all} in the village").format(count=shown, all=everybody))

    def _say_empty(self, shown: int, everybody: int) -> None:
        self.stack.setCurrentIndex(0 if shown else 1)
        if shown:
            return
        if everybody:
            self.nobody.say(_("Nobody fits."), _("Widen the filters to see more."), _("See everybody"))
        else:
            word = _("Add the first with Ctrl N, or take a ledger in with Ctrl I.")
            self.nobody.say(_("Nobody is in the register yet."), word, _("Take a ledger in"))

    def _widen(self) -> None:
        if not self.roll.count():
            self.desk.open_page.emit("import", None)
            return
        self.typed.clear()
        self.choice.widen()

    def _filter(self) -> None:
        self.source.wanted = self.choice.wanted()
        self.source.among = self.choice.gap.ids if self.choice.gap else None
        self.set_narrow(self.narrow)
        if self.roll.ready:
            self.show_list()
            self.first()

    def show_gap(self, gap: Gap | None) -> None:
        """Show those of whom something is missing, without a gap those who lie in hospital; Esc or 全部 shows the others again."""
        self.typing.end()
        if gap is None:
            self.choice.show_hospital()
        else:
            self.choice.show_gap(gap)
        self.table.go_to_row(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc: what is missing narrows the list no more."""
        if not (key_map.pressed(event, "residents.back") and self.choice.end_gap()):
            super().keyPressEvent(event)

    def first(self) -> None:
        """Go to the first row if none is current."""
        if self.table.current_id() is None:
            self.table.go_to_row(0)

    def go_to(self, resident_id: str) -> bool:
        """Make somebody current; tells whether the list has him."""
        return self.table.go_to(resident_id)

    def say_marks(self) -> None:
        """Say how many are marked."""
        marked, large = len(self.table.marked()), self.look.text_size is TextSize.EXTRA_LARGE
        self.strip.say("" if large and not marked else _("{count} marked").format(count=marked))

    def _type(self, text: str) -> None:
        self.source.typed = text
        self.show_list()
        self.first()
