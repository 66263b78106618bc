"""The small dialog of a step of one wish or several: its fields, what was refused, its button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.visit_writing import read_money
from stationdesk.services.wish_says import says_wish
from stationdesk.services.wish_story import Meant
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.wish_steps_form import FORMS, Said

ENDS = ("withdrawn", "lapsed", "refused")


class WishStepDialog(Dialog):
    """Carries out one step; `ask` returns `saved` once it is written. `found` is what it is meant for."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, action: str, found: Meant) -> None:
        form = FORMS[action]
        heading = _("{who}: {what}|wish step").format(who=found.who, what=_(form.title))
        super().__init__(parent, desk.look, heading, _(form.text), width=540)
        self.desk, self.action, self.wishes, self.form, self.terms = desk, action, found.wishes, form, found.terms
        self.grid = FieldGrid(self.look, label_width=90)
        self.fields: dict[str, QWidget] = {}
        for name in form.fields:
            self._add(name)
        self.body.addWidget(self.grid)
        self.grid.setVisible(bool(self.fields))
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.sure = QCheckBox(_("approve it although nobody has looked at it at home"))
        self.sure.setVisible(form.asks and found.unchecked)
        self.body.addWidget(self.sure)
        self.save_button = self.add_button(_(form.button), "primary", key_map.shown("visit.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Not now|wish"), "quiet", "Esc")
        if self.fields:
            self.fields[form.fields[0]].setFocus()
        else:
            self.save_button.setFocus()

    # -- its fields

    def _add(self, name: str) -> None:
        made: dict[str, Callable[[], None]] = {
            "day": lambda: self._day(name, _("On which day"), None),
            "until": lambda: self._day(name, self._until_words(), self._proposed()),
            "again": lambda: self._day(name, _("Brought again by"), None, note=_("empty: others may take it")),
            "text": lambda: self._line(name, _("In words")),
            "what": lambda: self._line(name, _("What it is|wish")),
            "giver": lambda: self._line(name, _("From whom|wish"), _("empty: from who took the wish")),
            "signed": lambda: self._line(name, _("Received by|wish"), _("the person, or the guardian")),
            "money": self._money,
            "satisfied": self._satisfied,
            "reason": self._reason,
            "end": self._end,
            "wall": self._wall,
        }
        made[name]()

    def _until_words(self) -> str:
        return _("Brought by|wish") if self.action == "put_off" else _("On the wall until|wish")

    def _proposed(self) -> date:
        days = self.terms.grace if self.action == "put_off" else self.terms.wall
        return self.desk.today() + timedelta(days=days)

    def _day(self, name: str, label: str, proposed: date | None, note: str = "") -> None:
        field = DayField(self.look, self.desk.today(), coming=name != "day")
        if proposed is not None:
            field.set_day(proposed.isoformat())
        self.fields[name] = field
        self.grid.add(label, field, note, stretch=False)

    def _line(self, name: str, label: str, note: str = "") -> None:
        field = LineField(self.look, note)
        self.fields[name] = field
        self.grid.add(label, field)

    def _money(self) -> None:
        field = LineField(self.look)
        if len(self.wishes) == 1 and self.wishes[0].budget is not None:
            field.setPlaceholderText(_("estimated {yuan}").format(yuan=f"{self.wishes[0].budget / 100:.2f}".removesuffix(".00")))
        self.fields["money"] = field
        self.grid.add(_("Actual cost, yuan"), field, stretch=False)

    def _satisfied(self) -> None:
        field = Segments([(row.code, row.label) for row in table("satisfaction").given], self.look, tones={"dissatisfied": "amber"})
        self.fields["satisfied"] = field
        if self.action == "review":
            field.set_value("satisfied")
        self.grid.add(_("Satisfaction"), field, stretch=False)

    def _reason(self) -> None:
        given = [(row.code, row.label) for row in table("wish_close_reason").given if row.code != "own_wish"]
        field = ComboField(given, self.look)
        field.set_value("unsuitable" if self.action == "reject" else "fulfilled_elsewhere")
        self.fields["reason"] = field
        self.grid.add(_("Why"), field)

    def _end(self) -> None:
        field = Segments([(code, table("claim_end").label(code)) for code in ENDS], self.look)
        field.set_value("withdrawn")
        self.fields["end"] = field
        self.grid.add(_("How it ended"), field, stretch=False)

    def _wall(self) -> None:
        field = QCheckBox(_("put it on the wall at once"))
        field.setChecked(True)
        self.fields["wall"] = field
        self.grid.add(_("The wall|wish"), field)

    # -- saving

    def values(self) -> dict[str, Any] | None:
        """Return what the fields say; None where one cannot be read, which is said beside it."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            if isinstance(field, DayField):
                if field.wrong():
                    field.setFocus()
                    return None
                found[name] = field.day() or ""
            elif isinstance(field, QCheckBox):
                found[name] = field.isChecked()
            elif name == "money":
                found[name] = self._amount()
                if found[name] is None and self.fields["money"].text().strip():  # type: ignore[attr-defined]
                    return None
            else:
                found[name] = field.value() or ""  # type: ignore[attr-defined]
        return found

    def _amount(self) -> int | None:
        field: LineField = self.fields["money"]  # type: ignore[assignment]
        cents = read_money(field.value()) if field.value() else None
        field.say(
            "error" if field.value() and cents is None else "plain",
            _("Please write the amount like 45 or 45.50.") if cents is None and field.value() else "",
        )
        if field.value() and cents is None:
            field.setFocus()
        return cents

    def save(self) -> None:
        """Write the step; what is refused is said, and where it may be meant so all the same, that is asked."""
        given = self.values()
        if given is None:
            return
        said = Said([one.id for one in self.wishes], self.desk.today(), self.desk.operator.name, given, sure=self.sure.isChecked())
        if saved(self.desk, says_wish(self.form.says, *self.wishes), lambda session: _done(self.form.write(session, said)), self.trouble):
            self.give("saved")
            return
        self.resize(self.width(), max(self.heightForWidth(self.width()), self.sizeHint().height()))


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
