"""Plans for the tests: made as the picture of the paper shows one."""

from __future__ import annotations

from typing import Any

from stationdesk.registers.care_plan import CarePlan, CarePlanDraft, PlanMeasure
from stationdesk.services.plans import make_plan
from stationdesk.store.database import Database
from tests.services.health_kit import BY, ON


def measure(what: str, key: str = "", **given: Any) -> PlanMeasure:
    """Return a measure; its key is its words unless another one is given."""
    return PlanMeasure(key=key or what, what=what, **given)


MEASURES = (
    measure("打电话问一声", who="网格长 汪志强", kind="contact", every_days=1, from_date="2026-11-24"),
    measure("上门看一次，量血压", who="志愿者 程雪琴", kind="home", every_days=7, from_date="2026-11-25"),
    measure("看药盒，补药", who="村医 胡文斌", kind="other", every_days=14, from_date="2026-12-03"),
    measure("和儿子、女儿视频", who="程雪琴 上门陪", kind="call", weekday=2, time="晚", from_date="2026-11-24"),
    measure("换厨房灯泡，装夜灯", who="水电维修队", kind="once", until="2026-11-24"),
    measure("卫生间装扶手", who="村党支部", kind="once", until="2026-12-10"),
    measure("大雪天送菜送饭", who="送菜队", kind="weather", every="下雪就送", until="2027-02-28"),
)

PROBLEMS = (
    "一个人住，夜里起来怕摔；厨房灯不亮。",
    "血压偏高（11月18日 152/88），有时忘了吃药。",
    "儿女都在外，十天半月才通一次话。",
)


def plan(desk: Database, who: str, **given: Any) -> CarePlan:
    """Make the next version of somebody's plan."""
    fields = {
        "resident_id": who,
        "made_on": "2026-11-23",
        "problems": (
            "一个人住，夜里起来怕摔；厨房灯不亮。",
            "血压偏高（11月18日 152/88），有时忘了吃药。",
            "儿女都在外，十天半月才通一次话。",
        ),
        "goals": ("到明年 2 月底：不摔跤，药天天吃，每周和儿女视频一次。",),
        "measures": MEASURES,
        "review_due": "2026-12-23",
        "review_when": "住院、跌倒、儿女回来时",
    } | given
    with desk.writing(BY, "一人一策") as session:
        made = make_plan(session, CarePlanDraft.model_validate(fields), ON, BY)
        session.refresh(made)
        session.expunge(made)
        return made
