"""Small dialogs about a pairing: it ends with a reason, it rests, it goes on, somebody agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.pairing_world import Pair, World
from stationdesk.services.pairing_writing import agree, end_pairings, resume, suspend
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label

FOR_CHILDREN = frozenset({"came_of_age", "aged_out", "parents_returned"})


class StepDialog(Dialog):
    """A dialog about some pairings of one person, with fields, a place for what was refused, and its button."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, title: str, text: str, pairs: Sequence[Pair]) -> None:
        super().__init__(parent, desk.look, title, text, width=520)
        self.desk, self.pairs = desk, tuple(pairs)
        self.grid = FieldGrid(self.look, label_width=90)
        self.body.addWidget(self.grid)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)

    @property
    def ids(self) -> tuple[str, ...]:
        """The pairings' ids."""
        return tuple(one.id for one in self.pairs)

    def foot(self, words: str) -> None:
        """Add the buttons."""
        button = self.add_button(words, "primary", key_map.shown("visit.save"), closes=False)
        button.clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Put it off|pairing"), "quiet", "Esc")

    def save(self) -> None:
        """Write it."""
        raise AssertionError("a step says what it writes")

    def day_of(self, field: DayField) -> date | None:
        """Return the day of a field, today for none; None where it cannot be read."""
        if field.wrong():
            return None
        day = field.day()
        return date.fromisoformat(day) if day else self.desk.today()


class EndDialog(StepDialog):
    """Ends pairings: why, from which day."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, world: World, who: str, pairs: Sequence[Pair], *, child: bool) -> None:
        helpers = "、".join(dict.fromkeys(world.name_of(one) for one in pairs))
        text = _("What was done stays on record. {name} then stands among those nobody helps, unless somebody else does.").format(name=who)
        super().__init__(desk, parent, _("{helper} and {name}: it ends").format(helper=helpers, name=who), text, pairs)
        self.says = _("End the pair {name} and {helper}").format(name=who, helper=helpers)
        reasons = table("pairing_end_reason").given
        self.reason = ComboField([(one.code, one.label) for one in reasons if child or one.code not in FOR_CHILDREN], self.look)
        self.reason.set_value("by_wish")
        self.day, self.note = DayField(self.look, desk.today(), coming=True), LineField(self.look)
        self.day.setPlaceholderText(desk.today().isoformat())
        self.grid.add(_("Why"), self.reason)
        self.grid.add(_("From which day"), self.day, stretch=False)
        self.grid.add(_("Remark"), self.note)
        self.foot(_("End the pair"))
        self.reason.setFocus()

    def save(self) -> None:
        """Write the end."""
        day = self.day_of(self.day)
        if day is not None and saved(
            self.desk,
            self.says,
            lambda session: _done(end_pairings(session, self.ids, day, self.reason.value(), self.note.value())),
            self.trouble,
        ):
            self.give("saved")


class RestDialog(StepDialog):
    """Lets pairings rest with a reason, or go on where they rest."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, world: World, who: str, pairs: Sequence[Pair]) -> None:
        self.rests = any(one.state == "suspended" for one in pairs)
        helpers = "、".join(dict.fromkeys(world.name_of(one) for one in pairs))
        if self.rests:
            since = min((one.suspended_on for one in pairs if one.suspended_on), default="")
            why = next((one.suspended_reason for one in pairs if one.suspended_reason), "")
            text = _("It has rested since {day}: {why}").format(day=since, why=why or _("no reason given"))
            super().__init__(desk, parent, _("{helper} and {name}: it goes on").format(helper=helpers, name=who), text, pairs)
            self.says = _("The pair {name} and {helper} goes on").format(name=who, helper=helpers)
        else:
            text = _("While it rests nothing is due. It is not counted as missing.")
            super().__init__(desk, parent, _("{helper} and {name}: it rests").format(helper=helpers, name=who), text, pairs)
            self.says = _("The pair {name} and {helper} rests").format(name=who, helper=helpers)
        self.reason, self.day = LineField(self.look, _("away, ill…")), DayField(self.look, desk.today())
        if not self.rests:
            self.grid.add(_("Why"), self.reason)
        self.grid.add(_("From which day"), self.day, stretch=False)
        self.foot(_("It goes on") if self.rests else _("Let it rest"))
        (self.day if self.rests else self.reason).setFocus()

    def save(self) -> None:
        """Write it."""
        day = self.day_of(self.day)
        if day is None:
            return
        if saved(
            self.desk,
            self.says,
            lambda session: _done(resume(session, self.ids, day) if self.rests else suspend(session, self.ids, day, self.reason.value())),
            self.trouble,
        ):
            self.give("saved")


class AgreeDialog(StepDialog):
    """Writes down who agreed to a pairing, and when."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, world: World, who: str, pair: Pair, *, child: bool) -> None:
        helper = world.name_of(pair)
        text = _("With both days the pair is in force.") if pair.state == "proposed" else _("The pair is in force already.")
        super().__init__(desk, parent, _("{helper} and {name}: who said yes").format(helper=helper, name=who), text, (pair,))
        self.says = _("{name} and {helper}: who said yes").format(name=who, helper=helper)
        on = desk.today()
        self.helper, self.resident, self.by = DayField(self.look, on), DayField(self.look, on), LineField(self.look)
        self.helper.set_day(pair.helper_agreed_on or None)
        self.resident.set_day(pair.resident_agreed_on or None)
        self.grid.add(_("The helper on"), self.helper, stretch=False)
        self.grid.add(_("The guardian on") if child else _("The person on"), self.resident, stretch=False)
        self.grid.add(_("Said by whom"), self.by)
        self.foot(_("Write it down"))
        (self.resident if pair.helper_agreed_on else self.helper).setFocus()

    def save(self) -> None:
        """Write the consents."""
        if self.helper.wrong() or self.resident.wrong():
            return
        days = {"helper_on": self.helper.day(), "resident_on": self.resident.day()}
        if saved(
            self.desk,
            self.says,
            lambda session: _done(agree(session, self.ids[0], self.desk.today(), by=self.by.value(), **days)),
            self.trouble,
        ):
            self.give("saved")


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
