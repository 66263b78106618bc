"""Pictures of health and care plans: the tabs, the dialogs, the paper; somebody with all of it, somebody with nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import select

from installers.shots_stage import ALL, LIGHT, LIGHT_XL, Stage
from installers.shots_village import TODAY, XU, Village, first_with_history
from stationdesk.registers.care_plan import CarePlan, CarePlanDraft, PlanMeasure
from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.registers.medicine import MedicineDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.health_writing import add_reading
from stationdesk.services.medicines import add_medicine, write_record
from stationdesk.services.plan_proposing import who_helps
from stationdesk.services.plans import make_plan, newest
from stationdesk.ui.health_book import HealthBook, MedicineForm
from stationdesk.ui.measure_dialog import MeasureDialog
from stationdesk.ui.plan_dialog import PlanDialog
from stationdesk.ui.plan_measure_form import PlanMeasureForm
from stationdesk.ui.plan_people_dialog import PlanPeopleDialog

MEASURES: tuple[dict[str, Any], ...] = (
    {"what": "打电话问一声", "who": "网格长 汪志强", "kind": "contact", "every_days": 1, "from_date": "2026-11-24"},
    {"what": "上门看一次，量血压", "who": "志愿者 程雪琴", "kind": "home", "every_days": 7, "from_date": "2026-11-25"},
    {"what": "看药盒，补药", "who": "村医 胡文斌", "kind": "other", "every_days": 14, "from_date": "2026-12-03"},
    {"what": "和儿子、女儿视频", "who": "程雪琴 上门陪", "kind": "call", "weekday": 2, "time": "晚", "from_date": "2026-11-24"},
    {"what": "换厨房灯泡，装夜灯", "who": "水电维修队", "kind": "once", "until": "2026-11-24"},
    {"what": "卫生间装扶手", "who": "村党支部", "kind": "once", "until": "2026-12-10"},
    {"what": "大雪天送菜送饭", "who": "送菜队", "kind": "weather", "every": "下雪就送", "until": "2027-02-28"},
)
PROBLEMS = ("一个人住，夜里起来怕摔；厨房灯不亮。", "血压偏高（11月18日 152/88），有时忘了吃药。", "儿女都在外，十天半月才通一次话。")

GOALS = ("到明年 2 月底：不摔跤，药天天吃，每周和儿女视频一次。",)


def furnish_health(there: Village, who: str) -> None:
    """Give somebody readings, medicines, a record and two versions of a plan."""
    with there.database.writing(XU, "健康") as session:
        if newest(session, who) is not None:
            return
        for back, upper, lower in ((70, 146, 84), (52, 138, 82), (33, 158, 92), (19, 149, 90), (5, 152, 88)):
            day = (TODAY - timedelta(days=back)).isoformat()
            add_reading(
                session, HealthReadingDraft(resident_id=who, taken_on=day, systolic=upper, diastolic=lower, heart_rate=74), TODAY, XU
            )
        draft = HealthReadingDraft(resident_id=who, taken_on="2026-11-20", place="clinic_day", glucose_fasting=68, temperature=3650)
        add_reading(session, draft, TODAY, XU)
        pills = MedicineDraft(
            resident_id=who,
            name="氨氯地平",
            dose="1 片",
            times_a_day=1,
            when_taken="早上",
            from_date="2026-03-01",
            fetched_by="女儿",
            refill_every_days=30,
            next_refill="2026-11-26",
        )
        add_medicine(session, pills, TODAY)
        write_record(
            session, who, {"allergies": "青霉素", "doctor_name": "胡文斌", "hospital": "镇卫生院", "insurance": "residents"}, TODAY
        )
        base: dict[str, Any] = {
            "resident_id": who,
            "review_when": "住院、跌倒、儿女回来时",
            "goals": ("到明年 2 月底：不摔跤，药天天吃，每周和儿女视频一次。",),
        }
        measures = tuple(PlanMeasure(key=str(at), **one) for at, one in enumerate(MEASURES))
        make_plan(session, CarePlanDraft(**base, made_on="2026-08-12", problems=PROBLEMS[:1], measures=measures[:2]), TODAY, XU)
        full = CarePlanDraft(**base, made_on="2026-11-23", problems=PROBLEMS, measures=measures, review_due="2026-12-23")
        make_plan(session, full, TODAY, XU)


def health(stage: Stage, full: Village) -> None:
    """Take the tabs of somebody who has everything, and of somebody who has nothing."""
    who = first_with_history(full)
    furnish_health(full, who)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("residents", f"{who}#health")
            page: Any = window.page("residents")
            stage.shoot("health", dress, window, full.desk.jobs)
            page.person.tabs.turn_to("plan")
            stage.shoot("health-plan", dress, window, full.desk.jobs)
            page.turn_alone()
            page.person.tabs.turn_to("health")
            stage.shoot("health-alone", dress, window, full.desk.jobs)
    with full.desk.reading() as session:
        other = str(session.exec(select(Resident.id).where(Resident.id != who)).first())
    for dress in (LIGHT, LIGHT_XL):
        with stage.window(full.desk, dress) as window:
            window.open("residents", f"{other}#health")
            stage.shoot("health-empty", dress, window, full.desk.jobs)
            page = window.page("residents")
            page.person.tabs.turn_to("plan")
            stage.shoot("health-plan-empty", dress, window, full.desk.jobs)


def health_dialogs(stage: Stage, full: Village) -> None:
    """Take the dialogs: a reading with something to think of, medicines, a plan, a measure, who has no plan."""
    who = first_with_history(full)
    furnish_health(full, who)
    desk = full.desk
    with desk.reading() as session:
        helpers = who_helps(session, who, TODAY)
        measure = plan_measure(newest(session, who))
    shoot = stage.shoot_dialog
    shoot("health-reading", ALL, lambda: MeasureDialog(desk, who), thought_of)
    shoot("health-book", ALL, lambda: HealthBook(desk, who))
    shoot("health-medicine", (LIGHT, LIGHT_XL), lambda: MedicineForm(desk, None, None, lambda _session, _fields: None))
    shoot("health-plan-dialog", ALL, lambda: PlanDialog(desk, who))
    shoot("health-plan-measure", (LIGHT, LIGHT_XL), lambda: PlanMeasureForm(desk, helpers, measure, None))
    shoot("health-plan-people", (LIGHT, LIGHT_XL), lambda: PlanPeopleDialog(desk))


def plan_measure(plan: CarePlan | None) -> PlanMeasure | None:
    """Return a measure on a day of the week."""
    return plan.measures[3] if plan is not None else None


def thought_of(dialog: Any) -> None:
    """Write figures that remind of something, and one that cannot be."""
    for name, figure in (("systolic", "186"), ("diastolic", "102"), ("temperature", "98.6")):
        dialog.fields[name].setText(figure)
    dialog.fields["temperature"].setFocus()
    dialog._say()
