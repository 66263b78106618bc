"""The tables of the teams' page and of the catalogue: their columns, their rows, the letters that do something."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from stationdesk.i18n import _
from stationdesk.services.service_items import ServiceRow
from stationdesk.services.teams import MemberRow, TeamRow
from stationdesk.ui import key_map
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

TEAM_KIND, TEAM_LEADER = 1, 2
MEMBER_PHONE, MEMBER_SINCE = 2, 3
NEED, MINUTES = 1, 4


class Rows:
    """Rows that are read already."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.by_id = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in the order shown."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self.by_id[str(one)] for one in ids}


class LetterTable(RecordTable):
    """A list whose letters do what the key strip says."""

    asked = Signal(str)

    def __init__(self, look: Look, columns: Sequence[Column], name: str, letters: Sequence[str]) -> None:
        super().__init__(look, columns)
        self.letters = letters
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Pass letters on."""
        for name in self.letters:
            if key_map.pressed(event, name):
                if not event.isAutoRepeat():
                    self.asked.emit(name)
                return
        super().keyPressEvent(event)


def quiet(_row: object) -> str:
    """Return the tone of what matters less."""
    return "ink2"


def team_name(row: TeamRow) -> str:
    """Return a team's name with a branch drawn before it and whose it is behind."""
    below = "└" + "─" * (row.depth - 1) + " " if row.depth else ""
    return below + row.name + (_(" (county)") if row.of_county else "")


def teams_table(look: Look) -> LetterTable:
    """Return the list of teams."""
    columns = (
        Column(_("Team"), team_name, None, bold=True, spoken=lambda row: row.sentence),
        Column(_("Kind|column"), lambda row: row.kind, 6.6, tone=quiet),
        Column(_("Leader"), lambda row: row.leader, 5.2),
        Column(_("Members|column"), lambda row: str(row.members or ""), 3.6, right=True),
        Column(_("State"), lambda row: row.status, 6.4, tone=quiet),
    )
    return LetterTable(look, columns, _("Teams"), ("teams.member",))


def roster_table(look: Look) -> LetterTable:
    """Return the list of a team's members."""

    def state(row: MemberRow) -> str:
        if row.there:
            return row.note
        return _("left {day}").format(day=row.until) + (f"，{row.reason}" if row.reason else "") if row.until else _("not there")

    columns = (
        Column(_("Name|column"), lambda row: row.name + (_(" (county)") if row.of_county else ""), 6.6, bold=True, spoken=spoken),
        Column(_("What he is in the team"), lambda row: row.role_words, 5.2),
        Column(_("Phone"), lambda row: row.phone, 7.4, tone=quiet),
        Column(_("In the team since"), lambda row: row.since, 6.4, tone=quiet),
        Column(_("About it"), state, None, tone=quiet),
    )
    return LetterTable(look, columns, _("Members|team"), ("teams.member", "teams.leaves"))


def spoken(row: MemberRow) -> str:
    """Return a member as he is read aloud."""
    return "，".join(part for part in (row.name, row.role_words, "" if row.there else _("not there any more")) if part)


def services_table(look: Look) -> LetterTable:
    """Return the catalogue."""
    columns = (
        Column(_("Service offered"), lambda row: row.name, 9.0, bold=True, spoken=lambda row: row.sentence),
        Column(_("Kind of need"), lambda row: row.kind_words, 7.0, tone=quiet),
        Column(_("What it covers"), lambda row: row.covers, None, tone=quiet),
        Column(_("Done within|column"), lambda row: row.term, 5.6),
        Column(_("Takes|column"), lambda row: _("{count} minutes").format(count=row.minutes) if row.minutes else "", 5.8, tone=quiet),
        Column(_("Who does it"), doer_words, 14.0, tone=lambda row: "" if row.doers else "soon"),
        Column(_("State"), lambda row: row.status or _("offered now"), 7.0, tone=lambda row: "ink2" if row.offered else "soon"),
    )
    return LetterTable(look, columns, _("Services offered"), ("services.stop", "services.up", "services.down"))


def doer_words(row: ServiceRow) -> str:
    """Return who does a service: names, in the order in which they are asked."""
    names = "、".join(one.name + (_(" (county)") if one.of_county else "") for one in row.doers)
    if row.missing:
        gone = _("{count} gone|doers").format(count=row.missing)
        return f"{names}，{gone}" if names else gone
    return names or _("nobody yet|doers")
