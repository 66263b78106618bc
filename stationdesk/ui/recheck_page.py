"""要核对: what was written on both sides, one line each; 1 keeps what stands, 2 takes the other, Enter leads there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.rechecks import CHOICES, Doubt, open_rechecks, says_settled, settle
from stationdesk.services.rechecks_words import KINDS
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.tokens import TextSize

WHEN = 5
SETTLING = ("first", "second", "third")


def in_full(one: Doubt) -> str:
    """Return everything about one thing to be checked, which the columns may have cut."""
    said = [" ".join(filter(None, (one.who, one.what))), one.about, one.why]
    words = _("written here, not put back: {what}|recheck") if one.cause == "refused" else _("this computer: {what}|recheck")
    said += [_("at the county: {what}|recheck").format(what=one.theirs)] if one.theirs else []
    said += [words.format(what=one.mine)] if one.mine else []
    said += [_("written here: {when}|recheck").format(when=one.when)] if one.when else []
    said += [_("only «keep both» is possible: {why}|recheck").format(why=one.only)] if one.only and len(one.choices) == 1 else []
    said += [_("why not otherwise: {why}|recheck").format(why=one.only)] if one.only and len(one.choices) > 1 else []
    return "；".join(filter(None, said))


def ways(one: Doubt) -> list[tuple[str, str]]:
    """Return the keys that settle a thing, each with the code of what it does: a key means the same in every line of a cause."""
    places = enumerate(CHOICES.get(one.cause, one.choices))
    return [(f"recheck.{SETTLING[place]}", code) for place, code in places if code in one.choices]


class DoubtSource:
    """What is to be checked, read by the page."""

    def __init__(self, found: Sequence[Doubt]) -> None:
        self.by_id = {one.id: one for one in found}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in the order shown."""
        return list(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Doubt]:
        """Return some of them."""
        return {one: self.by_id[str(one)] for one in ids if str(one) in self.by_id}


class DoubtTable(RecordTable):
    """The list; 1, 2 and 3 are its own keys."""

    chosen_way = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Settle what is current."""
        for place, name in enumerate(SETTLING):
            if key_map.pressed(event, f"recheck.{name}"):
                self.chosen_way.emit(place)
                return
        super().keyPressEvent(event)


class RecheckPage(Page):
    """One list worked through by keyboard; the last one settled leaves an empty page that says so."""

    name: ClassVar[str] = "recheck"
    reads: ClassVar[frozenset[str]] = frozenset(KINDS) | {"setting"}

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.found: list[Doubt] = []
        columns = [
            Column(_("About|recheck column"), lambda row: row.who, 7.0, bold=True, icon=lambda row: "lock" if row.child else ""),
            Column(_("What|column"), lambda row: row.what, 8.6, spoken=lambda row: row.sentence),
            Column(_("Why|column"), lambda row: row.why, 11.6, tone=lambda _row: "ink2"),
            Column(_("At the county: stands now|column"), lambda row: row.theirs, None),
            Column(_("This computer had|column"), lambda row: row.mine, None),
            Column(_("Written here|column"), lambda row: row.when, 8.4, tone=lambda _row: "ink2"),
        ]
        self.table = DoubtTable(self.look, columns)
        self.table.setAccessibleName(_("To be checked"))
        self.strip = KeyStrip(self.look, undo_key=key_map.shown("everywhere.undo"))
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self.table.chosen_way.connect(self.settle)
        self.table.activated_row.connect(self.open_row)
        self.table.current_changed.connect(self.show_keys)
        self.strip.undo.connect(self.undo)
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        key_map.attach(self, "recheck.back", self.go_back)
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        self.whole = Label("", "body", wrap=True)
        self.whole.setContentsMargins(self.look.sizes.page_margin, 8, 20, 10)
        self.title, self.told = Label(_("To be checked"), "title"), ElidedLabel("", "body", "ink2")
        head = QHBoxLayout()
        head.setContentsMargins(self.look.sizes.page_margin, 12, self.look.sizes.page_margin, 8)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.told, 1)
        self.nothing = QWidget()
        box = QVBoxLayout(self.nothing)
        box.setContentsMargins(self.look.sizes.page_margin, 8, 0, 0)
        box.addWidget(ground(self.empty, "paper"))
        box.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.nothing, 1)
        whole.addWidget(rule())
        whole.addWidget(self.whole)
        whole.addWidget(self.strip)
        self.look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        """Leave out who wrote it where the writing is large: it stands in full below."""
        self.table.setColumnHidden(WHEN, self.look.text_size is not TextSize.STANDARD)
        self.table.resize_columns()

    def refresh(self) -> None:
        """Read again what is to be checked; the line stays."""
        row = max(self.table.currentIndex().row(), 0)
        with self.desk.reading() as session:
            self.found = open_rechecks(session, self.desk.today(), children=self.desk.sees_children, covered=self.desk.faces_visitors)
        self.table.show(DoubtSource(self.found))
        if self.table.current_id() is None:
            self.table.go_to_row(min(row, len(self.found) - 1))
        self.table.setVisible(bool(self.found))
        self.nothing.setVisible(not self.found)
        told = _("{count} things were written on both sides. What stands is the county's; nothing was replaced silently.")
        self.told.setText(told.format(count=len(self.found)) if self.found else "")
        self.empty.say(
            _("Nothing is to be checked."),
            _("When an older copy of this desk was put back, or two computers reported, what both had written comes here."),
        )
        self.show_keys()

    def current(self) -> Doubt | None:
        """Return what is current."""
        found: Doubt | None = self.table.current_row()
        return found

    def show_keys(self) -> None:
        """Show what the keys do with the current line, and the line in full."""
        one = self.current()
        self.whole.setText(in_full(one) if one is not None else "")
        keys = []
        if one is not None:
            words = table("recheck_answer")
            keys = [(key_map.shown(key), words.label(code)) for key, code in ways(one)]
            if one.page:
                there = {"refused": _("do it there again|key"), "double": _("look there|key")}.get(one.cause, _("open|key"))
                keys.append((key_map.shown("recheck.open"), _("lay side by side|key") if one.page == "merge" else there))
        self.strip.set_keys(keys)

    def settle(self, place: int) -> None:
        """Settle the current line by its choice at `place`."""
        one = self.current()
        how = dict(ways(one)).get(f"recheck.{SETTLING[place]}") if one is not None else None
        if one is None or how is None:
            return
        says = says_settled(one, how)
        try:
            with self.desk.writing(says) as session:
                settle(session, one.id, how, self.desk.today(), by=self.desk.operator.name)
        except DeskError as error:
            self.strip.say(error.message, undo=False)
            return
        self.desk.said(says)

    def open_row(self, row: Doubt) -> None:
        """Go to the person, wish, request or team it is about, where it can be looked at and done again."""
        if row.page:
            self.desk.open_page.emit(row.page, row.argument)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def go_back(self) -> None:
        """Go back to the county's page."""
        self.desk.open_page.emit("county", None)
