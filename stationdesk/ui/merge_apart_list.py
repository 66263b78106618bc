"""Who was said to be two people: a list to look at, and a button that lets them be asked about again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.not_same import KeptApart, all_kept_apart, ask_again
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable


class ApartRows:
    """The rows of those who were said to be two."""

    def __init__(self, pairs: Sequence[KeptApart]) -> None:
        self.pairs = {one.id: one for one in pairs}

    def ids(self) -> Sequence[Hashable]:
        """Return every pair's id, the latest first."""
        return tuple(self.pairs)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self.pairs[str(one)] for one in ids if one in self.pairs}


class KeptApartList(Dialog):
    """Shows the pairs; Enter on one lets it be asked about again."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(
            parent, desk.look, _("Said to be two people"), _("They are not asked about. If one was a mistake, take it back."), width=620
        )
        self.desk = desk
        on = desk.today()
        columns = (
            Column(_("One|merge"), lambda one: one.one, 8, bold=True),
            Column(_("The other|merge"), lambda one: one.other, 8, bold=True),
            Column(_("Said on"), lambda one: day_words(date.fromisoformat(one.said_on), on), 8),
            Column(_("By whom"), lambda one: one.said_by, None),
        )
        self.table = RecordTable(self.look, columns, margin=4)
        self.table.setAccessibleName(_("Said to be two people"))
        ground(self.table, "surface")
        self.table.setMinimumHeight(7 * self.look.sizes.row)
        self.none = Label(_("Nobody."), "body", "ink2")
        self.body.addWidget(self.table)
        self.body.addWidget(self.none)
        self.again = self.add_button(_("Ask about these two again"), "primary", "Enter", closes=False)
        self.again.clicked.connect(self.take_back)
        self.table.activated_row.connect(lambda _row: self.take_back())
        self.add_button(_("Close|button"), "plain", "Esc")
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read again who was said to be two."""
        with self.desk.reading() as session:
            pairs = all_kept_apart(session, self.desk.today(), may_see_children=self.desk.sees_children)
        self.table.show(ApartRows(pairs))
        self.table.go_to_row(0)
        self.table.setVisible(bool(pairs))
        self.none.setVisible(not pairs)
        self.again.setEnabled(bool(pairs))

    def take_back(self) -> None:
        """Let the current pair be asked about again."""
        who = self.table.current_id()
        if who is None:
            return
        with self.desk.reading() as session:
            pair = next((one for one in all_kept_apart(session, self.desk.today(), may_see_children=True) if one.id == who), None)
        if pair is None:
            return
        says = _("{one} and {other} are asked about again").format(one=pair.one, other=pair.other)
        with self.desk.writing(says) as session:
            ask_again(session, pair.id)
        self.desk.said(says)
        self.refresh()
