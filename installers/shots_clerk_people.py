"""Pictures of the people the county sends and the photos it asks for, in the clerk's window: lists, forms, previews; empty, full, nasty."""

from __future__ import annotations

from typing import Any

from installers.shots_clerk import PASSPHRASE, desk_of, window
from installers.shots_stage import ALL, USUAL, Dress, Stage
from stationdesk.county.demo_county import make_county
from stationdesk.county.demo_pair import keep_demo_operator
from stationdesk.county.desk import set_up_county
from stationdesk.county.people_sent import send_helper, send_team
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_helper import CountyHelperDialog
from stationdesk.ui.clerk_team import CountyTeamDialog, JoinDialog, MembersDialog
from stationdesk.ui.clerk_whom import ChooseDialog

LONG = "<b>某某某某土家族苗族自治乡</b>&amp;第一新时代文明实践社区爱心妈妈志愿服务队（暂名）"


def clerk_people(stage: Stage) -> None:
    """Take everything."""
    folder = DataFolder(stage.room / "nobody" / "county", stage.room / "nobody" / "state")
    made = set_up_county(folder, PASSPHRASE, code="999901", name="云溪县")
    keep_demo_operator(made.database, "黎春梅", made.slot.id)
    with desk_of(stage, made.database) as desk:
        for dress in USUAL:
            pages(stage, desk, dress, "clerk-empty")
    there = stage.room / "clerk-people"
    make_county(there, there / "state", PASSPHRASE)
    database, _slot = unlock_desk(DataFolder(there / "county", there / "state"), PASSPHRASE)
    with desk_of(stage, database) as desk:
        for dress in ALL:
            pages(stage, desk, dress, "clerk")
        for dress in USUAL:
            dialogs(stage, desk, dress)
        nasty(desk)
        for dress in USUAL:
            pages(stage, desk, dress, "clerk-nasty")


def pages(stage: Stage, desk: ClerkDesk, dress: Dress, name: str) -> None:
    """Take the lists."""
    with window(stage, desk, dress) as there:
        for which in ("helper", "team", "otherwise"):
            there.open("people", which)
            stage.shoot(f"{name}-people-{which}", dress, there, desk.jobs)


def dialogs(stage: Stage, desk: ClerkDesk, dress: Dress) -> None:
    """Take the forms."""
    with window(stage, desk, dress) as there:
        page: Any = there.page("people")
        there.open("people", "helper")
        stage.shoot("clerk-people", dress, there, desk.jobs)
        found = page.found
        new = CountyHelperDialog(there, desk)
        team = CountyTeamDialog(there, desk)
        members = MembersDialog(there, desk, found.teams[0])
        for name, dialog in (
            ("helper-new", new),
            ("helper-change", CountyHelperDialog(there, desk, found.helpers[0].id)),
            ("helper-from-station", CountyHelperDialog(there, desk, found.otherwise[-1].helper, found.otherwise[-1].there)),
            ("team-new", team),
            ("team-change", CountyTeamDialog(there, desk, found.teams[1].id)),
            ("members", members),
            ("join", JoinDialog(there, desk, found.teams[0])),
            ("whom", ChooseDialog(there, stage.look, new.to.title, new.to.choices, "town:城北镇")),
        ):
            dialog.show()
            stage.shoot(f"clerk-people-{name}", dress, dialog)
            if isinstance(dialog, CountyHelperDialog | CountyTeamDialog) and dialog.one is None:
                dialog.save()
                stage.shoot(f"clerk-people-{name}-refused", dress, dialog)
            dialog.hide()


def nasty(desk: ClerkDesk) -> None:
    """Send somebody and a team with names that are long or look like something else; this changes the county."""
    with desk.writing("发") as session:
        who = send_helper(
            session, {"name": "阿卜杜热西提·阿卜杜外力·买买提明", "org": LONG, "post": LONG[:80]}, "town:南山镇", desk.today()
        )
        send_helper(session, {"name": "=1+1", "org": "一"}, "station:999901203312", desk.today())
        above = None
        for name in (LONG, "分队的分队的分队的分队的分队", "第三层"):
            above = send_team(session, {"name": name, "parent_id": above, "leader_id": who.id}, "town:南山镇", desk.today()).id
