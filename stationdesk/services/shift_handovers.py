"""Handing the book on (交接班): what is open is listed by itself, the one who leaves adds what the next one must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from stationdesk.i18n import _
from stationdesk.registers.resident import Resident
from stationdesk.registers.shift_handover import ShiftHandover, ShiftHandoverDraft
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services.day_words import moment_words
from stationdesk.services.incidents import open_incidents, unfinished_incidents
from stationdesk.services.incidents_today import kin_must_know, must_look_in
from stationdesk.services.request_reading import open_requests
from stationdesk.services.shift_writing import ShiftImpossible
from stationdesk.services.shifts import turns_between
from stationdesk.services.wish_state import standings
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import author_of

HOURS_AROUND = 3
"""Hours after the end of a turn in which the book is still handed on."""
DELIVERING = frozenset({"claimed", "ready"})


@dataclass(frozen=True)
class LeftOpen:
    """One kind of thing that is open: in words, how many, and the page that shows them."""

    kind: str
    words: str
    count: int
    page: str
    urgent: bool = False
    argument: str = ""
    """What that page is given, to show those that are counted."""


def left_open(session: Session, on: date) -> tuple[LeftOpen, ...]:
    """Return what is open now, of each kind that has something; nobody's name is in it."""
    left = unfinished_incidents(session)
    found = (
        LeftOpen("incident", _("emergencies not over"), len(open_incidents(session)), "emergency", urgent=True),
        LeftOpen("kin", _("families that do not know yet"), sum(kin_must_know(session, one) for one in left), "today", urgent=True),
        LeftOpen(
            "look_in",
            _("to look in on after an emergency"),
            sum(must_look_in(session, one, on + timedelta(days=1)) for one in left),
            "today",
        ),
        LeftOpen("request", _("needs not met"), len(open_requests(session)), "requests"),
        LeftOpen("wish", _("wishes to be delivered"), _wishes(session), "wishes"),
        LeftOpen("hospital", _("people in hospital"), _in_hospital(session), "residents", argument="hospital"),
    )
    return tuple(one for one in found if one.count)


def _wishes(session: Session) -> int:
    asked = select(WishClaim.wish_id).where(col(WishClaim.removed_at).is_(None)).distinct()
    claimed = list(session.exec(asked))
    return sum(one.state in DELIVERING for one in standings(session, claimed).values()) if claimed else 0


def _in_hospital(session: Session) -> int:
    lying = select(func.count()).select_from(Resident)
    lying = lying.where(
        Resident.residency_status == "hospital",
        Resident.author == author_of(session),
        col(Resident.removed_at).is_(None),
        col(Resident.closed_on).is_(None),
    )
    return int(session.exec(lying).one())


def open_words(found: tuple[LeftOpen, ...]) -> str:
    """Return what is open as one line: 没收尾的紧急求助 1，没办的需求 3."""
    return _("，|joined").join(f"{one.words} {one.count}" for one in found)


def hand_over(session: Session, now: datetime, from_name: str, to_name: str, note: str) -> ShiftHandover:
    """Write that the book went on at `now` (local), with what is open then. Raises ShiftImpossible without anybody who takes it."""
    giver, taker = from_name.strip(), to_name.strip()
    if not taker or not giver:
        raise ShiftImpossible(_("Please write who hands over and who takes over."))
    if giver == taker:
        raise ShiftImpossible(_("Who hands over and who takes over are the same. Please look at the two names again."))
    draft = ShiftHandoverDraft(
        handed_on=now.date().isoformat(),
        at=f"{now:%H:%M}",
        from_name=giver,
        to_name=taker,
        left_open=open_words(left_open(session, now.date())) or None,
        note=note.strip() or None,
    )
    made = ShiftHandover.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def proposed_hands(session: Session, now: datetime) -> tuple[str, str]:
    """Return who hands over and who takes over by the roster at a moment in the village; empty where it does not say.

    Around a change of turns it is who ends and who begins; else who is on duty now, and who comes next.
    """
    bare = now.replace(tzinfo=None)
    near = timedelta(hours=HOURS_AROUND)
    turns = [one for one in turns_between(session, now.date() - timedelta(days=1), now.date() + timedelta(days=1)) if not one.trouble]
    ended = [one for one in turns if bare - near <= one.span.ends <= bare]
    here = [one for one in turns if one.span.begins <= bare < one.span.ends]
    after = [one for one in turns if one.span.begins > bare]
    giver = next(iter((ended or here)[-1:]), None)
    if giver is None:
        return "", ""
    begun = [one for one in here if one is not giver] if ended else []
    taker = next((one for one in (*begun, *after) if one.who != giver.who), None)
    return giver.who, taker.who if taker is not None else ""


def read_book(session: Session, book_id: str, now: datetime) -> ShiftHandover:
    """Write that who took the book over has read it, at `now` (local). Raises ShiftImpossible if it is gone or was read."""
    mine = select(ShiftHandover).where(
        ShiftHandover.id == book_id, ShiftHandover.author == author_of(session), col(ShiftHandover.removed_at).is_(None)
    )
    book = session.exec(mine).first()
    if book is None:
        raise ShiftImpossible(_("This handing-over is not here any more. Please look at the list again."))
    if book.read_on:
        raise ShiftImpossible(_("It is written already that {name} has read it.").format(name=book.read_by or ""))
    if (now.date().isoformat(), f"{now:%H:%M}") < (book.handed_on, book.at):
        raise ShiftImpossible(_("The last handing-over is dated later than now. Please look at the clock of the computer."))
    book.read_by, book.read_on, book.read_at = book.to_name, now.date().isoformat(), f"{now:%H:%M}"
    session.flush()
    return book


def unread_book(session: Session) -> ShiftHandover | None:
    """Return the book handed on last if who took it over has not said that he read it; the next handing-over closes it."""
    found = session.exec(_latest_first(date.min, date.max, author_of(session)).limit(1)).first()
    return found if found is not None and not found.read_on else None


def handed_words(book: ShiftHandover, on: date) -> str:
    """Return who handed a book on to whom, and when: 昨天 18:02 徐丽华 交给 占国林."""
    words = _("{moment} {giver} to {taker}|book")
    return words.format(moment=_moment(book.handed_on, book.at, on), giver=book.from_name or "", taker=book.to_name or "")


def read_words(book: ShiftHandover, on: date) -> str:
    """Return that who took a book over has read it, and when; else that he has not."""
    if not book.read_on:
        return _("{name} has not said yet that it was read").format(name=book.to_name or "")
    return _("{name} read it {moment}").format(name=book.read_by or "", moment=_moment(book.read_on, book.read_at or "00:00", on))


def _moment(day: str, clock: str, on: date) -> str:
    return moment_words(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=VILLAGE_TIME), on)


def handovers(session: Session, first: date, last: date) -> list[ShiftHandover]:
    """Return the handings-over of some days, the latest first."""
    return list(session.exec(_latest_first(first, last, author_of(session))))


def _latest_first(first: date, last: date, author: str) -> SelectOfScalar[ShiftHandover]:
    mine = select(ShiftHandover).where(
        col(ShiftHandover.handed_on).between(first.isoformat(), last.isoformat()),
        ShiftHandover.author == author,
        col(ShiftHandover.removed_at).is_(None),
    )
    return mine.order_by(col(ShiftHandover.handed_on).desc(), col(ShiftHandover.at).desc(), col(ShiftHandover.key).desc())
