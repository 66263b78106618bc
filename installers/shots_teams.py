"""Pictures of the teams and the catalogue: full, empty and nasty, their dialogs, a roster and the catalogue on paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from sqlmodel import select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.registers.helper import Helper
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import TeamMember, TeamMemberDraft
from stationdesk.services.demo_pairings import pair_up
from stationdesk.services.demo_teams import gather
from stationdesk.services.service_items import service_rows
from stationdesk.services.team_writing import write_team
from stationdesk.services.teams import read_teams
from stationdesk.ui.paper_job import list_job, type_at_hand
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.service_dialog import ServiceDialog
from stationdesk.ui.team_dialogs import EndDialog, JoinDialog, MemberDialog, TeamDialog
from stationdesk.ui.teams_paper import roster_paper, services_paper

COUNTY = "360202"


def gathered(village: Village, *, paired: bool = False) -> None:
    """Give the village its teams, and one of the county's above them."""
    with village.database.writing(XU, "队伍") as session:
        if not paired and session.exec(select(Helper)).first() is None:
            pair_up(session, TODAY, 5)
        gather(session, TODAY)
    with village.database.writing(XU, "县里的队伍", receiving=True) as session:
        draft = TeamDraft(name="昌江区志愿服务总队", kind="volunteer", level="county", founded_on="2021-03-05")
        county = Team.model_validate(draft, update={"author": COUNTY, "audience": "all"})
        session.add(county)
        for name, role in (("郑敏", "leader"), ("韩立", "contact")):
            member = TeamMemberDraft(team_id=county.id, helper_name=name, role=role)
            session.add(TeamMember.model_validate(member, update={"author": COUNTY, "audience": "all"}))
        number = county.id
    with village.database.writing(XU, "归队") as session:
        own = next(one for one in read_teams(session, TODAY).rows() if one.name == "村志愿服务队")
        write_team(session, {"parent_id": number}, TODAY, own.id)


def teams(stage: Stage, full: Village) -> None:
    """Take the two pages, their dialogs and papers."""
    gathered(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            for page in ("teams", "services"):
                window.open(page, None)
                stage.shoot(page, dress, window, full.desk.jobs)
    with full.desk.reading() as session:
        there, services = read_teams(session, TODAY), service_rows(session, TODAY)
    row = next(one for one in there.rows() if one.name == "爱心妈妈分队")
    people = there.roster(row.id)
    made: dict[str, Callable[[], QWidget]] = {
        "team": lambda: TeamDialog(full.desk, None, row.id),
        "team-join": lambda: JoinDialog(full.desk, None, row.id),
        "team-member": lambda: MemberDialog(full.desk, None, people[0], row.name),
        "team-leaves": lambda: EndDialog(full.desk, None, row.id, row.name, people[1]),
        "team-dissolve": lambda: EndDialog(full.desk, None, row.id, row.name),
        "service": lambda: ServiceDialog(full.desk, None, services[2].id),
    }
    for name, make in made.items():
        stage.shoot_dialog(name, USUAL, make)
    type_at_hand()
    papers = {"print-roster": roster_paper(row, people, "桃源村"), "print-services": services_paper(services, "桃源村")}
    for name, paper in papers.items():
        stage.wear(LIGHT)
        shown = PrintPreview(full.desk, list_job(paper))
        shown.show()
        stage.shoot(name, LIGHT, shown, full.desk.jobs)
        shown.leave()
        shown.deleteLater()


def teams_other(stage: Stage, name: str, village: Village) -> None:
    """Take the pages of a village without teams, and of one of everything that hurts."""
    if name == "nasty":
        with village.database.writing(XU, "队伍") as session:
            above = ""
            for number, word in enumerate(NAMES[:5]):
                above = write_team(
                    session, {"name": f"{word}志愿服务队{number}", "parent_id": above or None, "leader_name": word}, TODAY
                ).id
    for dress in USUAL:
        with stage.window(village.desk, dress) as window:
            for page in ("teams", "services"):
                window.open(page, None)
                stage.shoot(f"{page}-{name}", dress, window, village.desk.jobs)
