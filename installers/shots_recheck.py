"""Pictures of what is to be checked after two branches of a journal met: every cause, a child among them, and nothing left."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import Village
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.kin import Kin
from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
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
    if grade is not None:
        reason = "县里那份后来已经另有评级，这一次没有放回去"
        found.append({"record_kind": "care_grade", "record_id": grade.id, "cause": "refused", "reason": reason})
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
                page.table.go_to(next(one.id for one in page.found if one.cause == "double"))
                stage.shoot("recheck-double", dress, window, there.desk.jobs)


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
