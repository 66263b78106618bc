"""Pictures of what is to be checked after two branches of a journal met: every cause, a child among them, and nothing left."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import Village
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.catalogue import kind_of
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.helper import Helper
from stationdesk.registers.household import Household
from stationdesk.registers.incident import Incident
from stationdesk.registers.kin import Kin
from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.team import Team
from stationdesk.registers.visit import Visit
from stationdesk.registers.wish import Wish
from stationdesk.store.database import author_of

WRITTEN = {"mine_by": "徐丽华", "mine_at": "2026-11-21T01:30:00Z", "theirs_by": "胡文斌", "theirs_at": "2026-11-20T08:05:00Z"}
HEALTH = "高血压十二年，早晚各一片；今年夏天在镇卫生院住过九天，出院后走路要拄拐，上下楼要人扶着，夜里起来两三回"


def doubts(there: Village) -> None:
    """Write down what two computers said differently."""
    with there.desk.writing("两边都写过") as session:
        for fields in asked(session):
            draft = RecheckDraft.model_validate(WRITTEN | fields)
            session.add(Recheck.model_validate(draft, update={"author": author_of(session)}))


def asked(session: Session) -> list[dict[str, Any]]:
    """Return something of every cause."""
    elder, other, third = session.exec(select(Resident).where(col(Resident.birth_date) < "1955").order_by(col(Resident.key)).limit(3)).all()
    child = session.exec(select(CategoryTag.resident_id).where(CategoryTag.category == "left_behind_child")).first() or ""
    visits = session.exec(select(Visit).where(Visit.resident_id != child).order_by(col(Visit.visited_on).desc()).limit(3)).all()
    kin = session.exec(select(Kin).order_by(col(Kin.key))).first()
    grade = session.exec(select(CareGrade).order_by(col(CareGrade.key))).first()
    numbers = [{"number": "13800030001"}], [{"number": "13800030002"}, {"number": "13800030003"}]
    found = [
        both(elder.id, "phones", *numbers),
        both(elder.id, "current_address", "上屋 12 号", "上屋 12 号后面新盖的两层楼，从晒谷场旁边的小路进去第三家"),
        both(elder.id, "marital_status", "widowed", None),
        both(child, "school", "镇中心小学", "镇第二小学"),
        both(other.id, "health_note", HEALTH, "身体还好"),
        {"record_kind": "resident", "record_id": third.id, "field": "removed_at", "cause": "removed_here"},
        {"record_kind": "visit", "record_id": visits[0].id, "field": "removed_at", "cause": "removed_there"},
        {"record_kind": "visit", "record_id": visits[1].id, "cause": "double", "other_id": visits[2].id},
    ]
    if kin is not None:
        found.append({"record_kind": "kin", "record_id": kin.id, "field": "removed_at", "cause": "removed_there"})
    found += twice_and_fallen(session)
    if grade is not None:
        reason = "县里那份后来已经另有评级，这一次没有放回去"
        found.append({"record_kind": "care_grade", "record_id": grade.id, "cause": "refused", "reason": reason})
    return found


def twice_and_fallen(session: Session) -> list[dict[str, Any]]:
    """Return doubles of six registers, and what was not put back of a request, a wish and an emergency."""
    found = []
    who = session.exec(select(Resident.id).where(col(Resident.birth_date) < "1950").order_by(col(Resident.key))).first()
    called = {"started_at": "2026-11-20T13:10:00Z", "happened_on": "2026-11-20", "called_at": "21:10", "what": "夜里起来摔了一跤"}
    drafts: list[tuple[type[Any], dict[str, Any]]] = [
        (Household, {"household_no": "0117", "head_name": "徐长根", "village_group": "山背组"}),
        (Helper, {"name": "李国强", "org": "镇卫生院", "post": "家庭医生"}),
        (Team, {"name": "银龄送药队", "kind": "volunteer", "leader_name": "程雪琴"}),
        (ServiceRequest, {"resident_id": who, "number": "2026-0012", "text": "灶间屋顶漏雨，要换几块瓦", "raised_on": "2026-11-18"}),
        (Wish, {"resident_id": who, "wish_no": "2026-031", "content": "一台收音机，听戏用"}),
        (Incident, {"resident_id": who} | called),
    ]
    ids = {}
    for register, fields in drafts:
        both_of_them = [register.model_validate(fields, update={"author": author_of(session)}) for _one in range(2)]
        session.add_all(both_of_them)
        session.flush()
        ids[register] = both_of_them[0].id
        kind = kind_of(register)
        found.append({"record_kind": kind, "record_id": both_of_them[0].id, "other_id": both_of_them[1].id, "cause": "double"})
    wish, request, emergency = ids[Wish], ids[ServiceRequest], ids[Incident]
    phones = [{"number": "13800030004"}]
    claim = {"wish_id": wish, "claimer": "供销社", "contact_name": "程云", "phones": phones, "claimed_on": "2026-11-20"}
    text = "屋顶补了三块瓦，换了一根椽子，灶间的漏也堵上了，老人家试过水说不漏了"
    step = {"request_id": request, "kind": "solved", "happened_on": "2026-11-20", "done_by": "胡文斌", "text": text}
    stamp = {"incident_id": emergency, "kind": "note", "happened_on": "2026-11-20", "at": "21:40", "text": "女儿已经从县城往回赶"}
    reasons = ("这个心愿已经另有人认领", "这条求助已经了结", "这次紧急求助已经结束")
    for (kind, fields), reason in zip((("wish_claim", claim), ("request_event", step), ("incident_event", stamp)), reasons, strict=True):
        lines = [{"kind": kind, "id": new_id(), "fields": fields}]
        told = {"cause": "refused", "reason": reason, "mine": {"lines": lines}}
        found.append({"record_kind": kind, "record_id": lines[0]["id"]} | told)
    return found


def both(who: str, field: str, mine: Any, theirs: Any) -> dict[str, Any]:
    """Return one thing about somebody that was written on both sides."""
    told = {"mine": {"value": mine}, "theirs": {"value": theirs}}
    return {"record_kind": "resident", "record_id": who, "field": field, "cause": "both_moved"} | told


def recheck(stage: Stage, there: Village) -> None:
    """Take the page in every dress, and on the line of a double."""
    doubts(there)
    for dress in ALL:
        with stage.window(there.desk, dress) as window:
            window.open("recheck")
            stage.shoot("recheck", dress, window, there.desk.jobs)
            if dress in USUAL:
                page: Any = window.page("recheck")
                for cause in ("double", "refused"):
                    page.table.go_to([one.id for one in page.found if one.cause == cause and one.page in ("requests", "wishes")][-1])
                    stage.shoot(f"recheck-{cause}", dress, window, there.desk.jobs)


def recheck_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of a village where nothing is to be checked, and of one with a long name."""
    if name == "nasty":
        with there.desk.writing("两边都写过") as session:
            who = session.exec(select(Resident.id).where(Resident.name == NAMES[0]).order_by(col(Resident.key))).all()[0]
            draft = RecheckDraft.model_validate(WRITTEN | both(who, "current_address", HEALTH, "<b>下屋</b> 8 号"))
            session.add(Recheck.model_validate(draft, update={"author": author_of(session)}))
    for dress in (LIGHT,) if name == "empty" else USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("recheck")
            stage.shoot(f"recheck-{name}", dress, window, there.desk.jobs)
