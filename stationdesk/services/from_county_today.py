"""What the county waits for, as lines of the day's list: tasks near their day, doubts without an answer, announcements not read."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.announcements import HeldAnnouncement, note_read, says_read
from stationdesk.services.county_claims import HeldClaim
from stationdesk.services.due import DOT, Part
from stationdesk.services.from_county import ANNOUNCEMENT, ARRIVAL, CLAIM, CORRECTION, DEPARTURE, TASK, Entry, open_entries
from stationdesk.services.task_requests import report
from stationdesk.services.tasks import HeldTask, says_report
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source

NEAR = 7
"""Days before its last day from which a task or a claim stands in the list; one without a last day stands there at once."""
ICONS = {TASK: "clipboard", ANNOUNCEMENT: "document", CLAIM: "gift", ARRIVAL: "person_add", DEPARTURE: "person"}
READS = frozenset(
    {
        *("task", "task_report", "correction_request", "correction_answer", "announcement", "announcement_read", "resident"),
        *("service_request", "request_event"),
        *("wish", "wish_event", "wish_claim", "claim_answer", "claim_end", "transfer", "transfer_relay", "transfer_answer"),
    }
)


def section(session: Session, asked: Asked) -> Section:
    """Return what the county waits for on the day asked for, the most urgent first."""
    found = [one for one in open_entries(session, asked.on, children=asked.may_see_children) if is_near(one, asked.on)]
    lines = tuple(_line(one, asked) for one in found[: asked.most])
    return Section("from_county", _("The county waits for it"), "", len(found), lines, _("{count} things|heading"))


def is_near(one: Entry, on: date) -> bool:
    """Tell whether something belongs into the list of a day already; a question of the county does at once."""
    held = one.held
    due = held.task.due_on if isinstance(held, HeldTask) else (held.due or None) if isinstance(held, HeldClaim) else None
    return due is None or due <= (on + timedelta(days=NEAR)).isoformat()


def _line(one: Entry, asked: Asked) -> Line:
    why: tuple[Part, ...] = ((one.state, "ink"),)
    if one.due:
        why += (DOT, (one.due, "ink2"))
    if one.left:
        why += (DOT, (one.left, one.tone))
    words = {CORRECTION: _("a question of the county"), ARRIVAL: _("somebody who moved"), DEPARTURE: _("somebody who moved")}
    hidden = words.get(one.kind, "") if asked.covered else ""
    done = ""
    if isinstance(one.held, HeldTask) and not one.held.task.asks_for:
        done = _("Done|button")
    elif isinstance(one.held, HeldAnnouncement):
        done = _("Read|button")
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=hidden or one.title,
        age=None,
        child=False,
        reasons=why,
        place="",
        phone="",
        kin="",
        home=False,
        kind="from_county",
        record_id=one.key,
        lead=one.word,
        icon=ICONS.get(one.kind, "pencil"),
        done_words=done,
        page="from_county",
        argument=one.key,
    )


def _done(session: Session, line: Line, on: date, by: str) -> None:
    kind, _colon, record = line.record_id.partition(":")
    if kind == TASK:
        report(session, record, "done", on, by=by)
    else:
        note_read(session, record, by=by)


def _said(line: Line) -> str:
    return says_report(line.name, "done") if line.record_id.startswith(TASK) else says_read(line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    due = (one.held.task.due_on for one in open_entries(session, first) if isinstance(one.held, HeldTask) and one.held.task.due_on)
    days = (date.fromisoformat(day) for day in due)
    return Counter(day for day in days if first <= day <= last)


FROM_COUNTY = Source("from_county", section, _done, _said, _days, READS)
