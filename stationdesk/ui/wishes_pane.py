"""The board's part of the page of wishes: title with what was told and came true, what is late, filters, columns, keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.wish_board import OPEN_COLUMNS, Board, Detail, Row, Wanted, read_details
from stationdesk.services.wish_search import called, claimers, groups, in_group, taken_by, typed_in
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import AttentionBar, EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.wishes_board import WishBoard

MONTHS = 24
"""Months that the filter offers, the latest first."""


class WishesPane(QWidget):
    """Shows the board; knows nothing of what is done with it. `asked` is a step wanted for the late wish of the bar."""

    asked = Signal(str)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.whole: Board | None = None
        self.asked_for: Wanted | None = None
        """What was wanted when the board was shown last."""
        self.late: Sequence[Row] = ()
        ground(self, "paper")
        self.setMinimumWidth(320)
        self._build()
        self.measure()
        self.look.changed.connect(self.measure)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setSpacing(9)
        self.head.addLayout(self._title_line())
        self.bar = AttentionBar(self.look)
        self.longer = Button(_("More time|late"), self.look, "plain", key_map.shown("wishes.put_off"), small=True)
        self.back = Button(_("Give it back now|late"), self.look, "plain", key_map.shown("wishes.give_back"), small=True)
        self.see = Button(_("Open it|late"), self.look, "plain", small=True)
        for button, action in ((self.longer, "put_off"), (self.back, "give_back"), (self.see, "open")):
            button.clicked.connect(lambda _on=False, action=action: self.asked.emit(action))
        self.head.addWidget(self.bar)
        self.filters = QWidget()
        self._filter_line()
        self.head.addWidget(self.filters)
        box.addLayout(self.head)
        self.board = WishBoard(self.look, self.load)
        self.nothing = EmptyState(self.look, "", "")
        self.stack = QStackedWidget()
        middle = QWidget()
        self.middle = QVBoxLayout(middle)
        self.middle.addWidget(self.board)
        self.stack.addWidget(middle)
        empty = ground(QWidget(), "paper")
        lines = QVBoxLayout(empty)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.nothing, "paper"))
        lines.addStretch(1)
        self.stack.addWidget(empty)
        box.addWidget(self.stack, 1)
        self.strip = KeyStrip(self.look)
        box.addWidget(self.strip)

    def _title_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(_("Wishes|page"), "title"))
        line.addSpacing(4)
        self.count = ElidedLabel("", "body", "ink2")
        line.addWidget(self.count, 1)
        self.more = MoreButton(_("More|menu"), self.look, key_map.shown("wishes.menu"))
        self.cards_button = Button(_("Print wish cards|button"), self.look, "plain", "", "printer", small=True)
        self.wall_button = Button(_("Print the wall|button"), self.look, "plain", key_map.shown("wishes.wall"), "printer", small=True)
        self.add_button = Button(_("Write a wish down|button"), self.look, "primary", key_map.shown("wishes.new"), "plus", small=True)
        for button in (self.more, self.cards_button, self.wall_button, self.add_button):
            line.addWidget(button)
        return line

    def _filter_line(self) -> None:
        line = QHBoxLayout(self.filters)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        choices = [("", _("open and new|wishes")), ("all", _("all|wishes")), ("late", _("late only|wishes"))]
        self.which = Segments(choices, self.look, numbered=False, small=True)
        self.which.setAccessibleName(_("Which wishes"))
        self.which.set_value("")
        self.which.changed.connect(lambda _code: self.show_rows())
        line.addWidget(self.which)
        self.groups = FilterButton(_("Group|filter"), [], self.look, several=False)
        self.claimers = FilterButton(_("Taker|filter"), [], self.look, several=False)
        self.kinds = FilterButton(_("Kind|filter"), [], self.look, several=False)
        self.months = FilterButton(_("Month|filter"), [], self.look, several=False)
        for button in (self.groups, self.claimers, self.kinds, self.months):
            button.changed.connect(self.show_rows)
            line.addWidget(button)
        self.typed = LineField(self.look, _("thing, person, taker, number…"))
        self.typed.setAccessibleName(_("Narrow the board by thing, person, taker or number"))
        self.typed.textChanged.connect(lambda _text: self.show_rows())
        self.typed.setMaximumWidth(260)
        line.addWidget(self.typed, 1)
        line.addStretch(1)

    def measure(self) -> None:
        """Take the room of the text size."""
        margin = self.look.sizes.page_margin
        self.head.setContentsMargins(margin, 12, margin, 8)
        self.middle.setContentsMargins(margin, 0, margin, 4)
        standard = self.look.text_size is TextSize.STANDARD
        self.cards_button.setVisible(standard)
        self.wall_button.setVisible(self.look.text_size is not TextSize.EXTRA_LARGE)
        self.strip.set_keys(keys())

    def make_narrow(self, *, narrow: bool) -> None:
        """Leave out what there is no room for while a wish stands open beside the board."""
        self.cards_button.setVisible(not narrow and self.look.text_size is TextSize.STANDARD)
        self.wall_button.setVisible(not narrow and self.look.text_size is not TextSize.EXTRA_LARGE)
        for widget in (self.months, self.kinds):
            widget.setVisible(not narrow)

    # -- what it shows

    def load(self, ids: Sequence[str]) -> Mapping[str, Detail]:
        """Read what the cards of some wishes say."""
        with self.desk.reading() as session:
            return read_details(session, ids)

    def show_board(self, board: Board, wanted: str = "") -> None:
        """Show the wishes as they stand, on the one with id `wanted` or where the keyboard was."""
        self.whole = board
        self._offer(board)
        self._say(board)
        self.show_rows(wanted)

    def show_moved(self, board: Board, ids: Collection[str]) -> None:
        """Show the board where only some wishes have moved."""
        wanted = self.wanted()
        if self.whole is None or wanted != self.asked_for:
            self.show_board(board)
            return
        self.whole = board
        self._say(board)
        columns = board.moved(self.board.shown, wanted, ids)
        self.board.show_columns(board, columns, covered=self.desk.faces_visitors, moved=frozenset(ids))

    def _say(self, board: Board) -> None:
        """Say what is late, and what the quarter has come to."""
        self.late = board.late()
        row = self.late_row()
        self._warn(board, self.load([row.id]) if row is not None else {})
        self._say_counts(board)

    def _offer(self, board: Board) -> None:
        """Let the filters offer what there is."""
        with self.desk.reading() as session:
            self.groups.set_choices([(one, one) for one in groups(session)])
            self.claimers.set_choices([(one, one) for one in claimers(session)])
        kinds = sorted({row.kind for row in board.rows.values()} - {""})
        self.kinds.set_choices([(one, table("wish_kind").label(one)) for one in kinds])
        months = sorted({row.month for row in board.rows.values()}, reverse=True)[:MONTHS]
        self.months.set_choices([(one, one) for one in months])

    def _say_counts(self, board: Board) -> None:
        first = quarter(board.on).isoformat()
        told = sum(row.collected_on >= first for row in board.rows.values())
        true = sum(row.true_on >= first for row in board.rows.values() if row.column == "true")
        self.count.setText(_("this quarter {told} told, {true} came true").format(told=told, true=true) if board.rows else "")

    def _warn(self, board: Board, details: Mapping[str, Detail]) -> None:
        """Say what is late: of promises that were not kept the oldest by name, of other steps how many."""
        row = self.late_row()
        if row is None:
            self.bar.hide()
            return
        broken = [one for one in self.late if one.step == "receive"]
        detail, day = details.get(row.id) or Detail(row.content), day_words(date.fromisoformat(row.due), board.on)
        if not broken:
            bold = _("{count} steps are late:").format(count=len(self.late))
            self.bar.show_sentence("soon", bold, _("{what}, since {day}.").format(what=detail.content, day=day), (self.see,))
            return
        who = called(detail.person, detail.public_name, detail.home, board.on) if not self.desk.faces_visitors else _("somebody")
        said = _("{what} for {who}: {claimer} promised it for {day}.").format(
            what=" ".join(filter(None, (detail.content, detail.spec))),
            who=who,
            day=day,
            claimer=detail.claim.claimer if detail.claim else "",
        )
        self.bar.show_sentence(
            "soon", _("{count} not brought in time:").format(count=len(broken)), said, (self.longer, self.back, self.see)
        )

    def late_row(self) -> Row | None:
        """Return the wish the bar speaks of."""
        broken = [row for row in self.late if row.step == "receive"]
        return next(iter(broken or self.late), None)

    def wanted(self) -> Wanted:
        """Return which wishes are to be shown."""
        which = self.which.value() or ""
        kind, month = (next(iter(one.chosen()), "") for one in (self.kinds, self.months))
        since = quarter(self.desk.today()).isoformat()
        return Wanted(which == "all" or bool(month), kind, month, which == "late", since, self._among())

    def _among(self) -> frozenset[str] | None:
        """Return the wishes that group, taker and typed words leave; None where nothing narrows."""
        group, claimer = (next(iter(one.chosen()), "") for one in (self.groups, self.claimers))
        typed, on, found = self.typed.value().strip(), self.desk.today(), list[frozenset[str]]()
        if not (group or claimer or typed):
            return None
        with self.desk.reading() as session:
            if group:
                found.append(in_group(session, group, on))
            if claimer:
                found.append(taken_by(session, claimer))
            if typed:
                found.append(typed_in(session, typed, on))
        return frozenset.intersection(*found)

    def show_rows(self, wanted: str = "") -> None:
        """Show the wishes that segments, filters and the typed words leave."""
        if self.whole is None:
            return
        self.asked_for = self.wanted()
        columns = self.whole.columns(self.asked_for)
        self.board.show_columns(self.whole, columns, wanted, covered=self.desk.faces_visitors)
        found = any(column.rows for column in columns.values())
        self.stack.setCurrentIndex(0 if found else 1)
        if not self.whole.rows:
            how = _("{key} writes the first one down: who, what, done. A ledger of wishes is taken in with {ledger}.")
            said = how.format(key=key_map.shown("wishes.new"), ledger=key_map.shown("everywhere.import"))
            self.nothing.say(_("No wish is written down yet."), said)
        elif not found:
            self.nothing.say(_("No wish fits."), _("Widen the filters to see more."), _("See all wishes"))

    def widen(self) -> None:
        """Take every filter off."""
        self.which.set_value("all")
        for one in (self.groups, self.claimers, self.kinds, self.months):
            one.set_chosen(())
        self.typed.clear()
        self.show_rows()

    def go_to(self, wish_id: str) -> bool:
        """Go to a wish; filters that hide it are taken off."""
        if not self.board.go_to(wish_id):
            self.widen()
            return self.board.go_to(wish_id)
        return True

    def listed(self, *columns: str) -> list[str]:
        """Return the ids of what is meant: the marked ones, else everything shown in some columns."""
        there = [row.id for name in columns or OPEN_COLUMNS for row in self.board.shown[name].rows] if self.board.shown else []
        marked = [one for one in there if one in self.board.marked]
        return marked or there


def quarter(on: date) -> date:
    """Return the first day of the quarter a day is in."""
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)


def keys() -> list[tuple[str, str]]:
    """Return the keys that work on the board."""
    names = (
        ("wishes.open", _("open|key")),
        ("wishes.next", _("next step|key")),
        ("wishes.claim", _("claimed|key")),
        ("wishes.deliver", _("brought|key")),
        ("wishes.fulfil", _("came true|key")),
        ("wishes.mark", _("mark|key")),
    )
    return [("←|→", _("column|key")), *((key_map.shown(name), word) for name, word in names)]
