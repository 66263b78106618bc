"""What a record says, in one plain sentence of whatever register it is: when, who, what; the words that were written stand in it whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from stationdesk.i18n import N_, _
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.code import table
from stationdesk.registers.field import codes_of
from stationdesk.registers.mask import masked_id_no, masked_phone
from stationdesk.services.day_words import day_words
from stationdesk.services.gaps import MORE, TITLES
from stationdesk.services.grading import shipped_word

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "org_unit": N_("Unit|recheck"),
        "station": N_("Station"),
        "code": N_("Category or kind|recheck"),
        "grade_scheme": N_("Grade scheme"),
        "day_off": N_("Day off|recheck"),
        "bad_weather": N_("Bad weather"),
        "household": N_("Household"),
        "resident": N_("Resident"),
        "kin": N_("Relative"),
        "guardian": N_("Guardian"),
        "status_change": N_("Where somebody lives"),
        "category_tag": N_("Category"),
        "care_grade": N_("Care grade"),
        "duty": N_("Duty"),
        "helper": N_("Helper"),
        "team": N_("Team"),
        "team_member": N_("Member of a team|recheck"),
        "service_item": N_("Service offered"),
        "project": N_("Project"),
        "responsibility_level": N_("Level of responsibility|recheck"),
        "pairing": N_("Pairing"),
        "appraisal": N_("Appraisal|recheck"),
        "check_call": N_("Call to check a visit|recheck"),
        "stand_in": N_("Stand-in|recheck"),
        "visit": N_("Visit"),
        "service_request": N_("Request|recheck"),
        "request_event": N_("Step of a request|recheck"),
        "incident": N_("Emergency"),
        "incident_event": N_("Step of an emergency|recheck"),
        "duty_shift": N_("Turn on duty"),
        "shift_handover": N_("Book handed on"),
        "photo": N_("Photo"),
        "photo_ask": N_("Photos asked for|recheck"),
        "photo_offer": N_("Photo for the county|recheck"),
        "health_record": N_("Health record"),
        "health_reading": N_("Health reading"),
        "medicine": N_("Medicine|recheck"),
        "care_plan": N_("Care plan"),
        "plan_step": N_("Measure ticked off|recheck"),
        "visit_sheet": N_("Visit sheet"),
        "call_wish": N_("Wish for calls"),
        "family_call": N_("Family call"),
        "call_person": N_("Somebody in a call|recheck"),
        "wish": N_("Wish"),
        "wish_claim": N_("Claim of a wish"),
        "claim_answer": N_("Answer to a claim|recheck"),
        "claim_end": N_("End of a claim|recheck"),
        "wish_event": N_("Step of a wish|recheck"),
        "place": N_("Directory"),
        "consent": N_("Consent"),
        "card_issue": N_("Contact card"),
        "export_profile": N_("Form for the county|recheck"),
        "note": N_("Note"),
        "gap_answer": N_("Answer to what is missing|recheck"),
        "merge": N_("Two records made one|recheck"),
        "not_same": N_("Two people, not one|recheck"),
        "task": N_("Task"),
        "task_report": N_("Report on a task|recheck"),
        "correction_request": N_("Question of the county|recheck"),
        "correction_answer": N_("Answer to the county|recheck"),
        "announcement": N_("Announcement"),
        "announcement_read": N_("Announcement read|recheck"),
        "report_template": N_("Report template|recheck"),
        "transfer": N_("Moved to another station"),
        "transfer_relay": N_("Word on somebody who moved|recheck"),
        "transfer_answer": N_("Moved here from another station"),
        "recheck": N_("To be checked"),
    }
)
"""What the operator calls a record of each register that travels."""
SAID: Mapping[str, str] = MappingProxyType(
    {
        "org_unit": "name unit_kind",
        "station": "name +code",
        "code": "label +code",
        "grade_scheme": "name +valid_from",
        "day_off": "day kind name",
        "bad_weather": "from_date to_date text",
        "household": "+household_no +head_name village_group address",
        "resident": "name sex +birth_date",
        "kin": "name relation relation_written phones +place",
        "guardian": "name kind relation phones +from_date",
        "status_change": "happened_on to_status place +reason",
        "category_tag": "category +from_date +to_date",
        "care_grade": "grade +from_date +to_date cause +reason assessor",
        "duty": "kind +due_on note +done_on result",
        "helper": "name org post phones",
        "team": "name kind +leader_name",
        "team_member": "@team_id @helper_id helper_name role +from_date",
        "service_item": "name kind +hours",
        "project": "name +lead_unit",
        "responsibility_level": "label +number",
        "pairing": "@helper_id helper_name kind state +start_date +end_date",
        "appraisal": "@helper_id from_date kind +score text",
        "check_call": "asked_on answer text asked_by",
        "stand_in": "@helper_id helper_name from_date to_date +stand_in_name @stand_in_helper_id reason",
        "visit": "visited_on start_time mode visitors recorder content",
        "service_request": "number text raised_on raised_by +due_on",
        "request_event": "@request_id happened_on happened_at kind receiver @team_id @helper_id done_by text satisfaction +due_by",
        "incident": "happened_on called_at somebody what place +caller",
        "incident_event": "happened_on at kind whom text done_by +follow_up_on +follow_up_by",
        "duty_shift": "day from_time to_time @helper_id name kind",
        "shift_handover": "handed_on at from_name +to_name left_open note",
        "photo": "taken_on caption taken_by",
        "photo_ask": "purpose from_date to_date",
        "photo_offer": "@photo_id wanted",
        "health_record": "+doctor_name doctor_phone +hospital +allergies +opened_on",
        "health_reading": "taken_on at +systolic +diastolic +glucose_fasting +temperature +oxygen +weight symptoms measured_by",
        "medicine": "name dose when_taken +from_date +to_date",
        "care_plan": "made_on made_by problems goals",
        "plan_step": "done_on done_by note",
        "visit_sheet": "number title printed_on",
        "call_wish": "others +every_days at mode place +from_date",
        "family_call": "call_on call_at state place said need +recorded_by",
        "call_person": "@call_id others drop_reason",
        "wish": "wish_no content spec quantity +collected_on +collected_by",
        "wish_claim": "@wish_id claimed_on claimer contact_name phones +promised_on remark",
        "claim_answer": "@wish_id @claim_id answered_on answer reason text answered_by",
        "claim_end": "@wish_id @claim_id ended_on kind text ended_by",
        "wish_event": "@wish_id happened_on kind reason text satisfaction +signed_by done_by +until",
        "place": "name kind phones address",
        "consent": "kind +given given_on giver_name +valid_to +withdrawn_on",
        "card_issue": "issued_on design card_no issued_by",
        "export_profile": "title",
        "note": "noted_on heading text noted_by",
        "gap_answer": "gap answer +until said_by",
        "merge": "merged_on @winner_resident_id @loser_resident_id merged_by",
        "not_same": "said_on @one_resident_id @other_resident_id said_by",
        "task": "title +due_on text",
        "task_report": "about outcome reported_on reported_by text",
        "correction_request": "doubted question asked_on",
        "correction_answer": "about answer reason answered_on answered_by",
        "announcement": "title valid_from text",
        "announcement_read": "about read_by read_at",
        "report_template": "name period",
        "transfer": "moved_on +to_name note sent_by",
        "transfer_relay": "called from_name to_name moved_on note reason",
        "transfer_answer": "called answer reason answered_on answered_by",
        "recheck": "cause reason +settled_on",
    }
)
"""What of a record is said, in this order; `+` puts the field's own word before it, `@` names the record it points at."""
COVERED = frozenset({"id_no", "guardian_id_no", "disability_no"})
WEIGHTY = 60
"""Characters of a single value that are shown."""
WHOLE = 400
"""Characters of words that may stand nowhere else: of what was not put back."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d.*)?")


def kind_words(kind: str) -> str:
    """Return what a record of a register is called; an entry where a newer program wrote it."""
    return _(KINDS.get(kind, N_("Entry")))


def title_of(kind: str, name: str) -> str:
    """Return how the operator calls a field."""
    found = register_of(kind).model_fields.get(name)
    return _("removed|field") if name == "removed_at" else _(found.title) if found is not None and found.title else name


def value_words(kind: str, name: str, value: Any, *, on: date | None = None, whole: bool = False) -> str:
    """Return a value in words: codes by their label, days as one says them on `on`, lists joined.

    Numbers and phones are covered; `whole` shows a phone as it was written and cuts nothing: it may stand nowhere else.
    """
    if value in (None, "", [], {}, ()):
        return _("nothing|value")
    if isinstance(value, bool):
        return _("yes") if value else _("no|answer")
    if isinstance(value, list | tuple):
        return cut(_(", ").join(item_words(kind, name, one, whole=whole) for one in value), whole=whole)
    if name in COVERED:
        return masked_id_no(str(value))
    if name.endswith("phone"):
        return str(value) if whole else masked_phone(str(value))
    if on is not None and (days := _as_day(str(value), on)):
        return days
    return cut(_label(kind, name, str(value)), whole=whole)


def _label(kind: str, name: str, value: str) -> str:
    """Return a text, or what a code is called."""
    codes = codes_of(register_of(kind), name) if name in register_of(kind).model_fields else None
    if codes:
        return table(codes).label(value)
    if (kind, name) == ("care_grade", "grade"):
        return shipped_word(value)
    gap = (TITLES | MORE).get(value) if (kind, name) == ("gap_answer", "gap") else None
    return _(gap) if gap else value


def _as_day(text: str, on: date) -> str:
    """Return a day or a moment in words, or nothing where the text is neither."""
    moment = _MOMENT.fullmatch(text)
    day = moment[1] if moment else text
    if not _DAY.fullmatch(day):
        return ""
    return " ".join(filter(None, (day_words(date.fromisoformat(day), on), moment[2] if moment else "")))


def item_words(kind: str, name: str, item: Any, *, whole: bool = False) -> str:
    """Return one thing of a list in words."""
    said = item.model_dump() if isinstance(item, BaseModel) else item
    if not isinstance(said, dict):
        return value_words(kind, name, said, whole=whole)
    if said.get("number"):
        return str(said["number"]) if whole else masked_phone(str(said["number"]))
    named = said.get("name") or said.get("text") or said.get("relation")
    return str(named or _(", ").join(str(one) for key, one in said.items() if one and not key.endswith("_id")))


def cut(text: str, *, whole: bool = False) -> str:
    """Return a text, shortened where it is long."""
    most = WHOLE if whole else WEIGHTY
    return text if len(text) <= most else text[: most - 1] + "…"
