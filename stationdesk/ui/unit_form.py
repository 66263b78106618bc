"""The forms of a unit: what is known of a village or community, and how one ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.division import LEAVES, TOWNS, guessed_kind, kinds_disagree
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.services.day_reading import read_day
from stationdesk.services.unit_tree import Unit
from stationdesk.services.units import Ending, read_code
from stationdesk.ui import key_map
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField, Row
from stationdesk.ui.parts.look import Look

LABELS = 7.0
"""Room for the labels, in em."""
MOST_PEOPLE = 9_999_999


def has_words() -> list[tuple[str, str]]:
    """Return the answers to whether a unit has something."""
    return [("", _("not known")), ("yes", _("has one")), ("no", _("none|place"))]


class UnitForm(Dialog):
    """Fills in one unit; `changes` is what came of it, None if it was left. The county's words are only shown."""

    def __init__(
        self, look: Look, record: OrgUnit | None, parent: QWidget, on: date, *, town: str = "", countys: Unit | None = None
    ) -> None:
        title = _("A new village or community") if record is None else _("Change {name}").format(name=record.name)
        said = _("Name, town, kind and code come from the county and stay as they are.") if countys else ""
        super().__init__(parent, look, title, said, width=560)
        self.on = on
        self.changes: dict[str, Any] | None = None
        kinds = [row for row in table("unit_kind").rows if row.code in LEAVES | TOWNS]
        self.name, self.town, self.code = LineField(look), LineField(look), LineField(look)
        self.kind = ComboField([("", _("as its name says")), *((row.code, row.label) for row in kinds)], look)
        self.station, self.call_room = ComboField(has_words(), look), ComboField(has_words(), look)
        self.since, self.households, self.residents, self.remark = (LineField(look) for _at in range(4))
        self.rows: dict[str, Row] = {}
        self.body.addWidget(self._grid())
        self.save_button = self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "visit.save", self.save)
        self.town.setText(town)
        if record is not None:
            self._fill(record)
        if countys is not None:
            self._countys(countys)
        for field in (self.name, self.code):
            field.textChanged.connect(self._compare)
        self.kind.currentIndexChanged.connect(self._compare)
        self._compare()
        (self.station if countys else self.name).setFocus()

    def _grid(self) -> FieldGrid:
        """Return the fields under each other."""
        grid = FieldGrid(self.look, label_width=round(LABELS * self.look.sizes.body))
        for label, field, note in (
            (_("Name|of a unit"), self.name, ""),
            (_("Town"), self.town, ""),
            (_("Kind"), self.kind, ""),
            (_("Division code"), self.code, _("12 digits, may be empty")),
            (_("Station"), self.station, ""),
            (_("Call room"), self.call_room, ""),
            (_("Open since"), self.since, _("like 2026-6-1, may be empty")),
            (_("Households, people"), _side_by_side(self.households, self.residents), _("may be empty")),
            (_("Remark"), self.remark, _("may be empty")),
        ):
            self.rows[label] = grid.add(label, field, note)
        for one in (self.households, self.residents):
            one.row = self.rows[_("Households, people")]
        self.households.setAccessibleName(_("Number of households"))
        self.residents.setAccessibleName(_("Number of residents"))
        return grid

    def _fill(self, record: OrgUnit) -> None:
        self.name.setText(record.name)
        self.town.setText(record.town or "")
        self.kind.set_value(record.unit_kind)
        self.code.setText(record.region_code or "")
        for field, value in ((self.station, record.has_station), (self.call_room, record.has_call_room)):
            field.set_value("" if value is None else "yes" if value else "no")
        self.since.setText(record.call_room_opened_on or "")
        self.households.setText("" if record.household_count is None else str(record.household_count))
        self.residents.setText("" if record.resident_count is None else str(record.resident_count))
        self.remark.setText(record.remark or "")

    def _countys(self, unit: Unit) -> None:
        """Show what the county says of the unit, not to be changed."""
        self.name.setText(unit.name)
        self.town.setText(unit.town)
        self.kind.set_value(unit.kind)
        self.code.setText(unit.code or "")
        for field in (self.name, self.town, self.kind, self.code):
            field.setEnabled(False)

    def _compare(self) -> None:
        """Say beside the kind what name and code say, and where they disagree."""
        name, code, kind = self.name.value(), self.code.value(), self.kind.value()
        if kinds_disagree(name, code, kind or None):
            self.kind.say("doubt", _("Name, code and kind do not agree on village or community. It can be saved so."))
        elif not kind and (guessed := guessed_kind(name, code)):
            self.kind.say("good", _("taken as {kind}").format(kind=table("unit_kind").label(guessed)))
        else:
            self.kind.say("plain")

    def save(self) -> None:
        """Check what cannot be taken and give the changes."""
        wrong = self._wrong()
        if wrong is not None:
            wrong.setFocus()
            return
        since = read_day(self.since.value(), self.on) if self.since.value() else None
        changes: dict[str, Any] = {
            "has_station": _answer(self.station),
            "has_call_room": True if since and not self.call_room.value() else _answer(self.call_room),
            "call_room_opened_on": since.isoformat() if since else None,
            "household_count": _count(self.households),
            "resident_count": _count(self.residents),
            "remark": self.remark.value() or None,
        }
        if self.name.isEnabled():
            changes |= {"name": self.name.value(), "town": self.town.value() or None, "region_code": read_code(self.code.value())}
            changes["unit_kind"] = self.kind.value() or None
        self.changes = changes
        self.give("saved")

    def _wrong(self) -> QWidget | None:
        """Say beside each field what cannot be taken; returns the first."""
        found: list[QWidget] = []
        trouble: list[tuple[LineField, str]] = [(self.name, "" if self.name.value() else _("A unit needs a name."))]
        try:
            read_code(self.code.value())
            trouble.append((self.code, ""))
        except DeskError:
            trouble.append((self.code, _("A village's code has 12 digits, a town's 9 or 12.")))
        unread = self.since.value() and read_day(self.since.value(), self.on) is None
        trouble.append((self.since, _("This is no day. Write it like 2026-6-1.") if unread else ""))
        bad = [one for one in (self.households, self.residents) if one.value() and _count(one) is None]
        trouble.append((bad[0] if bad else self.households, _("Only figures here.") if bad else ""))
        for field, said in trouble:
            field.say("error" if said else "plain", said)
            if said:
                found.append(field)
        return found[0] if found else None


def _side_by_side(*fields: QWidget) -> QWidget:
    """Return fields as one, beside each other."""
    whole = QWidget()
    line = QHBoxLayout(whole)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(10)
    for field in fields:
        line.addWidget(field)
    whole.setFocusProxy(fields[0])
    return whole


def _answer(field: ComboField) -> bool | None:
    return {"yes": True, "no": False}.get(field.value())


def _count(field: LineField) -> int | None:
    text = field.value()
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST_PEOPLE else None


class EndingForm(Dialog):
    """Asks how a unit ended: merged into another, dissolved, or written down by mistake; `answer` is merged, ended or mistake."""

    def __init__(self, look: Look, unit: Unit, others: Sequence[Unit], parent: QWidget, on: date) -> None:
        said = _("What was done in a merged village counts from then on where it went. Its code leads there too.")
        super().__init__(parent, look, _("What became of {name}?").format(name=unit.name), said, width=560)
        self.on = on
        self.ending: Ending | None = None
        ways = [("merged", _("merged into another")), ("ended", _("dissolved")), ("mistake", _("written down by mistake: take it out"))]
        self.way = ComboField(ways if others else ways[1:], look)
        near = sorted(others, key=lambda one: one.town != unit.town)
        self.into = ComboField([(one.id, f"{one.town} {one.name}".strip()) for one in near], look)
        self.day = LineField(look)
        self.day.setText(on.isoformat())
        grid = FieldGrid(look, label_width=round(LABELS * look.sizes.body))
        grid.add(_("What happened"), self.way)
        self.into_row = grid.add(_("Merged into"), self.into)
        self.day_row = grid.add(_("On which day"), self.day)
        self.body.addWidget(grid)
        save = self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False)
        save.clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "visit.save", self.save)
        self.way.currentIndexChanged.connect(self._show)
        self._show()
        self.way.setFocus()

    def _show(self, *_index: int) -> None:
        self.into_row.set_visible(self.way.value() == "merged")
        self.day_row.set_visible(self.way.value() != "mistake")

    def save(self) -> None:
        """Give the answer, if the day is one."""
        day = read_day(self.day.value(), self.on)
        if self.way.value() != "mistake" and day is None:
            self.day.say("error", _("This is no day. Write it like 2026-6-1."))
            self.day.setFocus()
            return
        if day is not None:
            self.ending = Ending(day.isoformat(), self.into.value() if self.way.value() == "merged" else None)
        self.give(self.way.value())
