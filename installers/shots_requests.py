"""Pictures of the page of requests: the list, one being sent out, one in other hands, writing one down, questions, paper."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from installers.shots_nasty import TALK
from installers.shots_stage import ALL, USUAL, Stage
from installers.shots_village import XU, Village
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import TeamMember, TeamMemberDraft
from stationdesk.services import dispatching as do
from stationdesk.services.demo_requests import arrange_requests
from stationdesk.services.dispatching import Sending
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_list import Eyes, open_rows
from stationdesk.services.request_papers import register, slip_of
from stationdesk.services.request_state import Receiver
from stationdesk.store.clock import local_day, local_time
from stationdesk.store.database import author_of
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.request_dialogs import BodyDialog, RateDialog, StepDialog
from stationdesk.ui.request_form import RequestForm
from stationdesk.ui.requests_paper import RegisterDialog, register_paper, slip_job

TEAMS = (
    ("便民维修队", "repair", "徐国庆", "13800001101"),
    ("送餐代办分队", "delivery", "汪秀兰", "13800001102"),
    ("邻里互助分队", "neighbours", "余水根", "13800001103"),
    ("村志愿服务队", "volunteer", "占国林", "13800001104"),
)
HELPERS = ("涂晓红", "熊志远", "石小兰")


def arrange(there: Village) -> None:
    """Write the demo village's requests down, on the day of the pictures."""
    there.clock.set(local_day(there.clock()).replace(month=11, day=23), 9, 20)
    with there.database.writing(XU, "队伍") as session:
        mine = {"author": author_of(session)}
        for name, kind, leader, number in TEAMS:
            phones = (PhoneNumber(number=number),)
            team = Team.model_validate(TeamDraft(name=name, kind=kind, leader_name=leader, phones=phones), update=mine)
            drafts = [TeamMemberDraft(team_id=team.id, helper_name=f"{leader[0]}家老{word}") for word in "二三"]
            session.add_all([team, *(TeamMember.model_validate(one, update=mine) for one in drafts)])
        people = [Helper.model_validate(HelperDraft(name=name, helper_type="volunteer"), update=mine) for name in HELPERS]
        absent = StandInDraft(helper_id=people[1].id, from_date="2026-11-20", stand_in_helper_id=people[2].id)
        session.add_all([*people, StandIn.model_validate(absent, update=mine)])
    with there.database.writing(XU, "县里的帮扶人", receiving=True) as session:
        doctor = HelperDraft(name="计春明", helper_type="doctor", org="县医院")
        session.add(Helper.model_validate(doctor, update={"author": "360202"}))
    with there.database.writing(XU, "求助") as session:
        arrange_requests(session, local_time(there.clock()), XU)


def requests(stage: Stage, full: Village) -> None:
    """Take the list and one request in every dress, and the questions."""
    with full.desk.reading() as session:
        rows = open_rows(session, full.desk.now(), Eyes(children=True))
    wanted = {
        state: next((row.id for row in rows if row.held.standing.state == state), "") for state in ("judged", "accepted", "raised", "done")
    }
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("requests")
            stage.shoot("requests", dress, window, full.desk.jobs)
            window.open("requests", wanted["judged"])
            page: Any = window.page("requests")
            page.open_current()
            page.pane.panel.note.setText("带螺口 LED 灯泡，先打电话")
            stage.shoot("requests-send", dress, window, full.desk.jobs)
            page.pane.panel.table.go_to_row(len(page.pane.panel.found) - 1)
            stage.shoot("requests-receivers", dress, window, full.desk.jobs)
    for dress in USUAL:
        with stage.window(full.desk, dress) as window:
            for name in ("accepted", "raised", "done"):
                window.open("requests", wanted[name])
                one: Any = window.page("requests")
                one.open_current()
                stage.shoot(f"requests-{name}", dress, window, full.desk.jobs)
            page = window.page("requests")
            page.look_at_closed()
            stage.shoot("requests-closed", dress, window, full.desk.jobs)
    of_person(stage, full)
    dialogs(stage, full)


def of_person(stage: Stage, full: Village) -> None:
    """Take the requests of somebody on his page."""
    with full.desk.reading() as session:
        rows = open_rows(session, full.desk.now(), Eyes(children=True))
    told = Counter(row.held.request.resident_id for row in rows if row.held.request.resident_id)
    who = told.most_common(1)[0][0]
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("residents", who)
            page: Any = window.page("residents")
            page.person.tabs.turn_to("requests")
            stage.shoot("requests-person", dress, window, full.desk.jobs)


def dialogs(stage: Stage, full: Village) -> None:
    """Take writing one down, and the small questions."""
    desk = full.desk
    for dress in USUAL:
        with stage.window(desk, dress) as window:
            window.open("requests")
            form = RequestForm(desk, window)
            form.number.setText("13800000152")
            form._number_typed("13800000152")
            form.what.setText("厨房灯不亮三天了")
            form._guess("厨房灯不亮三天了")
            stage.shoot("requests-new", dress, form, desk.jobs)
            rate = RateDialog(desk, "汪厚行 满意吗？", "不满意：回到「要派」，再办一次。", "记下", window, words="说了什么")
            stage.shoot("requests-rate", dress, rate, desk.jobs)
            body = BodyDialog(desk, "转办：电视没有信号", "回执和回话没到以前，一直留在列表上。", "转办", window, words="附言")
            stage.shoot("requests-body", dress, body, desk.jobs)
            late = StepDialog(desk, "接了：厨房灯不亮", "补记：按当时的时间算。", "记下", window, words="备注")
            stage.shoot("requests-late", dress, late, desk.jobs)
            stage.shoot("requests-register", dress, RegisterDialog(desk, window, "看清单"), desk.jobs)


def requests_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of another village: empty, or with everything that breaks screens."""
    if name == "nasty":
        with there.database.writing(XU, "求助") as session:
            _nasty(session, local_time(there.clock()))
    for dress in ALL if name == "nasty" else USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("requests")
            stage.shoot(f"requests-{name}", dress, window, there.desk.jobs)
            page: Any = window.page("requests")
            if page.current() is not None:
                page.open_current()
                stage.shoot(f"requests-{name}-open", dress, window, there.desk.jobs)


def _nasty(session: Session, now: datetime) -> None:
    """Write down long words without a stop, mark-up, long names of receivers, and one in every hand."""
    people = session.exec(select(Resident.id).limit(9)).all()
    for at, person in enumerate(people):
        text = ("<b>灯不亮</b> &amp; " + "很长的求助没有标点" * 30)[: 20 + at * 30]
        asked_by, urgency = "<i>打电话的人</i>" * 3, ("", "red", "yellow", "blue")[at % 4]
        wanted = Wanted(text, "hotline", urgency, "repair", person, asked_by=asked_by, address="很长的地址" * 20, remark=TALK[:900])
        made = note_request(session, wanted, now - timedelta(hours=at * 7), XU).id
        if urgency:
            do.send(session, made, Receiver("own", "长", "名字很长的志愿服务队" * 6), now, Sending("说明" * 60), by=XU)
        if urgency == "yellow":
            do.decline(session, made, "不归我们管，" * 40, now, by=XU)


def papers(stage: Stage, full: Village) -> None:
    """Take the previews of slip and register."""
    desk = full.desk
    with desk.reading() as session:
        rows = open_rows(session, desk.now(), Eyes(children=True))
        sent = next(row for row in rows if row.held.standing.state == "accepted")
        handed = next(row for row in rows if row.held.standing.state == "transferred")
        facts = [slip_of(session, row.id, desk.today(), may_see_children=True) for row in (sent, handed)]
        lines = register(session, desk.today().replace(day=1), desk.today(), Eyes(children=True))
    paper = register_paper(desk, desk.today().replace(day=1), desk.today(), lines, "来电来访登记")
    for what, job in (("slip", slip_job(facts[0], "")), ("handed", slip_job(facts[1], "")), ("paper", list_job(paper))):
        stage.shoot(f"requests-{what}", USUAL[0], PrintPreview(desk, job, None), desk.jobs)
