"""What the services say when changes of another branch of the journal are put back: events go through their rules again.

States of wishes, claims, requests, grades and residency are never taken for a field of the record: an event that can no longer happen
is refused and listed (exchange.md, "push, refused, repair, push").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.grade_scheme import GradeScheme
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.station import Station
from stationdesk.registers.transfer import Transfer
from stationdesk.registers.transfer_answer import TransferAnswer
from stationdesk.services.followed import followed
from stationdesk.services.incident_state import can_happen
from stationdesk.services.incidents import helds
from stationdesk.services.request_reading import asked_of, raised_of, step_of
from stationdesk.services.request_state import effective
from stationdesk.services.wish_state import MOVES, moves_out, standings
from stationdesk.store.database import author_of


@dataclass(frozen=True)
class Branch:
    """What a rule may ask about the county's branch, and how things stood before the operator's action."""

    touched: Callable[[str], Collection[str]]
    """The records of a register that have a line in the county's branch."""
    residency: Mapping[str, str | None]
    """Where the residents of this action's moves are now."""


Rule = Callable[[Session, Mapping[str, Any], Branch], str]
"""Given the fields of an event, returns why it cannot happen any more, or nothing."""


def wish_event(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse an event of a wish unless it finds the wish in a state that it moves out of; more time needs the claim it is for."""
    found = standings(session, [fields["wish_id"]])[fields["wish_id"]]
    if fields["kind"] not in MOVES:
        return ""
    if fields["kind"] == "extended" and fields.get("claim_id"):
        return "" if found.claim == fields["claim_id"] else _("this claim has ended meanwhile")
    return "" if moves_out(fields["kind"], found.state) else _("the wish has gone further meanwhile")


def wish_claim(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse a claim unless it finds its wish free."""
    if fields.get("is_extra"):
        return ""
    found = standings(session, [fields["wish_id"]])[fields["wish_id"]]
    return "" if found.claim is None and found.is_open and found.state != "delivered" else _("somebody else has this wish meanwhile")


def claim_answer(session: Session, fields: Mapping[str, Any], branch: Branch) -> str:
    """Refuse a yes where another claim is live, and a second answer, but for the yes to a claim preferred after a no of before."""
    found = standings(session, [fields["wish_id"]])[fields["wish_id"]]
    if fields["answer"] == "yes" and found.claim not in (None, fields["claim_id"]):
        return _("somebody else has this wish meanwhile")
    said = select(ClaimAnswer).where(col(ClaimAnswer.claim_id) == fields["claim_id"], col(ClaimAnswer.removed_at).is_(None))
    last = session.exec(said.order_by(col(ClaimAnswer.key).desc())).first()
    if last is None:
        return ""
    preferred = last.answer == "no" and fields["answer"] == "yes" and last.id not in branch.touched("claim_answer")
    return "" if preferred else _("this claim was answered meanwhile")


def claim_end(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse a second end of a claim, but for its delivery, which is always worth keeping."""
    ended = select(ClaimEnd.kind).where(col(ClaimEnd.claim_id) == fields["claim_id"], col(ClaimEnd.removed_at).is_(None))
    kinds = set(session.exec(ended))
    if not kinds or (fields["kind"] == "delivered" and "delivered" not in kinds):
        return ""
    return _("this claim has ended meanwhile")


def request_event(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse a step that a request does not take any more, settled or sent elsewhere meanwhile, or that takes later ones their place."""
    held = asked_of(session, [fields["request_id"]]).get(fields["request_id"])
    if held is None:
        return ""
    step = step_of(RequestEvent(**{name: value for name, value in fields.items() if name in RequestEvent.model_fields}))
    raised, before = raised_of(held.request), [step_of(one) for one in held.events]
    here, there = effective(raised, before), effective(raised, [*before, step])
    if step.id not in there:
        return _("this request was settled meanwhile")
    return _("later steps of this request would not fit any more") if here - there else ""


def incident_event(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse to stamp what was stamped meanwhile, or what cannot be once an emergency is over; notes and calls are always kept."""
    found = helds(session, [fields["incident_id"]])
    possible = not found or can_happen(found[0].standing, fields["kind"])
    return "" if possible else _("the emergency has gone further meanwhile")


def transfer(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse to hand somebody over who is on his way already."""
    sent = select(Transfer.id).where(Transfer.resident_id == fields["resident_id"], col(Transfer.removed_at).is_(None))
    return _("this person was handed over meanwhile") if session.exec(sent).first() is not None else ""


def transfer_answer(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse a second word on somebody who moved here."""
    said = select(TransferAnswer.id).where(TransferAnswer.transfer_id == fields["transfer_id"], col(TransferAnswer.removed_at).is_(None))
    return _("this transfer was answered meanwhile") if session.exec(said).first() is not None else ""


def not_same(session: Session, fields: Mapping[str, Any], _branch: Branch) -> str:
    """Refuse the word that two are two people where they are one record now."""
    ends = followed(session, (fields["one_resident_id"], fields["other_resident_id"]))
    return _("these two were put together meanwhile") if len(set(ends.values())) == 1 else ""


def care_grade(session: Session, fields: Mapping[str, Any], branch: Branch) -> str:
    """Refuse a grade for whom the county's branch has graded, or whose grade it has ended."""
    theirs = list(branch.touched("care_grade"))
    for start in range(0, len(theirs), 500):
        some = col(CareGrade.id).in_(theirs[start : start + 500])
        if session.exec(select(CareGrade.id).where(some, CareGrade.resident_id == fields["resident_id"]).limit(1)).first() is not None:
            return _("the grade was given anew meanwhile")
    return ""


def status_change(_session: Session, fields: Mapping[str, Any], branch: Branch) -> str:
    """Refuse the move of somebody who is not where he moves from."""
    if fields["resident_id"] not in branch.residency or fields.get("from_status") is None:
        return ""
    here = branch.residency[fields["resident_id"]]
    return "" if here in (fields["from_status"], None) else _("this person has moved on meanwhile")


EVENTS: Mapping[str, Rule] = MappingProxyType(
    {
        "wish_event": wish_event,
        "wish_claim": wish_claim,
        "claim_answer": claim_answer,
        "claim_end": claim_end,
        "request_event": request_event,
        "incident_event": incident_event,
        "transfer": transfer,
        "transfer_answer": transfer_answer,
        "not_same": not_same,
    }
)
"""Registers whose records are steps of a state, judged one after the other."""
TURNS: Mapping[str, Rule] = MappingProxyType({"care_grade": care_grade, "status_change": status_change})
"""Registers whose records turn a person's state: judged before the operator's action is put back, which falls with them."""
MOST_TURNS = 3
"""Turns up to which an action is one person's; in a longer one (a ledger that was imported) only the refused record is left out."""

ALIKE: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "announcement": (),
        "announcement_read": (("announcement_id",),),
        "appraisal": (("helper_id", "kind", "from_date"),),
        "bad_weather": (("from_date", "to_date"),),
        "call_person": (),
        "call_wish": (("resident_id", "from_date"),),
        "card_issue": (),
        "care_grade": (("resident_id", "from_date", "grade"),),
        "care_plan": (("resident_id", "made_on"),),
        "category_tag": (("resident_id", "category"), ("household_id", "category")),
        "check_call": (("visit_id",),),
        "claim_answer": (("claim_id",),),
        "claim_end": (("claim_id", "kind"),),
        "code": (("table_name", "code"),),
        "consent": (("resident_id", "kind", "given_on"),),
        "correction_answer": (("request_id",),),
        "correction_request": (),
        "day_off": (("day",),),
        "duty": (("resident_id", "kind", "due_on"),),
        "duty_shift": (("day", "from_time", "to_time", "helper_id"), ("day", "from_time", "to_time", "name")),
        "export_profile": (("title",),),
        "family_call": (("call_wish_id", "call_on"),),
        "gap_answer": (("resident_id", "gap"),),
        "grade_scheme": (("code", "valid_from"),),
        "guardian": (("resident_id", "name", "from_date"),),
        "health_reading": (("resident_id", "taken_on", "at"),),
        "health_record": (("resident_id",),),
        "helper": (("name", "org"),),
        "household": (("household_no",), ("head_name", "village_group")),
        "incident": (("resident_id", "happened_on"),),
        "incident_event": (("incident_id", "kind", "happened_at"),),
        "kin": (("resident_id", "name", "relation"),),
        "medicine": (("resident_id", "name", "from_date"),),
        "merge": (("loser_resident_id",),),
        "not_same": (),
        "note": (("resident_id", "noted_on", "text"),),
        "org_unit": (("name", "town"), ("region_code",)),
        "pairing": (("resident_id", "helper_id", "kind"), ("household_id", "helper_id", "kind")),
        "photo": (("sha256",),),
        "photo_ask": (),
        "photo_offer": (),
        "place": (("kind", "name"),),
        "plan_step": (("resident_id", "measure", "done_on"),),
        "project": (("name",),),
        "recheck": (),
        "report_template": (),
        "request_event": (("request_id", "kind", "happened_on"),),
        "resident": (("id_no",), ("name", "birth_date")),
        "responsibility_level": (("number",),),
        "service_item": (("name",),),
        "service_request": (("resident_id", "kind", "raised_on"),),
        "shift_handover": (("handed_on", "from_name", "to_name"),),
        "stand_in": (("helper_id", "from_date"),),
        "station": (("code",),),
        "status_change": (("resident_id", "happened_on", "to_status"),),
        "task": (),
        "task_report": (("task_id",),),
        "team": (("name", "parent_id"), ("name", "kind")),
        "team_member": (("team_id", "helper_id"), ("team_id", "helper_name")),
        "transfer": (("resident_id", "moved_on"),),
        "transfer_answer": (("transfer_id",),),
        "transfer_relay": (),
        "visit": (("resident_id", "visited_on", "mode"), ("household_id", "visited_on", "mode")),
        "visit_sheet": (("number",),),
        "wish": (("resident_id", "content"), ("wish_no",)),
        "wish_claim": (("wish_id", "claimer"),),
        "wish_event": (("wish_id", "kind", "happened_on"),),
    }
)
"""Fields that, all known and all equal, make two records of one register look like one thing written twice: listed, never merged."""


def same_at_setting_up(session: Session, kind: str, fields: Mapping[str, Any], theirs: Collection[str]) -> str | None:
    """Return which of the county's records says what setting up a replaced computer has written once more, or None.

    The station, its village and the scheme that ships are made by every set-up; the ones the station had are the ones that count.
    """
    mine = author_of(session)
    if kind == "station":
        found = session.exec(select(Station.id).where(Station.author == mine, col(Station.id).in_(list(theirs)[:500])))
    elif kind == "org_unit":
        same = and_(col(OrgUnit.name) == fields.get("name"), col(OrgUnit.town).is_not_distinct_from(fields.get("town")))
        found = session.exec(select(OrgUnit.id).where(OrgUnit.author == mine, same))
    elif kind == "grade_scheme":
        same = and_(col(GradeScheme.code) == fields.get("code"), col(GradeScheme.removed_at).is_(None))
        newest = col(GradeScheme.valid_from).desc()
        found = session.exec(select(GradeScheme.id).where(GradeScheme.author == mine, same).order_by(newest))
    else:
        return None
    return next((one for one in found if one in theirs), None)
