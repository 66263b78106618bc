"""What goes where in a county's form: proposed by its headings, corrected by the operator, remembered for the next time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.template_reading import LIST, Template
from stationdesk.ledgers.template_words import COUNT, CUT_OFF, DAY, OPERATOR, PHONE, STATION
from stationdesk.registers.export_profile import FormColumn
from stationdesk.services.form_facts import fact
from stationdesk.services.form_rows import styles_of
from stationdesk.ui import key_map
from stationdesk.ui.form_column_dialog import ColumnDialog
from stationdesk.ui.form_tables import Rows
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

TALL = 360
"""Pixels that the rows of the table take at most."""


@dataclass(frozen=True)
class Place:
    """A place in a form: its words there, the fact that goes into it, in which writing; `fixed` for station, day and the like."""

    at: int
    label: str
    path: str = ""
    style: str = ""
    fixed: str = ""

    @property
    def meant(self) -> str:
        """What goes into it, in words."""
        return self.fixed or (fact(self.path).title if self.path else _("left as it is"))

    @property
    def written(self) -> str:
        """How it is written, in words."""
        return dict(styles_of(fact(self.path).kind)).get(self.style, "") if self.path and self.style else ""


def said_of(what: str) -> str:
    """Return what a single cell is filled with, in words."""
    return {
        STATION: _("name of the station"),
        DAY: _("today"),
        CUT_OFF: _("cut-off day"),
        OPERATOR: _("your name"),
        COUNT: _("number of people"),
        PHONE: _("phone of the station"),
    }.get(what, "")


def places_of(template: Template) -> list[Place]:
    """Return the places of a form, those that can be told otherwise and those that are plain."""
    from stationdesk.ledgers.template_fill import path_of

    if template.kind == LIST:
        found = [Place(at, one.label, one.path, one.style) for at, one in enumerate(template.columns)]
        return found + [Place(-1 - at, one.label, fixed=said_of(one.what)) for at, one in enumerate(template.cells)]
    return [Place(at, one.label, path_of(one), fixed=said_of(one.what)) for at, one in enumerate(template.cells)]


class TemplateDialog(Dialog):
    """Shows and changes what goes where; `told` is what was said, by place."""

    def __init__(self, parent: QWidget, look: Look, template: Template, *, known: bool) -> None:
        about = _("The desk knows this form: it is filled as you said last time.") if known else _("Please look through what goes where.")
        page = _("A list, one row for everybody.") if template.kind == LIST else _("A page for everybody: one sheet a person.")
        super().__init__(parent, look, _("Fill {form}").format(form=template.path.name), f"{page} {about}", width=760)
        self.template = template
        self.places = places_of(template)
        self.told: dict[int, tuple[str, str]] = {}
        self.table = RecordTable(
            look,
            [
                Column(_("In the form"), lambda row: row.label, None, bold=True),
                Column(_("What goes into it"), lambda row: row.meant, 15.0, tone=lambda row: "" if row.path or row.fixed else "soon"),
                Column(_("Written how"), lambda row: row.written, 9.0, tone=lambda _row: "ink2"),
            ],
        )
        self.table.setAccessibleName(_("What goes where in the form"))
        self.open_places = Label("", "small_bold", "amber", wrap=True)
        self.body.addWidget(self.table)
        self.body.addWidget(self.open_places)
        strip = KeyStrip(look)
        strip.set_keys((("↑|↓", _("choose")), ("Enter", _("put something else in")), (key_map.shown("forms.remove"), _("leave as it is"))))
        self.body.addWidget(strip)
        self.go = self.add_button(_("Fill and write"), "primary", key_map.shown("forms.write"), "ok")
        self.add_button(_("Not now"), "plain", "Esc")
        self.table.activated_row.connect(self.change)
        self._bind()
        self._show()
        self.table.go_to_row(0)
        self.table.setFocus()

    def _bind(self) -> None:
        key_map.attach(self, "forms.write", self.go.click)
        key_map.attach(self.table, "forms.remove", lambda: self.say(self.table.current_row(), "", ""))

    def _show(self) -> None:
        self.table.show(Rows(self.places))
        self.table.fit(max(4, TALL // self.look.sizes.row))
        left = sum(not one.path and not one.fixed for one in self.places)
        self.open_places.setText(_("{count} columns stay empty: the desk does not know what goes in.").format(count=left) if left else "")
        self.open_places.setVisible(bool(left))

    def change(self, place: Place | None) -> None:
        """Put another fact into a place."""
        if place is None or place.fixed:
            return
        before = FormColumn(path=place.path or "resident.name", style=place.style)
        dialog = ColumnDialog(self, self.look, before, ("pairing", "visit", "wish"), headings=False)
        if dialog.ask() and dialog.column is not None:
            self.say(place, dialog.column.path, dialog.column.style)

    def say(self, place: Place | None, path: str, style: str) -> None:
        """Take note of what goes into a place."""
        if place is None or place.fixed:
            return
        self.told[place.at] = (path, style)
        at = self.places.index(place)
        self.places[at] = Place(place.at, place.label, path, style)
        self._show()
        self.table.go_to_row(at)
