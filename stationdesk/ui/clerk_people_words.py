"""The columns of the lists of people that the county sends, and what it means that a station has one otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stationdesk.county.helpers_otherwise import Otherwise
from stationdesk.county.people_lists import Reach
from stationdesk.i18n import _
from stationdesk.ui.parts.record_model import Column

HELPERS, TEAMS, OTHERWISE = "helper", "team", "otherwise"


def branch_mark(depth: int) -> str:
    """Return what stands before the name of a branch."""
    return "└" + "─" * (depth - 1) + " " if depth else ""


def how_words(row: Otherwise) -> str:
    """Say in which way a station has a helper otherwise."""
    return _("the station's counts there") if row.linked else _("both stand there")


def what_to_do(row: Otherwise) -> str:
    """Say what it means that a station has a helper otherwise, and what to do."""
    if row.linked:
        return _("At this station its own record counts. If the station is right, Enter takes over what it has; nothing changes there.")
    return _("The station wrote him down itself, too, and has not made the two one. Please ask it to: its list of helpers has a key.")


def columns_of(which: str, reach: Callable[[Any], Reach]) -> list[Column]:
    """Return the columns of one of the lists; `reach` says of a row how many stations have it."""
    if which == OTHERWISE:
        return [
            Column(_("Station|column"), lambda row: row.name, 7.6, bold=True),
            Column(_("Who|column"), lambda row: row.called, 6.4),
            Column(_("County → station|column"), lambda row: row.words, None),
            Column(_("How it counts|column"), how_words, 9.0, tone=lambda row: "ink2" if row.linked else "amber"),
        ]
    how = Column(_("State|column"), lambda row: reach(row).words, 9.0, tone=lambda row: "green" if reach(row).everywhere else "amber")
    whom = Column(_("For whom|column"), lambda row: row.whom, 7.6)
    if which == TEAMS:
        return [
            Column(_("Team"), lambda row: branch_mark(row.depth) + row.name, None, bold=True),
            Column(_("Kind of team"), lambda row: row.kind, 7.6, tone=lambda _row: "ink2"),
            Column(_("Leader"), lambda row: row.leader or "—", 5.6),
            Column(_("Members|team"), lambda row: str(len(row.people)), 3.6, right=True),
            whom,
            how,
        ]
    return [
        Column(_("Name|column"), lambda row: row.name, 6.4, bold=True),
        Column(_("Kind of helper"), lambda row: row.kind, 6.6, tone=lambda _row: "ink2"),
        Column(_("Organisation"), lambda row: " ".join(filter(None, (row.org, row.post))), None),
        whom,
        how,
    ]
