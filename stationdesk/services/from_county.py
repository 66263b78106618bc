"""Everything the county wants of this station, in one list by urgency, in plain words and with what to do.

Tasks, questions about records, announcements, claims of wishes, reports to be made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.report_template import ReportTemplate
from stationdesk.services.announcements import AnnouncementState, HeldAnnouncement, announcements
from stationdesk.services.corrections import HeldCorrection, corrections, forgotten_answers
from stationdesk.services.county_claims import HeldClaim, county_claims
from stationdesk.services.day_words import day_words, local
from stationdesk.services.from_county_told import Told, told
from stationdesk.services.request_reading import Asked
from stationdesk.services.request_ties import of_tasks
from stationdesk.services.task_requests import standing_words
from stationdesk.services.tasks import HeldTask, forgotten_reports, tasks
from stationdesk.services.transfers import Departure, departures
from stationdesk.services.transfers_in import Arrival, arrivals
from stationdesk.store.database import author_of

TASK, CORRECTION, ANNOUNCEMENT, TEMPLATE, CLAIM = "task", "correction", "announcement", "template", "claim"
ARRIVAL, DEPARTURE = "arrival", "departure"
SOON = 3
"""Days before its last day from which something is amber."""
BEGINNINGS = ("task", "correction_request", "announcement", "wish_claim", "transfer", "transfer_relay")
"""The registers with whose records an entry that waits begins; a station that has none of them has no such entry."""
_BEGUN = "SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {name})" for name in BEGINNINGS)  # noqa: S608 - our own names
Held = HeldTask | HeldCorrection | HeldAnnouncement | HeldClaim | Arrival | Departure | ReportTemplate | Told


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the county wants, as a list shows it."""

    kind: str
    """task, correction, announcement, claim, arrival, departure, template, or a kind of `Told`."""
    id: str
    title: str
    word: str
    """What kind of thing it is, in words."""
    due: str
    """Its last day in words; empty without one."""
    left: str
    """How many days are left, or late; of what is settled the day on which it was."""
    tone: str
    state: str
    open: bool
    child: bool
    order: tuple[int, str]
    """The smaller, the more urgent."""
    held: Held
    request: Asked | None = None
    """The request a task was made."""

    @property
    def key(self) -> str:
        """What names it: kind and id."""
        return f"{self.kind}:{self.id}"

    @property
    def sentence(self) -> str:
        """Everything it says, for the ear."""
        return _(", |pause").join(part for part in (self.word, self.title, self.due, self.left, self.state) if part)


def entries(session: Session, on: date, *, children: bool = False) -> list[Entry]:
    """Return everything that stands, the most urgent first, what is settled last; `children` shows them under their own names."""
    found = [
        *_tasks(session, on),
        *(correction_entry(one, on) for one in corrections(session, on, children=children)),
        *(announcement_entry(one, on) for one in announcements(session, on)),
        *(claim_entry(one, on) for one in county_claims(session, on, children=children)),
        *(arrival_entry(one, on) for one in arrivals(session, on, children=children)),
        *(departure_entry(one, on) for one in departures(session, on, children=children)),
    ]
    waiting = sorted((one for one in found if one.open), key=lambda one: (*one.order, one.id))
    settled = sorted((one for one in found if not one.open), key=lambda one: (one.order[1], one.id), reverse=True)
    return waiting + settled + [template_entry(one) for one in templates(session, on)] + [told_entry(one) for one in told(session, on)]


def open_entries(session: Session, on: date, *, children: bool = False) -> list[Entry]:
    """Return what waits for this station, the most urgent first."""
    session.flush()
    if not session.connection().exec_driver_sql(_BEGUN).scalar_one():
        return []
    return [one for one in entries(session, on, children=children) if one.open]


def _tasks(session: Session, on: date) -> list[Entry]:
    held = tasks(session, on)
    requests = of_tasks(session, [one.task.id for one in held])
    return [task_entry(one, on, requests.get(one.task.id)) for one in held]


def task_entry(one: HeldTask, on: date, request: Asked | None = None) -> Entry:
    """Return a task as an entry; one that was made a request tells how far that is."""
    task, is_open = one.task, one.state.is_open
    due, left, tone = term(task.due_on, on, is_open=is_open)
    state = _("Done in part|task") if is_open and one.reports else one.state.label
    state = (standing_words(request) if request is not None and is_open else "") or state
    if not is_open:
        left = day_of(one.reports[-1].reported_on, on)
    word = table("task_kind").label(task.kind) if task.kind not in (None, "other") else ""
    word = _("Task: {kind}").format(kind=word) if word else _("Task|from county")
    day = task.due_on if is_open else one.reports[-1].reported_on
    return Entry(TASK, task.id, task.title, word, due, left, tone, state, is_open, False, order(day, on, is_open=is_open), one, request)


def correction_entry(one: HeldCorrection, on: date) -> Entry:
    """Return a question of the county as an entry."""
    request = one.request
    due, left, tone = term(request.due_on, on, is_open=one.is_open)
    state = _("To be answered|correction")
    if not one.is_open:
        last = one.answers[-1]
        state, left = table("correction_answer").label(last.answer), day_of(last.answered_on, on)
    day = request.due_on if one.is_open else one.answers[-1].answered_on
    title = _("Please check: {what}").format(what=one.about())
    word = _("Correction|from county")
    place = order(day, on, is_open=one.is_open)
    return Entry(CORRECTION, request.id, title, word, due, left, tone, state, one.is_open, one.child, place, one)


def announcement_entry(one: HeldAnnouncement, on: date) -> Entry:
    """Return an announcement as an entry; one that must be read is as urgent as what is due on its first day."""
    said, is_open = one.announcement, one.is_open
    words = {
        AnnouncementState.UNREAD: _("Must be read") if said.must_be_read else _("Not read yet"),
        AnnouncementState.READ: _("Read|announcement"),
        AnnouncementState.OVER: _("Over|announcement"),
        AnnouncementState.COMING: "",
    }
    state, left = words[one.state], ""
    if one.reads and one.state is AnnouncementState.READ:
        read_at = one.reads[0].read_at
        left = day_words(local(read_at).date(), on) if read_at else ""
    until = _("valid until {day}").format(day=day_words(date.fromisoformat(said.valid_until), on)) if said.valid_until else ""
    tone = "amber" if is_open and said.must_be_read else "ink2"
    day = (said.valid_from or on.isoformat()) if said.must_be_read or not is_open else None
    place = order(day, on, is_open=is_open)
    return Entry(ANNOUNCEMENT, said.id, said.title, _("Announcement|from county"), until, left, tone, state, is_open, False, place, one)


def claim_entry(one: HeldClaim, on: date) -> Entry:
    """Return a claim of a wish as an entry; one without a promised day is as urgent as what has none."""
    is_open, promised = one.state.is_open, one.due or None
    due, left, tone = term(promised, on, is_open=is_open)
    if promised:
        due = _("promised for {day}").format(day=day_words(date.fromisoformat(promised), on))
    if not is_open:
        left = day_of(one.settled_on, on)
    place = order(promised if is_open else one.settled_on or None, on, is_open=is_open)
    word = _("Claim|from county")
    return Entry(CLAIM, one.claim.id, one.about, word, due, left, tone, one.label, is_open, one.child, place, one)


def arrival_entry(one: Arrival, on: date) -> Entry:
    """Return somebody who is said to have moved here as an entry: as urgent as what is due today."""
    relay, is_open = one.relay, one.state.is_open
    title = _("{name}, from {village}").format(name=one.who, village=relay.from_name or relay.from_station)
    due = _("moved on {day}|county").format(day=day_words(date.fromisoformat(relay.moved_on), on)) if relay.moved_on else ""
    answered_on = one.answer.answered_on if one.answer is not None else relay.withdrawn_on
    left, place = "" if is_open else day_of(answered_on, on), order(on.isoformat() if is_open else answered_on, on, is_open=is_open)
    word = _("Moved here|from county")
    return Entry(ARRIVAL, relay.id, title, word, due, left, "amber" if is_open else "ink2", one.state.label, is_open, one.child, place, one)


def departure_entry(one: Departure, on: date) -> Entry:
    """Return somebody who was handed over as an entry; only what went wrong waits for this station."""
    transfer, outcome, is_open = one.transfer, one.outcome, one.state.is_open
    title = _("{name}, to {village}").format(name=one.who, village=transfer.to_name or transfer.to_station)
    due = _("moved on {day}|county").format(day=day_words(date.fromisoformat(transfer.moved_on), on)) if transfer.moved_on else ""
    answered_on = (outcome.answered_on if outcome is not None else None) or transfer.moved_on
    left, place = "" if is_open else day_of(answered_on, on), order(on.isoformat() if is_open else answered_on, on, is_open=is_open)
    word = _("Moved away|from county")
    return Entry(
        DEPARTURE, transfer.id, title, word, due, left, "red" if is_open else "ink2", one.state.label, is_open, one.child, place, one
    )


def templates(session: Session, on: date) -> list[ReportTemplate]:
    """Return the reports the county wants that hold on a day, by name."""
    day = on.isoformat()
    theirs = select(ReportTemplate).where(ReportTemplate.author != author_of(session), col(ReportTemplate.removed_at).is_(None))
    found = [one for one in session.exec(theirs) if (one.valid_from or "") <= day and (one.valid_to is None or day <= one.valid_to)]
    return sorted(found, key=lambda one: (one.name, one.id))


def template_entry(one: ReportTemplate) -> Entry:
    """Return a report as an entry: it waits for nobody, its figures are there whenever one looks."""
    word, state = _("Report|from county"), table("report_period").label(one.period)
    return Entry(TEMPLATE, one.id, one.name, word, "", "", "ink2", state, False, False, (0, ""), one)


def told_entry(one: Told) -> Entry:
    """Return what nobody has to answer as an entry."""
    return Entry(one.kind, one.id, one.title, one.word, "", "", "ink2", one.state, False, False, (0, ""), one)


def held_template(one: Entry | None) -> ReportTemplate | None:
    """Return the report of an entry, None of any other."""
    return one.held if one is not None and isinstance(one.held, ReportTemplate) else None


def day_of(day: str | None, on: date) -> str:
    """Return the day of an answer in words, empty without one."""
    return day_words(date.fromisoformat(day), on) if day else ""


def term(due_on: str | None, on: date, *, is_open: bool) -> tuple[str, str, str]:
    """Return a last day in words, how far away it is, and the tone of both."""
    if not due_on:
        return "", "", "ink2"
    day = date.fromisoformat(due_on)
    days = (day - on).days
    due = _("by {day}|county").format(day=day_words(day, on))
    if not is_open:
        return due, "", "ink2"
    if days < 0:
        return due, _("{days} days late").format(days=-days), "red"
    left = _("today") if days == 0 else _("{days} days left").format(days=days)
    return due, left, "amber" if days <= SOON else "ink2"


def order(day: str | None, on: date, *, is_open: bool) -> tuple[int, str]:
    """Return how urgent something is: what has a day by it, what has none after a month's worth of days."""
    if day is None:
        return (31, "") if is_open else (0, "")
    return ((date.fromisoformat(day) - on).days, day)


def forgotten(session: Session) -> list[str]:
    """Return in words what was answered here and the county does not know any more; nothing has to be done."""
    told = [_("the report on «{title}»").format(title=one.about or _("a task")) for one in forgotten_reports(session)]
    told += [_("the answer about «{title}»").format(title=one.about or _("a record")) for one in forgotten_answers(session)]
    return list(dict.fromkeys(told))


def matching(found: list[Entry], asked: str, most: int = 5) -> list[Entry]:
    """Return the entries whose title or text has what was typed; of one letter none."""
    wanted = "".join(asked.split()).casefold()
    if len(wanted) < 2:
        return []
    return [one for one in found if wanted in "".join(searched(one).split()).casefold()][:most]


def searched(one: Entry) -> str:
    """Return everything of an entry that the search looks at."""
    held = one.held
    if isinstance(held, HeldTask):
        return f"{one.title} {held.task.text or ''}"
    if isinstance(held, HeldAnnouncement):
        return f"{one.title} {held.announcement.text}"
    if isinstance(held, HeldClaim):
        return f"{one.title} {held.who} {held.claim.contact_name or ''}"
    return one.title
