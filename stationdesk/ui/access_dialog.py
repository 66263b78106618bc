"""Who looked at what: the access log of one operator, one resident, or everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.access_entry import AccessEntry
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.services import access_log
from stationdesk.services.day_words import local, moment_words
from stationdesk.services.doubles import is_child
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable


@dataclass(frozen=True)
class AccessLine:
    """One entry as the list shows it."""

    id: str
    when: str
    who: str
    what: str
    whom: str
    about: str


@dataclass(frozen=True)
class Lines:
    """The entries as a source of rows."""

    lines: tuple[AccessLine, ...]

    def ids(self) -> list[str]:
        """Return the ids."""
        return [one.id for one in self.lines]

    def rows(self, ids: Any) -> dict[str, AccessLine]:
        """Return some entries."""
        wanted = set(ids)
        return {one.id: one for one in self.lines if one.id in wanted}


class AccessDialog(Dialog):
    """The newest entries, the newest first."""

    def __init__(self, parent: QWidget, desk: OpenDesk, *, operator: str = "", resident: str = "") -> None:
        super().__init__(parent, desk.look, _("Who looked at what"), width=860)
        with desk.reading() as session:
            entries = (
                access_log.of_operator(session, operator)
                if operator
                else access_log.of_person(session, resident)
                if resident
                else access_log.everything(session)
            )
            lines = access_lines(session, entries, desk)
        columns = [
            Column(_("When"), lambda row: row.when, 10),
            Column(_("Who"), lambda row: row.who, 6, bold=True),
            Column(_("What"), lambda row: row.what, 8),
            Column(_("Whom"), lambda row: row.whom, 8),
            Column(_("About"), lambda row: row.about),
        ]
        self.table = RecordTable(desk.look, columns, margin=12)
        self.table.setAccessibleName(_("Who looked at what"))
        self.table.setMinimumHeight(380)
        self.table.show(Lines(tuple(lines)))
        if lines:
            self.body.addWidget(self.table)
        else:
            self.body.addWidget(Label(_("Nothing yet."), "body", "ink2"))
        self.add_button(_("Close"), "primary", "Esc", "ok")


def access_lines(session: Session, entries: Iterable[AccessEntry], desk: OpenDesk) -> list[AccessLine]:
    """Return entries in words; residents by name, children by alias."""
    found = list(entries)
    ids = {one.resident_id for one in found if one.resident_id}
    people = {one.id: one for one in session.exec(select(Resident).where(col(Resident.id).in_(ids)))}
    kinds, on = table("access_kind"), desk.today()
    lines = []
    for one in found:
        who = people.get(one.resident_id or "")
        child = who is not None and is_child(who, on)
        name = "" if who is None else _("{alias} (alias)").format(alias=masked_child(who.name, who.alias)) if child else who.name
        lines.append(AccessLine(one.id, moment_words(local(one.at), on), one.operator, kinds.label(one.what), name, one.about or ""))
    return lines
