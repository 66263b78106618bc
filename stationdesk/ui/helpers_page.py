"""The helpers: who there is, what each has in hand, who leaves, who was written down twice."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.helpers import HelperRow
from stationdesk.services.pairing_writing import own_helper
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.helpers_table import LEVEL, ORIGIN, PHONE, SINCE, HelperSource, HelpersTable, MergeHelpers, rows_now
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import AttentionBar, EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import tell
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.tokens import TextSize

WIDE = 1300
"""Pixels from which on every column has its room."""


class HelpersPage(Page):  # long: one small method for each key
    """All helpers."""

    name: ClassVar[str] = "helpers"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"helper", "pairing", "project", "resident", "responsibility_level", "stand_in", "visit", "check_call"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.every: list[HelperRow] = []
        self.gone = False
        self.table = HelpersTable(self.look)
        self.strip = KeyStrip(self.look)
        self.bar = AttentionBar(self.look)
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self._bind()
        self._measure()
        self.look.changed.connect(self._measure)
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(self.look.sizes.page_margin, 14, 20, 8)
        head.setSpacing(10)
        head.addWidget(Label(_("Helpers"), "title"))
        self.count = ElidedLabel("", "body", "ink2")
        head.addWidget(self.count, 1)
        self.typed = LineField(self.look, _("name, organisation…"))
        self.typed.setAccessibleName(_("Narrow the list by name or organisation"))
        self.typed.setMaximumWidth(200)
        self.typed.textChanged.connect(lambda _text: self.show_rows())
        head.addWidget(self.typed)
        self.add_button = Button(_("Write a helper down"), self.look, "plain", key_map.shown("helpers.add"), "plus", small=True)
        head.addWidget(self.add_button)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        nothing = ground(QWidget(), "paper")
        lines = QVBoxLayout(nothing)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.empty, "paper"))
        lines.addStretch(1)
        self.stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.strip)

    def _bind(self) -> None:
        self.table.activated_row.connect(lambda _row: self.change())
        self.by_letter = {
            "helpers.leaving": self.leaving,
            "helpers.merge": self.merge,
            "helpers.duty": self.duty,
            "helpers.away": self.away,
        }
        self.table.asked.connect(lambda name: self.by_letter[name]())
        self.add_button.clicked.connect(self.add)
        self.strip.undo.connect(self.undo)
        self.desk.did.connect(lambda sentence: self.strip.say(sentence, undo=self.desk.can_undo))
        bound = {"helpers.add": self.add, "helpers.change": self.change, "helpers.print": self.print_sheet}
        bound |= {
            "helpers.duty_list": self.duty_list,
            "helpers.teams": lambda: self.desk.open_page.emit("teams", None),
            "helpers.gone": self.turn_gone,
            "helpers.back": lambda: self.desk.open_page.emit("pairings", None),
        }
        for name, slot in bound.items():
            key_map.attach(self, name, slot)

    def _measure(self) -> None:
        large = self.look.text_size is not TextSize.STANDARD
        for column in (LEVEL, SINCE):
            self.table.setColumnHidden(column, large)
        self.table.setColumnHidden(ORIGIN, large or self.width() < WIDE)
        self.table.setColumnHidden(PHONE, self.look.text_size is TextSize.EXTRA_LARGE)
        self.table.resize_columns()
        keys = [
            ("helpers.duty", _("how he does|key")),
            ("helpers.away", _("stand-in|key")),
            ("helpers.change", _("change|key")),
            ("helpers.leaving", _("he leaves|key")),
            ("helpers.print", _("his own sheet|key")),
            ("helpers.duty_list", _("list of how they do|key")),
        ]
        keys += [("helpers.merge", _("one and the same|key")), ("helpers.gone", _("those who left|key")), ("helpers.back", _("back|key"))]
        self.strip.set_keys([(key_map.shown(name), word) for name, word in keys])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Show from where the helpers come where there is room for it."""
        super().resizeEvent(event)
        self._measure()

    # -- what is shown

    def refresh(self) -> None:
        """Read the helpers again."""
        with self.desk.reading() as session:
            self.every = rows_now(session, self.desk.today(), gone=self.gone)
        self.show_rows()
        doubles = sum(bool(row.double) for row in self.every)
        if doubles:
            words = _("They have the same name, and number or organisation. Stand on one and press {key}.").format(
                key=key_map.shown("helpers.merge")
            )
            self.bar.show_sentence("soon", _("{count} helpers look written down twice.").format(count=doubles), words)
        else:
            self.bar.hide()

    def show_rows(self) -> None:
        """Show the helpers that what was typed leaves."""
        typed = self.typed.value().strip()
        found = [row for row in self.every if not typed or typed in row.name or typed in row.org or typed in row.kind]
        self.table.show(HelperSource(found))
        if self.table.current_id() is None:
            self.table.go_to_row(0)
        there = [row for row in self.every if row.there]
        loads = sum(row.load for row in there)
        self.count.setText(
            _("{count} are there, {loads} times one of them stands by somebody").format(count=len(there), loads=loads) if there else ""
        )
        self.stack.setCurrentIndex(0 if found else 1)
        if not self.every:
            words = _("Write the first down with {key}, or take a ledger of pairings in.").format(key=key_map.shown("helpers.add"))
            self.empty.say(_("No helper is written down yet."), words)
        elif not found:
            self.empty.say(_("Nobody fits."), _("Type less to see more."))

    def take(self, argument: Any) -> None:
        """Go to a helper by his id."""
        if argument:
            self.table.go_to(str(argument))

    def place(self) -> Any:
        """Return on whom one stands."""
        return self.table.current_id()

    @property
    def row(self) -> HelperRow | None:
        """The helper one stands on."""
        return self.table.current_row()  # type: ignore[no-any-return]

    # -- what is done

    def add(self) -> None:
        """Write a helper down."""
        from stationdesk.ui.helper_dialog import HelperDialog

        dialog = HelperDialog(self.desk, self.window())
        if dialog.ask() == "saved":
            self.table.go_to(dialog.helper_id)

    def change(self) -> None:
        """Change the helper one stands on."""
        from stationdesk.ui.helper_dialog import HelperDialog

        if self.row is not None:
            if self.row.of_county:
                self.say_countys(self.row)
                return
            with self.desk.reading() as session:
                one = own_helper(session, self.row.id)
            HelperDialog(self.desk, self.window(), one).ask()

    def say_countys(self, row: HelperRow) -> None:
        """Say that the record is the county's, and what one can do."""
        text = _("{name} comes from the county, which alone changes the record. If something is wrong with it, tell the county.")
        text += _("If it must be otherwise here at once, write the helper down with {key}, and make the two one with {same}.")
        keys = {"key": key_map.shown("helpers.add"), "same": key_map.shown("helpers.merge")}
        tell(self.window(), self.look, _("This helper is the county's."), text.format(name=row.name, **keys), _("I see|button"))

    def leaving(self) -> None:
        """Hand over what the helper has in his hands."""
        if self.row is not None:
            self.desk.open_page.emit("pairings", f"leave:{self.row.id}")

    def duty(self) -> None:
        """Show what was due and done, what was said of it, and what was asked about."""
        from stationdesk.ui.duty_dialog import DutyDialog

        if self.row is not None:
            DutyDialog(self.desk, self.window(), self.row.id).ask()

    def away(self) -> None:
        """Write down that the helper is away for a while and who stands in, or that he is back."""
        from stationdesk.ui.stand_in_dialog import StandInDialog

        if self.row is not None:
            StandInDialog(self.desk, self.window(), self.row.id).ask()

    def turn_gone(self) -> None:
        """Show those who left as well, or no more."""
        self.gone = not self.gone
        self.refresh()

    def merge(self) -> None:
        """Make the helper one with the other record that looks like him."""
        row = self.row
        other = next((one for one in self.every if row is not None and one.id == row.double), None)
        if row is None or other is None:
            text = _("Nobody else has this name with the same number or organisation.")
            tell(self.window(), self.look, _("Not written down twice."), text, _("Close"))
            return
        first = (row.of_county, row.load, row.answers) >= (other.of_county, other.load, other.answers)
        keep, double = (row, other) if first else (other, row)
        said = _(
            "Whom the second has in hand goes to the first; what was done stays. The other record is kept under him, and Ctrl Z parts them."
        )
        dialog = MergeHelpers(self.desk, self.window(), keep, double, said)
        dialog.ask()

    def print_sheet(self) -> None:
        """Show the helper's own sheet as it will be printed."""
        from stationdesk.ui.pairing_paper import print_helper

        if self.row is not None:
            print_helper(self.desk, self.row.id, self)

    def duty_list(self) -> None:
        """Show, print or export how all of them do in a time."""
        from stationdesk.ui.helper_duty_paper import DutyListDialog

        DutyListDialog(self.desk, self.window()).ask()

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
