"""How what happened to a person reads while the screen faces a visitor: that it happened, and nothing of body, mind or home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.duty import Duty
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.note import Note
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.status_change import StatusChange
from stationdesk.registers.visit import Visit
from stationdesk.services.event_words import Line, Part
from stationdesk.services.facing_visitors import AWAY_ILL, tells_of_illness

Words = Callable[[Any], Line]


def covered_words(kind: str, record: Any, said: Words) -> Line:
    """Return a line of the history as a visitor may read it; `said` says it in full."""
    cover = _COVERS.get(kind)
    return cover(record, said) if cover is not None else said(record)


def _hidden(icon: str) -> Line:
    return icon, (Part(_("Covered, the screen faces visitors|event"), "ink2"),), ""


def _visit(visit: Visit, said: Words) -> Line:
    """Leave how somebody was seen or spoken to; what was found and said is not told, nor that he lay in hospital."""
    bare = visit.model_copy(update={"check_items": (), "content": None, "issues": (), "handed_out": ()})
    if bare.outcome in AWAY_ILL:
        bare.outcome = None
        icon, parts, who = said(bare)
        return icon, parts[:1], who
    return said(bare)


def _call(call: FamilyCall, said: Words) -> Line:
    return said(call.model_copy(update={"mood": None, "said": None, "need": None}))


def _grade(grade: CareGrade, said: Words) -> Line:
    return said(grade.model_copy(update={"total_score": None, "cause": None, "reason": None}))


def _duty(duty: Duty, said: Words) -> Line:
    return said(duty.model_copy(update={"note": None, "result": None}))


def _category(tag: CategoryTag, said: Words) -> Line:
    return _hidden("category") if tells_of_illness(tag.category) else said(tag.model_copy(update={"remark": None, "exit_note": None}))


def _status(change: StatusChange, said: Words) -> Line:
    return _hidden("status") if {change.from_status, change.to_status} & AWAY_ILL else said(change.model_copy(update={"reason": None}))


def _request(request: ServiceRequest, said: Words) -> Line:
    """Leave of what kind it is; what was told is not."""
    what = table("need_kind").label(request.kind) if request.kind else _("something to do")
    return said(request.model_copy(update={"text": what}))


def _health(_record: HealthReading, _said: Words) -> Line:
    return _hidden("health")


def _incident(_record: Any, _said: Words) -> Line:
    return _hidden("incident")


def _plan(_record: Any, _said: Words) -> Line:
    return _hidden("plan")


def _note(_note: Note, _said: Words) -> Line:
    return _hidden("note")


def _text(event: Any, said: Words) -> Line:
    return said(event.model_copy(update={"text": None}))


_COVERS: dict[str, Callable[[Any, Words], Line]] = {
    "visit": _visit,
    "family_call": _call,
    "care_grade": _grade,
    "duty": _duty,
    "category_tag": _category,
    "category_tag_ended": _category,
    "status_change": _status,
    "service_request": _request,
    "request_event": _text,
    "wish_event": _text,
    "health_reading": _health,
    "medicine": _health,
    "medicine_ended": _health,
    "care_plan": _plan,
    "care_plan_reviewed": _plan,
    "plan_step": _plan,
    "note": _note,
    "incident": _incident,
}
