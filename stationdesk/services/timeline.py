"""Everything that ever happened to a person, the newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.consent import Consent
from stationdesk.registers.duty import Duty
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.helper import Helper
from stationdesk.registers.import_batch import ImportBatch
from stationdesk.registers.incident import Incident
from stationdesk.registers.medicine import Medicine
from stationdesk.registers.note import Note
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.plan_step import PlanStep
from stationdesk.registers.record import Record
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.status_change import StatusChange
from stationdesk.registers.transfer import Transfer
from stationdesk.registers.transfer_answer import TransferAnswer
from stationdesk.registers.transfer_relay import OUTCOME, PERSON
from stationdesk.registers.visit import Visit
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import event_words as words
from stationdesk.services import health_words, incident_words
from stationdesk.services.covered_words import covered_words
from stationdesk.services.event_words import Part
from stationdesk.services.grading import word_of
from stationdesk.services.transfers import relays, state_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as a line of a life: when, of what kind, in words, written down by whom."""

    id: str
    """Register and id of the record: visit/0190…"""
    day: str
    """YYYY-MM-DD, or only the part of it that is known; empty if none is."""
    kind: str
    """What it was, as the icons of the history are named: phone, visit, grade, pairing, request, health…"""
    parts: tuple[Part, ...]
    author: str

    @property
    def sentence(self) -> str:
        """The words on one line, for the ear and for paper."""
        return "".join(part.text for part in self.parts)


_EVENTS = """
SELECT visited_on || ' ' || coalesce(start_time, '') || id AS at, 'visit' AS kind, id FROM visit WHERE {mine}
UNION ALL SELECT call_on || ' ' || coalesce(start_time, call_at, '') || id, 'family_call', id FROM family_call
    WHERE removed_at IS NULL AND state IN ('completed', 'no_answer')
    AND id IN (SELECT call_id FROM call_person WHERE {mine} AND dropped_on IS NULL)
UNION ALL SELECT coalesce(from_date, '') || ' ' || id, 'care_grade', id FROM care_grade WHERE {mine}
UNION ALL SELECT coalesce(from_date, '') || ' ' || id, 'category_tag', id FROM category_tag WHERE {mine}
UNION ALL SELECT to_date || ' ' || id, 'category_tag_ended', id FROM category_tag WHERE {mine} AND to_date <= :on
UNION ALL SELECT coalesce(start_date, '') || ' ' || id, 'pairing', id FROM pairing WHERE {mine}
UNION ALL SELECT end_date || ' ' || id, 'pairing_ended', id FROM pairing WHERE {mine} AND end_date <= :on
UNION ALL SELECT coalesce(collected_on, '') || ' ' || id, 'wish', id FROM wish WHERE {mine}
UNION ALL SELECT coalesce(claimed_on, '') || ' ' || id, 'wish_claim', id FROM wish_claim WHERE removed_at IS NULL
    AND wish_id IN (SELECT id FROM wish WHERE {mine})
UNION ALL SELECT coalesce(happened_on, '') || ' ' || id, 'wish_event', id FROM wish_event WHERE removed_at IS NULL
    AND happened_on IS NOT NULL AND wish_id IN (SELECT id FROM wish WHERE {mine})
UNION ALL SELECT coalesce(raised_on, '') || ' ' || id, 'service_request', id FROM service_request WHERE {mine}
UNION ALL SELECT coalesce(happened_on, '') || ' ' || id, 'request_event', id FROM request_event WHERE removed_at IS NULL
    AND request_id IN (SELECT id FROM service_request WHERE {mine})
UNION ALL SELECT given_on || ' ' || id, 'consent', id FROM consent WHERE {mine}
UNION ALL SELECT withdrawn_on || ' ' || id, 'consent_ended', id FROM consent WHERE {mine} AND withdrawn_on IS NOT NULL
UNION ALL SELECT happened_on || ' ' || id, 'status_change', id FROM status_change WHERE {mine} AND happened_on <= :on
UNION ALL SELECT coalesce(moved_on, '') || ' ' || id, 'transfer', id FROM transfer WHERE {mine}
UNION ALL SELECT coalesce(answered_on, '') || ' ' || id, 'transfer_answer', id FROM transfer_answer WHERE {mine}
UNION ALL SELECT done_on || ' ' || id, 'duty', id FROM duty WHERE {mine} AND done_on <= :on
UNION ALL SELECT ended_on || ' ' || id, 'duty_ended', id FROM duty WHERE {mine} AND ended_on <= :on
UNION ALL SELECT issued_on || ' ' || id, 'card_issue', id FROM card_issue WHERE {mine}
UNION ALL SELECT happened_on || ' ' || called_at || id, 'incident', id FROM incident WHERE {mine}
UNION ALL SELECT coalesce(noted_on, '') || ' ' || id, 'note', id FROM note WHERE {mine}
UNION ALL SELECT taken_on || ' ' || coalesce(at, '') || id, 'health_reading', id FROM health_reading WHERE {mine} AND visit_id IS NULL
UNION ALL SELECT coalesce(from_date, '') || ' ' || id, 'medicine', id FROM medicine WHERE {mine}
UNION ALL SELECT to_date || ' ' || id, 'medicine_ended', id FROM medicine WHERE {mine} AND to_date <= :on
UNION ALL SELECT made_on || ' ' || id, 'care_plan', id FROM care_plan WHERE {mine}
UNION ALL SELECT reviewed_on || ' ' || id, 'care_plan_reviewed', id FROM care_plan WHERE {mine} AND reviewed_on IS NOT NULL
UNION ALL SELECT done_on || ' ' || id, 'plan_step', id FROM plan_step WHERE {mine}
UNION ALL SELECT * FROM (SELECT date(coalesce(max(b.applied_at), max(b.started_at)), '+8 hours') || ' ' || b.id, 'import_batch', b.id
    FROM import_row r JOIN import_batch b ON b.id = r.batch_id
    WHERE r.resident_id = :id AND b.applied_at IS NOT NULL AND b.undone_at IS NULL GROUP BY b.id)
UNION ALL SELECT enrolled_on || ' ' || id, 'resident', id FROM resident WHERE id = :id AND removed_at IS NULL AND enrolled_on IS NOT NULL
"""
_MINE = "resident_id = :id AND removed_at IS NULL"
_HOUSEHOLD = "(resident_id = :id OR (resident_id IS NULL AND household_id = :household)) AND removed_at IS NULL"
_REGISTERS: dict[str, type[Record]] = {
    "visit": Visit,
    "family_call": FamilyCall,
    "care_grade": CareGrade,
    "duty": Duty,
    "category_tag": CategoryTag,
    "pairing": Pairing,
    "health_reading": HealthReading,
    "medicine": Medicine,
    "care_plan": CarePlan,
    "plan_step": PlanStep,
    "wish": Wish,
    "wish_claim": WishClaim,
    "wish_event": WishEvent,
    "service_request": ServiceRequest,
    "request_event": RequestEvent,
    "consent": Consent,
    "status_change": StatusChange,
    "transfer": Transfer,
    "transfer_answer": TransferAnswer,
    "card_issue": CardIssue,
    "note": Note,
    "incident": Incident,
    "import_batch": ImportBatch,
}


def events_sql() -> str:
    """Return the question for the day, kind and id of everything that happened to `:id` by `:on`."""
    of_household = ("visit", "category_tag", "pairing", "card_issue", "note", "wish", "service_request")
    lines = []
    for line in _EVENTS.splitlines():
        table = line.rpartition(" FROM ")[2].split(" ")[0]
        lines.append(line.replace("{mine}", _HOUSEHOLD if table in of_household else _MINE))
    return "\n".join(lines)


_SQL = events_sql()


def count(session: Session, resident_id: str, on: str, *, household_id: str | None = None) -> int:
    """Return how many events there are of a resident up to and including day `on` (ends that lie ahead do not count)."""
    sql = f"SELECT count(*) FROM ({_SQL})"  # noqa: S608 - a text of our own
    return int(_asked(session, sql, resident_id, on, household_id)[0][0])


def events(
    session: Session,
    resident_id: str,
    on: str,
    *,
    household_id: str | None = None,
    start: int = 0,
    limit: int = PAGE,
    covered: bool = False,
) -> list[Event]:
    """Return at most `limit` events of a resident beginning with number `start`, the newest first.

    `covered`: the screen faces visitors; that something happened is said, nothing of body, mind and home.
    """
    sql = f"SELECT at, kind, id FROM ({_SQL}) ORDER BY at DESC LIMIT {int(limit)} OFFSET {int(start)}"  # noqa: S608 - a text of our own
    found = _asked(session, sql, resident_id, on, household_id)
    records = _records(session, found)
    operators = _operators(session, [id_ for _at, _kind, id_ in found])
    helpers = _helpers(session, records.values()) | _grades(session, records.values(), date.fromisoformat(on))
    helpers |= _relayed(session, records.values()) | incident_words.endings(session, records.values())
    made = []
    for at, kind, id_ in found:
        record = records.get((kind_of_event(kind), id_))
        made.append(_event(kind, id_, at.partition(" ")[0], record, operators.get(id_, ""), helpers, covered=covered))
    return made


def _asked(session: Session, sql: str, resident_id: str, on: str, household_id: str | None) -> Sequence[Any]:
    return session.connection().execute(text(sql), {"id": resident_id, "on": on, "household": household_id or ""}).all()


def _records(session: Session, found: Sequence[Any]) -> dict[tuple[str, str], Any]:
    wanted: dict[str, list[str]] = {}
    for _at, kind, id_ in found:
        wanted.setdefault(kind_of_event(kind), []).append(id_)
    return {
        (kind, record.id): record
        for kind, ids in wanted.items()
        if kind in _REGISTERS
        for record in session.exec(select(_REGISTERS[kind]).where(col(_REGISTERS[kind].id).in_(ids)))
    }


def _operators(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return who wrote each record first, from the journal; what is kept at home only has nobody."""
    if not ids:
        return {}
    marks = ",".join("?" * len(ids))
    sql = (
        f"SELECT c.record, a.operator FROM (SELECT record, min(seq) AS seq FROM change WHERE record IN ({marks}) GROUP BY record) f "  # noqa: S608 - marks only
        "JOIN change c ON c.seq = f.seq JOIN action a ON a.id = c.action"
    )
    return dict(session.connection().exec_driver_sql(sql, tuple(ids)).all())


def kind_of_event(kind: str) -> str:
    """Return the register behind a kind of event: an end and a review are told of the same record."""
    return kind.removesuffix("_ended").removesuffix("_reviewed")


_WORDS: dict[str, Callable[[Any], tuple[str, tuple[Part, ...], str]]] = {
    "family_call": words.of_call,
    "visit": words.of_visit,
    "duty": words.of_duty,
    "duty_ended": words.of_duty_ended,
    "category_tag": words.of_category,
    "category_tag_ended": words.of_category_ended,
    "service_request": words.of_request,
    "request_event": words.of_request_event,
    "consent": words.of_consent,
    "consent_ended": words.of_consent_withdrawn,
    "status_change": words.of_status_change,
    "card_issue": words.of_card,
    "note": words.of_note,
    "health_reading": health_words.of_reading,
    "medicine": health_words.of_medicine,
    "medicine_ended": health_words.of_medicine_ended,
    "care_plan": health_words.of_plan,
    "care_plan_reviewed": health_words.of_review,
    "wish": words.of_wish,
    "wish_claim": words.of_wish_claim,
    "wish_event": words.of_wish_event,
    "import_batch": words.of_import,
}


def _helpers(session: Session, records: Iterable[Any]) -> dict[str, str]:
    """Return the names of the helpers that pairings name by id only, and of the measures that ticks name by key."""
    ids = {record.helper_id for record in records if isinstance(record, Pairing) and not record.helper_name}
    named = dict(session.exec(select(Helper.id, Helper.name).where(col(Helper.id).in_(ids))).all()) if ids else {}
    return named | health_words.measures_named(session, [record for record in records if isinstance(record, PlanStep)])


def _relayed(session: Session, records: Iterable[Any]) -> dict[str, str]:
    """Return by id what became of each transfer, and from which village each arrival came, as the county says."""
    there = [record for record in records if isinstance(record, Transfer | TransferAnswer)]
    if not there:
        return {}
    outcomes = {one.transfer_id: state_of(one).label for one in relays(session, OUTCOME)}
    villages = {one.transfer_id: one.from_name or one.from_station for one in relays(session, PERSON)}
    sent = {one.id: outcomes.get(one.id, "") for one in there if isinstance(one, Transfer)}
    return sent | {one.id: villages.get(one.transfer_id, "") for one in there if isinstance(one, TransferAnswer)}


def _grades(session: Session, records: Iterable[Any], on: date) -> dict[str, str]:
    """Return by id what each grade was called when it was given."""
    graded = [record for record in records if isinstance(record, CareGrade)]
    return {one.id: word_of(session, one.grade, date.fromisoformat(one.from_date) if one.from_date else on) for one in graded}


def _event(kind: str, id_: str, day: str, record: Any, operator: str, helpers: Mapping[str, str], *, covered: bool) -> Event:
    if kind == "resident" or record is None:
        return Event(f"{kind}/{id_}", day, "enrolled", (Part(_("Put into the register")),), operator)
    say = _in_words(kind, helpers)
    icon, parts, author = covered_words(kind, record, say) if covered else say(record)
    return Event(f"{kind}/{id_}", day, icon, parts, author or operator)


def _in_words(kind: str, helpers: Mapping[str, str]) -> Callable[[Any], tuple[str, tuple[Part, ...], str]]:
    """Return what says a record of a kind in words; grades, ticks and pairings name what stands in `helpers`."""
    match kind:
        case "care_grade":
            return lambda one: words.of_grade(one, helpers.get(one.id, one.grade))
        case "plan_step":
            return lambda one: health_words.of_step(one, helpers.get(f"{one.plan_id}/{one.measure}", ""))
        case "incident":
            return lambda one: incident_words.of_incident(one, helpers.get(one.id, ""))
        case "transfer" | "transfer_answer":
            tell = words.of_transfer if kind == "transfer" else words.of_arrival
            return lambda one: tell(one, helpers.get(one.id, ""))
        case "pairing" | "pairing_ended":
            say = words.of_pairing if kind == "pairing" else words.of_pairing_ended
            return lambda one: say(one, one.helper_name or helpers.get(one.helper_id or "", ""))
    return _WORDS[kind]
