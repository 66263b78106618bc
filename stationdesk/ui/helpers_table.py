"""The list of helpers: its columns, its rows as of now, and the question whether two are one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.appraisals import confirmed
from stationdesk.services.helper_duty import HelperDuty, duties
from stationdesk.services.helpers import HelperRow, helper_rows, merge_helpers
from stationdesk.services.pairing_world import read_world
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

LETTERS = ("helpers.leaving", "helpers.merge", "helpers.duty", "helpers.away")
LEVEL, ORIGIN, PHONE, SINCE = 3, 4, 5, 8
AGO = timedelta(days=30)
YEAR = timedelta(days=365)
"""For so long an answer to a call back counts in the list."""


class HelperSource:
    """The helpers that what was typed leaves."""

    def __init__(self, rows: Sequence[HelperRow]) -> None:
        self.by_id = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in the order shown."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, HelperRow]:
        """Return the rows of `ids`."""
        return {one: self.by_id[str(one)] for one in ids}


class HelpersTable(RecordTable):
    """The list; letters do what the key strip says."""

    asked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, _columns())
        self.setAccessibleName(_("Helpers"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Pass letters on."""
        for name in LETTERS:
            if key_map.pressed(event, name):
                if not event.isAutoRepeat():
                    self.asked.emit(name)
                return
        super().keyPressEvent(event)


def _columns() -> tuple[Column, ...]:
    def load(row: HelperRow) -> str:
        return f"{row.load} / {row.most}" if row.most is not None else str(row.load)

    def name(row: HelperRow) -> str:
        return row.name + (_(" (county)") if row.of_county else "")

    def quiet(_row: HelperRow) -> str:
        return "ink2"

    return (
        Column(_("Name|column"), name, 8.0, bold=True, spoken=lambda row: row.sentence),
        Column(_("Kind of helper"), lambda row: row.kind, 6.6),
        Column(_("Organisation and post|column"), lambda row: row.org, None, tone=quiet),
        Column(_("Level|column"), lambda row: row.level, 6.4, tone=quiet),
        Column(_("From where|column"), lambda row: row.origin, 5.6, tone=quiet),
        Column(_("Phone"), lambda row: row.phone, 8.2),
        Column(_("Has|helper"), load, 4.4, right=True, tone=lambda row: "soon" if row.most is not None and row.load > row.most else ""),
        Column(_("Answers for|column"), lambda row: str(row.answers or ""), 4.2, right=True),
        Column(_("Since"), lambda row: row.since, 6.4, tone=quiet),
        Column(_("Done, 30 days|column"), lambda row: row.rate, 5.2, right=True, tone=lambda row: "soon" if row.lags else ""),
        Column(_("True when asked|column"), lambda row: row.confirmed, 4.8, right=True, tone=lambda row: "soon" if row.doubted else ""),
        Column(_("Last|column"), lambda row: row.last, 5.6, tone=quiet),
        Column(
            _("State"),
            lambda row: row.status or (_("twice?|helper") if row.double else _("is there|helper")),
            8.6,
            tone=lambda row: "soon" if row.status or row.double else "ink2",
        ),
    )


def rows_now(session: Session, on: date, *, gone: bool) -> list[HelperRow]:
    """Return the rows with who is away, and what was done of what fell due in the last thirty days and in the thirty before."""
    world, yesterday = read_world(session, on), on - timedelta(days=1)
    now = duties(session, world, on - AGO, yesterday)
    before = duties(session, world, on - 2 * AGO, yesterday - AGO)
    duty = {one: (found, before.get(one, HelperDuty(one, ()))) for one, found in now.items()}
    away = {one: _("away, {name} stands in").format(name=name) for one, name in world.away.items()}
    told = confirmed(session, on - YEAR, on)
    return helper_rows(world, gone=gone, away=away, duty=duty, told=told)


class MergeHelpers(Dialog):
    """Asks whether two helpers are one, and of the county's and the station's own which of the two counts here."""

    def __init__(self, desk: OpenDesk, parent: QWidget, keep: HelperRow, double: HelperRow, text: str) -> None:
        super().__init__(parent, desk.look, _("Is {name} written down twice?").format(name=keep.name), text, width=600)
        self.desk, self.keep, self.double = desk, keep, double
        for row, words in ((keep, _("stays: {what}|helper")), (double, _("goes into it: {what}|helper"))):
            whose = _("the county's") if row.of_county else ""
            facts = "，".join(filter(None, (whose, row.kind, row.org, row.phone, _("{load} people").format(load=row.load))))
            self.body.addWidget(Label(words.format(what=facts), wrap=True))
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        mixed = keep.of_county != double.of_county
        words = _("The county's counts") if mixed else _("One and the same")
        self.add_button(words, "primary", "Enter", closes=False).clicked.connect(self.save)
        if mixed:
            self.ours = self.add_button(_("Ours counts here"), "plain", key_map.shown("helpers.ours"), closes=False)
            self.ours.clicked.connect(self.keep_ours)
            key_map.attach(self, "helpers.ours", self.keep_ours)
        self.add_button(_("Two people"), "plain", "Esc")

    def keep_ours(self) -> None:
        """Let the station's own record stand in the place of the county's."""
        self.keep, self.double = self.double, self.keep
        self.save()

    def save(self) -> None:
        """Make them one."""
        says = _("{name}: two records made one").format(name=self.keep.name)
        on = self.desk.today()
        if saved(self.desk, says, lambda session: _count(merge_helpers(session, self.keep.id, self.double.id, on)), self.trouble):
            self.give("saved")


def _count(_moved: int) -> None:
    """Take what the service returns; the dialog needs nothing of it."""
