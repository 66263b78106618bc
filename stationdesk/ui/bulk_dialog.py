"""批量改: what is changed of many people, seen before it happens: how many change, who is left out and why, old and new."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.bulk_edit import CODES, SAMPLE, TITLES, Change, ImpossibleChange, Preview, What, apply, preview, says_bulk
from stationdesk.services.day_reading import read_day
from stationdesk.services.grading import scheme_on
from stationdesk.services.resident_roll import roll_of
from stationdesk.services.stations import own_station
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.tokens import TextSize

REST = 250
"""Milliseconds of rest after which the preview is worked out anew."""
TYPED = frozenset({What.VILLAGE, What.GRID, What.REMARK})
DATED = frozenset({What.GRADE, What.GIVE, What.END})


class BulkDialog(Dialog):
    """What to change, to what, from when and why; below it what that would do. Esc changes nothing."""

    def __init__(self, desk: OpenDesk, ids: Sequence[str], parent: QWidget) -> None:
        title = _("Change {count} people at once").format(count=len(ids))
        super().__init__(parent, desk.look, title, _("Nothing is changed before you press the button; Ctrl Z takes it back."), width=620)
        self.desk, self.ids = desk, tuple(ids)
        self.seen: Preview | None = None
        self.asked = 0
        self.what = ComboField([(what.value, _(title)) for what, title in TITLES.items()], self.look)
        self.choice, self.typed = ComboField([], self.look), LineField(self.look)
        self.day, self.reason = LineField(self.look), LineField(self.look, _("may stay empty"))
        self.grid = FieldGrid(self.look)
        self.grid.add(_("Change what"), self.what)
        self.rows = {
            "choice": self.grid.add(_("To what"), self.choice),
            "typed": self.grid.add(_("To what"), self.typed),
            "day": self.grid.add(_("From which day"), self.day),
            "reason": self.grid.add(_("Reason"), self.reason),
        }
        self.body.addWidget(self.grid)
        self._lay_preview()
        self.go = self.add_button(_("Change"), "primary", "Enter", "go")
        self.add_button(_("Change nothing"), "quiet", "Esc", "")
        self.day.setText(desk.today().isoformat())
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(REST)
        self.timer.timeout.connect(self.look_ahead)
        self.what.currentIndexChanged.connect(lambda _at: self._chosen())
        self.choice.currentIndexChanged.connect(lambda _at: self._changed())
        for field in (self.typed, self.day, self.reason):
            field.textEdited.connect(lambda _text: self._changed())
        self._chosen()

    def _lay_preview(self) -> None:
        self.told = Label("", "body_bold", wrap=True)
        self.out = Label("", "body", "amber", wrap=True)
        self.sample = QWidget()
        self.lines = QGridLayout(self.sample)
        self.lines.setContentsMargins(0, 0, 0, 0)
        for column, part in enumerate((2, 3, 3)):
            self.lines.setColumnStretch(column, part)
            self.lines.setColumnMinimumWidth(column, round(6 * self.look.sizes.body))
        line = round(1.6 * self.look.sizes.body)
        self.most = {TextSize.STANDARD: SAMPLE, TextSize.LARGE: SAMPLE - 2}.get(self.look.text_size, SAMPLE // 2)
        self.sample.setFixedHeight((self.most + 1) * line)
        self.told.setMinimumHeight(line)
        for widget in (self.told, self.out, self.sample):
            self.body.addWidget(widget)

    def _chosen(self) -> None:
        """Offer what fits to what is changed."""
        what = What(self.what.value())
        self.choice.blockSignals(True)
        self.choice.clear()
        for code, label in [("", "—"), *self._choices(what)]:
            self.choice.addItem(label, code)
        self.choice.blockSignals(False)
        self.typed.clear()
        self.rows["choice"].set_visible(what not in TYPED)
        self.rows["typed"].set_visible(what in TYPED)
        self.rows["day"].set_visible(what in DATED)
        self.rows["reason"].set_visible(what in {What.GRADE, What.GIVE})
        self._changed()

    def _choices(self, what: What) -> list[tuple[str, str]]:
        if what is What.GROUP:
            with self.desk.reading() as session:
                known = own_station(session).village_groups
            return [(one, one) for one in dict.fromkeys([*known, *roll_of(self.desk.database).groups()])]
        if what is What.GRADE:
            with self.desk.reading() as session:
                return [(one.code, one.label) for one in scheme_on(session, self.desk.today()).grades]
        if what not in CODES:
            return []
        codes = table(CODES[what])
        there = codes.rows if what is What.END else codes.given  # what is not given any more can still be ended
        return [(row.code, row.label) for row in there if not row.group and not codes.is_restricted(row.code)]

    def change(self) -> Change:
        """Return the change as it stands in the fields. Raises ImpossibleChange for a day that cannot be read."""
        what, on = What(self.what.value()), self.desk.today()
        day = read_day(self.day.value(), on) if what in DATED else on
        if day is None:
            raise ImpossibleChange(_("Please write the day like 2027-03-05."))
        word = self.choice.currentText() if what is What.GRADE else ""
        return Change(what, self.typed.value() if what in TYPED else self.choice.value(), day, self.reason.value(), word)

    def _changed(self) -> None:
        self.seen = None
        self.go.setEnabled(False)
        self.timer.start()

    def look_ahead(self) -> None:
        """Work out beside the window what the change would do; only the last one asked for is shown."""
        self.asked += 1
        desk, asked, on, sees = self.desk, self.asked, self.desk.today(), self.desk.sees_children
        if not (self.typed.value() if What(self.what.value()) in TYPED else self.choice.value()):
            self._say(None, _("Please choose what it shall be."))
            return

        try:
            ids, change = self.ids, self.change()
        except ImpossibleChange as error:
            self._refused(error)
            return

        def work(report: Report) -> tuple[int, Preview]:
            with desk.reading() as session:
                return asked, preview(session, ids, change, on, may_see_children=sees, report=report)

        self.desk.jobs.start(work, self._seen, self._refused)

    def _seen(self, found: tuple[int, Preview]) -> None:
        if found[0] == self.asked:
            self._say(found[1], "")

    def _refused(self, error: DeskError) -> None:
        self._say(None, error.message)

    def _say(self, seen: Preview | None, sentence: str) -> None:
        self.seen = seen
        clear(self.lines)
        self.out.setText("")
        self.go.setEnabled(bool(seen and seen.change))
        if seen is None:
            self.told.setText(sentence)
            return
        told = _("{count} people change.").format(count=len(seen.change)) if seen.change else _("Nobody changes.")
        self.told.setText(told + (_(" {count} are so already.").format(count=seen.same) if seen.same else ""))
        left = [_("{count} left out: {why}").format(count=count, why=why) for why, count in seen.left_out.items()]
        self.out.setText(_("; ").join(left))
        for at, one in enumerate(seen.sample[: self.most]):
            for column, (text, role, tone) in enumerate(zip(one, ("body_bold", "body", "body"), ("ink", "ink2", "ink"), strict=True)):
                label = ElidedLabel(("→ " if column == 2 else "") + text, role, tone)
                self.lines.addWidget(label, at, column)
        shown = min(len(seen.sample), self.most)
        rest = len(seen.change) - shown
        if rest > 0:
            self.lines.addWidget(Label(_("and {count} more").format(count=rest), "small", "ink2"), shown, 0, 1, 3)
        self.lines.setRowStretch(SAMPLE + 2, 1)
        self.go.setText(_("Change {count} people").format(count=len(seen.change)))

    def give(self, value: str) -> None:
        """Close; nothing is changed while it is not known what that would do."""
        if value and (self.seen is None or not self.seen.change):
            return
        self.timer.stop()
        self.asked += 1
        super().give(value)


def change_many(desk: OpenDesk, ids: Sequence[str], parent: QWidget) -> None:
    """Ask what to change of `ids`, and change it beside the window as one action; what is cancelled has changed nothing."""
    dialog = BulkDialog(desk, ids, parent.window())
    dialog.what.setFocus(Qt.FocusReason.OtherFocusReason)
    if dialog.ask() != "go" or dialog.seen is None:
        return
    wanted, change, on, sees = tuple(dialog.seen.change), dialog.change(), desk.today(), desk.sees_children
    says = says_bulk(change, len(wanted))

    def work(report: Report) -> int:
        with desk.writing(says) as session:
            return apply(session, wanted, change, on, desk.operator.name, may_see_children=sees, report=report)

    desk.jobs.start(work, lambda _count: desk.said(says))
