"""Where a list is empty its line of keys offers nothing that needs a line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import TeamMember, TeamMemberDraft
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.settings_backup import BackupPart
from stationdesk.ui.settings_units import Lines, UnitsPart
from stationdesk.ui.teams_page import TeamsPage
from tests.services.people import put

Show = Callable[..., QWidget]


def test_without_units_none_is_changed_or_merged(empty_desk: OpenDesk, shown: Show) -> None:
    part = UnitsPart(empty_desk)
    shown(part)
    part.refresh()
    assert len(part.keys()) == 4
    part.table.show(Lines(()))
    offered = part.keys()
    assert [word for _key, word in offered] == ["加一个", "收名单"]


def test_without_a_backup_one_does_not_go_back(empty_desk: OpenDesk, shown: Show) -> None:
    part = BackupPart(empty_desk)
    shown(part)
    part.refresh()
    assert part.table.model().rowCount() == 0
    offered = part.keys()
    assert "Enter" not in [key for key, _word in offered]


def test_nobody_leaves_a_team_that_has_nobody(empty_desk: OpenDesk, shown: Show) -> None:
    team = put(empty_desk.database, Team, TeamDraft(name="送药队"))
    page = TeamsPage(empty_desk)
    shown(page)
    page.refresh()

    def offered() -> bool:
        return "要走了" in [label.text() for pair in page.strip.pairs for label in pair.findChildren(QLabel)]

    assert not offered()
    put(empty_desk.database, TeamMember, TeamMemberDraft(team_id=team.id, helper_name="余水根"))
    page.refresh()
    assert offered()
