"""What a visit may have beside the usual, folded away until it is wanted: where, what came of it on the spot, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_reading import read_coming_day
from stationdesk.services.event_words import item_word
from stationdesk.ui.chips_field import ChipsField
from stationdesk.ui.parts.fields import CodeField, FieldGrid, LineField, Row
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.visit_words import AMBER, results

TEXTS = ("place", "met_person", "action", "suggestion", "next_plan", "campaign", "survey_round")
"""The folded fields that are a line of text, by the name of what they fill."""


class MoreFields:
    """The folded rows of the form; `listen` is called after each change the operator makes."""

    def __init__(self, grid: FieldGrid, look: Look, listen: Callable[[], None]) -> None:
        self.grid, self.look = grid, look
        self.rows: dict[str, Row] = {}
        self.confided = False
        self.texts = {name: LineField(look) for name in TEXTS}
        self.kind = CodeField("visit_kind", look, none=_("by itself|kind of visit"))
        self.hygiene = Segments(results(), look, numbered=False, tones=AMBER)
        needs = table("need_kind")
        self.services = ChipsField(look, _("Services given"), _("kind of service"), needs.given_code_for)
        self.services.offer({row.code: row.label for row in needs.rows}, [row.label for row in needs.given])
        self.follow_on = LineField(look, _("a day, such as 12-3"))
        self.signed = QCheckBox(_("signed on paper"))
        self.counselling = QPlainTextEdit()
        self.counselling.setTabChangesFocus(True)
        self._lay_out()
        for field in (*self.texts.values(), self.follow_on):
            field.textEdited.connect(listen)
        self.kind.currentIndexChanged.connect(listen)
        self.hygiene.changed.connect(listen)
        self.services.changed.connect(listen)
        self.signed.toggled.connect(listen)
        self.counselling.textChanged.connect(listen)
        self.unfold(on=False)

    def _lay_out(self) -> None:
        add, rows = self.grid.add, self.rows
        rows["kind"] = add(_("Kind|visit"), self.kind, stretch=False)
        rows["place"] = add(_("Place|visit"), self.texts["place"])
        rows["met_person"] = add(_("Who answered"), self.texts["met_person"])
        rows["hygiene"] = add(item_word("hygiene"), self.hygiene, stretch=False)
        rows["action"] = add(_("Done at once"), self.texts["action"])
        rows["services"] = add(_("Services given"), self.services)
        self.services.claim_enter()
        rows["suggestion"] = add(_("Suggestions"), self.texts["suggestion"])
        rows["next_plan"] = add(_("What next"), self.texts["next_plan"])
        rows["next"] = add(_("Look again"), self.follow_on, stretch=False)
        round_of = QWidget()
        line = QHBoxLayout(round_of)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for name, word in (("campaign", _("Campaign")), ("survey_round", _("Survey round"))):
            self.texts[name].setAccessibleName(word)
            self.texts[name].setPlaceholderText(word)
            line.addWidget(self.texts[name], 1)
        rows["campaign"] = add(_("Campaign"), round_of)
        rows["signed"] = add(_("Signed on paper|short"), self.signed, stretch=False)
        rows["counselling"] = add(_("In confidence"), self.counselling)
        self.counselling.setAccessibleName(_("Counselling note"))
        self.counselling.setPlaceholderText(_("Stays at this desk: never reported, never printed, seen by few."))

    def measure(self) -> None:
        """Take the room of the text size."""
        body = self.look.sizes.body
        self.counselling.setFixedHeight(round(4.0 * body))
        self.follow_on.setFixedWidth(round(12.7 * body))

    def unfold(self, *, on: bool) -> None:
        """Show the rows, or fold them away; what is confided only where the operator may read it."""
        self.unfolded = on
        for name, row in self.rows.items():
            row.set_visible(on and (name != "counselling" or self.confided))

    def filled_in(self) -> bool:
        """Tell whether any of the folded rows says something."""
        said = [field.text() for field in (*self.texts.values(), self.follow_on)]
        return (
            any(said)
            or bool(self.kind.value() or self.hygiene.value() or self.services.values or self.signed.isChecked())
            or (self.confided and bool(self.counselling.toPlainText()))
        )

    def typed(self) -> dict[str, Any]:
        """Return everything the rows hold, as a draft keeps it."""
        return {
            "texts": {name: field.text() for name, field in self.texts.items()},
            "kind": self.kind.value(),
            "hygiene": self.hygiene.value() or "",
            "services": list(self.services.values),
            "follow_on": self.follow_on.text(),
            "signed": self.signed.isChecked(),
            "counselling": self.counselling.toPlainText() if self.confided else "",
        }

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Show what a draft holds; what it does not name is empty."""
        texts = typed.get("texts", {})
        for name, field in self.texts.items():
            field.setText(str(texts.get(name, "")))
        self.kind.set_value(str(typed.get("kind", "")))
        self.hygiene.set_value(str(typed.get("hygiene", "")) or None)
        self.services.set_values([str(code) for code in typed.get("services", ())])
        self.follow_on.setText(str(typed.get("follow_on", "")))
        self.signed.setChecked(bool(typed.get("signed", False)))
        self.counselling.setPlainText(str(typed.get("counselling", "")))
        self.unfold(on=self.filled_in())

    def follow_up_on(self, on: date) -> tuple[date | None, bool]:
        """Return the day to look again, and whether what is typed is a day at all."""
        typed = self.follow_on.value()
        day = read_coming_day(typed, on) if typed else None
        return day, not typed or day is not None

    def values(self, on: date) -> dict[str, Any]:
        """Return what the rows fill of the visit."""
        return {name: field.text() for name, field in self.texts.items()} | {
            "kind": self.kind.value(),
            "services": tuple(self.services.values),
            "follow_up_on": self.follow_up_on(on)[0],
            "signed": self.signed.isChecked(),
            "counselling": self.counselling.toPlainText() if self.confided else None,
        }
