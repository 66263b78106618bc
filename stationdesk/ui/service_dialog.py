"""Writing a service of the catalogue down, or changing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.doers import HELPER, TEAM, Doer, doers, doers_called
from stationdesk.services.service_items import asked_of, own_item, write_item
from stationdesk.ui.day_field import DayField
from stationdesk.ui.helper_dialog import choices
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.look import Look
from stationdesk.ui.team_dialogs import TeamForm

MOST_HOURS, MOST_MINUTES, NAMED = 2160, 1440, 3


class DoersButton(FilterButton):
    """A button that says by name who is ticked."""

    def words(self) -> str:
        """Return the names of who is ticked, of many the first."""
        names = [word.split("　")[0] for code, word in self._choices if code in self._chosen]
        if len(names) > NAMED:
            return _("{names} and others, {count} in all").format(names="、".join(names[:NAMED]), count=len(names))
        return "、".join(names) or self.nothing


class ServiceDialog(TeamForm):
    """One service; `item_id` is which was written."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, item_id: str = "") -> None:
        on = desk.today()
        with desk.reading() as session:
            self.one = own_item(session, item_id) if item_id else None
            self.doers = doers(session, on)
            named = asked_of(self.one) if self.one else []
            there = {one.key for one in self.doers}
            self.doers += [one for key, one in doers_called(session, named, on).items() if key not in there]
        title = _("The service {name}").format(name=self.one.name) if self.one else _("A new service")
        super().__init__(desk, parent, title)
        self.item_id = item_id
        self._fields()
        self._show()
        self.finish(_("Save"), self.name)

    def _fields(self) -> None:
        grid, look, on = FieldGrid(self.look, label_width=110), self.look, self.desk.today()
        self.name, self.covers, self.hours, self.price, self.remark = (LineField(look) for _number in range(5))
        self.kind = ComboField(choices("need_kind"), look, word=table("need_kind").label)
        self.term, self.minutes = _number(look, MOST_HOURS), _number(look, MOST_MINUTES)
        self.ticks = {
            kind: DoersButton(words, [(one.id, _ticked(one)) for one in self.doers if one.kind == kind], look, nothing=_("none|ticks"))
            for kind, words in ((TEAM, _("Teams")), (HELPER, _("Helpers")))
        }
        self.days = {name: DayField(look, on, coming=True) for name in ("offered_from", "offered_until")}
        grid.add(_("Service offered"), self.name)
        grid.add(_("Kind of need"), self.kind, _("requests of this kind propose who does it"))
        grid.add(_("What it covers"), self.covers)
        grid.add(_("Done within hours"), self.term, _("24 is a day; as it usually is, told where it is sent out"), stretch=False)
        grid.add(_("Takes minutes"), self.minutes, stretch=False)
        grid.add(_("Teams that do it"), self.ticks[TEAM], stretch=False)
        grid.add(_("Helpers who do it"), self.ticks[HELPER], _("several may be ticked"), stretch=False)
        grid.add(_("Hours"), self.hours)
        grid.add(_("Price"), self.price, _("empty: free"))
        grid.add(_("Offered from"), self.days["offered_from"], stretch=False)
        grid.add(_("Offered until"), self.days["offered_until"], _("the first day without it"), stretch=False)
        grid.add(_("Remark"), self.remark)
        self.grid = grid
        self.inside.addWidget(grid)

    def _show(self) -> None:
        one = self.one
        if one is None:
            return
        for field, value in (
            (self.name, one.name),
            (self.covers, one.covers),
            (self.hours, one.hours),
            (self.price, one.price),
            (self.remark, one.remark),
            (self.term, one.term_hours),
            (self.minutes, one.usual_minutes),
        ):
            field.setText("" if value is None else str(value))
        self.kind.set_value(one.kind)
        self.ticks[TEAM].set_chosen(one.team_ids)
        self.ticks[HELPER].set_chosen(one.helper_ids)
        for name, field in self.days.items():
            field.set_day(getattr(one, name))

    def fields(self) -> dict[str, Any]:
        """Return what the fields hold; who was asked first stays first."""
        before = {TEAM: self.one.team_ids, HELPER: self.one.helper_ids} if self.one else {TEAM: (), HELPER: ()}
        asked = {kind: _in_order(before[kind], button.chosen(), self.doers) for kind, button in self.ticks.items()}
        return {
            "name": self.name.value(),
            "kind": self.kind.value() or None,
            "covers": self.covers.value() or None,
            "term_hours": _whole(self.term),
            "usual_minutes": _whole(self.minutes),
            "team_ids": asked[TEAM],
            "helper_ids": asked[HELPER],
            "hours": self.hours.value() or None,
            "price": self.price.value() or None,
            "remark": self.remark.value() or None,
        } | {name: field.day() for name, field in self.days.items()}

    def save(self) -> None:
        """Write the service."""
        if any(field.wrong() for field in self.days.values()):
            return
        fields, on = self.fields(), self.desk.today()
        if not fields["name"]:
            self.trouble.setText(_("A service has a name. Please write it down."))
            self.name.setFocus()
            return
        first, last = fields["offered_from"], fields["offered_until"]
        if first and last and last < first:
            self.trouble.setText(_("It would end before it begins. Please look at both days again."))
            return

        def write(session: Session) -> None:
            self.item_id = write_item(session, fields, on, self.one.id if self.one else "").id

        self.keep(_("The service {name}").format(name=fields["name"]), write)


def _ticked(one: Doer) -> str:
    whose = _(" (county)") if one.of_county else ""
    return f"{one.name}{whose}　{one.words}".rstrip("　")


def _in_order(before: Sequence[str], chosen: frozenset[str], known: Sequence[Doer]) -> tuple[str, ...]:
    """Return those chosen: who was there before in the old order, then the others as they are listed."""
    kept = [one for one in before if one in chosen]
    return (*kept, *(one.id for one in known if one.id in chosen and one.id not in before))


def _whole(field: LineField) -> int | None:
    text = field.value()
    return int(text) or None if text.isdigit() else None


def _number(look: Look, most: int) -> LineField:
    field = LineField(look)
    field.setValidator(QIntValidator(1, most, field))
    field.setMaximumWidth(6 * look.sizes.body)
    return field
