"""Pictures of 县里来的: what the county wants, every kind of it open beside the list, an empty one, and endless words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from installers.shots_stage import ALL, USUAL, Stage
from installers.shots_village import XU, Village, report
from stationdesk.county import word
from stationdesk.county.schemes import say_scheme, scheme_called
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.code import Code, CodeDraft
from stationdesk.registers.correction_request import CorrectionRequestDraft
from stationdesk.registers.report_template import ReportTemplateDraft, TemplateRow
from stationdesk.registers.resident import Resident
from stationdesk.registers.task import TaskDraft
from stationdesk.services.dispatching import finish, send
from stationdesk.services.request_asking import note_request
from stationdesk.services.request_state import Receiver
from stationdesk.services.task_requests import wanted_of_task
from stationdesk.services.tasks import report_task, tasks
from stationdesk.store.database import author_of
from stationdesk.ui.request_form import RequestForm
from stationdesk.ui.request_from import report_dialog

LONG = "请各站于本周五前逐户核对八十岁以上老人的身份证、银行卡和联系电话，与民政名单不一致的逐条写明原因，漏报的补报，去世的写明日期。"
FIGURES = ("contacts.reached", "contacts.at_door", "contacts.by_phone", "due.due", "due.done", "due.rate", "calls.sessions", "of.tomorrow")


def wanted(stage: Stage, full: Village) -> None:
    """Take the page with everything on it; this changes the village."""
    speak(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("from_county")
            stage.shoot("from-county", dress, window, full.desk.jobs)
            page: Any = window.page("from_county")
            for kind in ("task", "correction", "announcement", "template", "scheme", "codes"):
                page.take(next(one.key for one in page.found if one.kind == kind))
                stage.shoot(f"from-county-{kind}", dress, window, full.desk.jobs)
            window.open("county")
            stage.shoot("from-county-beside", dress, window, full.desk.jobs)
    as_request(stage, full)


def as_request(stage: Stage, full: Village) -> None:
    """Take a task being made a request, what both show of it, and what is asked when it is done."""
    desk, on = full.desk, full.desk.today()
    with desk.reading() as session:
        task = next(one.task for one in tasks(session, on) if one.task.contact)
    begin = wanted_of_task(task, on)
    stage.shoot_dialog("from-county-making", USUAL, lambda: RequestForm(desk, None, begin=begin))
    with full.database.writing(XU, "转成求助") as session:
        request = note_request(session, begin, desk.now(), XU).id
        send(session, request, Receiver("team", "x", "便民维修队"), desk.now(), by=XU)
        finish(session, request, desk.now(), by=XU, note="三十二户都看过")
    for dress in USUAL:
        with stage.window(desk, dress) as window:
            window.open("requests", request)
            page: Any = window.page("requests")
            page.open_current()
            stage.shoot("requests-task", dress, window, desk.jobs)
            window.open("from_county", f"task:{task.id}")
            stage.shoot("from-county-made", dress, window, desk.jobs)
    stage.shoot_dialog("requests-report", USUAL, lambda: report_dialog(desk, None))


def wanted_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of a village that nothing is asked of."""
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("from_county")
            stage.shoot(f"from-county-{name}", dress, window, there.desk.jobs)


def speak(there: Village) -> None:
    """Let the county say one of everything and more, and bring it here."""
    assert there.county is not None  # noqa: S101 - this village has one
    on = there.desk.today()
    with there.desk.reading() as session:
        people = session.exec(select(Resident).where(Resident.residency_status == "in_village").limit(2)).all()
        ids = [one.id for one in people] or [session.exec(select(Resident.id)).first() or ""]
    with there.county.database.writing("县", "派任务") as session:
        first = tell(session, on, ids, f"station:{there.database.about.author}")
    with there.county.database.writing("县", "办法和叫法") as session:
        say_scheme(session, scheme_called("three_risks"), "all", (on + timedelta(days=10)).isoformat(), on)
        words = (("need_kind", "firewood", "劈柴挑水", None), ("resident_category", "forest_guard", "护林老人", "elder"))
        for table_name, code, label, above in (*words, ("need_kind", "meals", "助老餐", None), ("visit_kind", "survey", "摸排", None)):
            ends = (on - timedelta(days=1)).isoformat() if code == "survey" else None
            draft = CodeDraft(table_name=table_name, code=code, label=label, parent=above, valid_to=ends)
            session.add(Code.model_validate(draft, update={"author": author_of(session), "audience": "all"}))
    report(there, on, back=True)
    with there.desk.writing("报一部分") as session:
        report_task(session, first, "partly", on, by=there.desk.operator.name, text="岭下组还差两户", figures={"核对人数": 29})
    there.desk.saved.emit(frozenset({"task_report"}))


def tell(session: Session, on: date, ids: list[str], here: str) -> str:
    """Say it; returns the first task."""
    day = [(on + timedelta(days=days)).isoformat() for days in (-2, 2, 5, 20)]
    first = word.say(
        session, TaskDraft(title="高龄津贴核对", text=LONG, kind="check", due_on=day[1], asks_for=("核对人数", "不一致")), "all", on
    )
    word.say(session, TaskDraft(title="冬季取暖安全入户", kind="visit", due_on=day[3], contact="区民政局 黎工 0798-0120008"), "all", on)
    word.say(session, TaskDraft(title="<img src=x>=1+1 " + "很长的名字" * 12, text=LONG * 6), "all", on)
    question = "电话打了三次都是空号，请到家里问一问，把现在用的号码写上。"
    for at, one in enumerate(ids):
        field = ("phones", "birth_date")[at % 2]
        draft = CorrectionRequestDraft(record_kind="resident", record_id=one, field=field, doubted="县里名单上不一样", question=question)
        word.say(session, draft.model_copy(update={"due_on": day[1 + at % 2], "asked_on": on.isoformat()}), here, on)
    word.say(session, AnnouncementDraft(title="寒潮来了，独居老人当天联系", text=LONG * 3, must_be_read=True, valid_from=day[0]), "all", on)
    word.say(session, AnnouncementDraft(title="12月12日 爱心日安排", text=LONG, valid_until=day[3]), "all", on)
    rows = tuple(TemplateRow(figure=one) for one in FIGURES)
    word.say(session, ReportTemplateDraft(name="走访联系月报", period="month", rows=rows), "all", on)
    return first.id
