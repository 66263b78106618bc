"""What passes by itself when a day turns: a claim that was not brought goes back to the pool, a wish comes off the wall.

The desk does it when it is opened and when the day turns, under its own name, so that no operator takes it back for something he did.
It can be done twice, or with a clock that was set back: what has passed already is not there to pass again. A clock that seems to have
run far ahead makes nothing pass until something else was written on its day.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from stationdesk.i18n import N_, _
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.consent import Consent
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.services.clock_check import clock_trouble, last_written
from stationdesk.services.consents import Why, history, judged
from stationdesk.services.day_words import day_words
from stationdesk.services.wish_ahead import Ahead, ahead_of, due_by, is_missing_many, keep_ahead
from stationdesk.services.wish_claims import claim_here, write_end
from stationdesk.services.wish_public import NO
from stationdesk.services.wish_rivals import wanted_by
from stationdesk.services.wish_terms import wish_terms
from stationdesk.services.wishes import day_of, wish_here, write_event
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database, author_of

ITSELF = N_("The desk by itself|operator")
FAR = timedelta(days=62)
"""So long after the last entry a day is believed only once somebody has written something on it."""
SOON = timedelta(days=7)
"""So many days at least a wish hangs that came free again, whenever its station hears of it."""
_TAKEN_BACK = "SELECT claim_id, removed_at FROM claim_end WHERE kind = 'lapsed' AND removed_at >= ?"
_BACK_UP = "SELECT wish_id, removed_at FROM wish_event WHERE kind = 'expired' AND removed_at >= ?"


@dataclass(frozen=True, slots=True)
class Turned:
    """What has passed: ids of wishes."""

    lapsed: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    taken_down: tuple[str, ...] = ()
    """Whose person does not want it to be public any more."""

    def __bool__(self) -> bool:
        """Tell whether anything has passed."""
        return bool(self.lapsed or self.expired or self.taken_down)

    @property
    def says(self) -> str:
        """It in a sentence."""
        said = [
            _("{count} claims not brought in time").format(count=len(self.lapsed)) if self.lapsed else "",
            _("{count} wishes whose time on the wall is over").format(count=len(self.expired)) if self.expired else "",
            _("{count} wishes that may not be public any more").format(count=len(self.taken_down)) if self.taken_down else "",
        ]
        return _("Passed by itself: {what}").format(what=_(", |pause").join(filter(None, said)))


def turn_wishes(database: Database, now: datetime) -> Turned:
    """Let pass what has passed by now, in one action of the desk's own; nothing is written where nothing has."""
    with database.reading() as session:
        if clock_trouble(session, now) is not None or _is_far(session, now):
            return Turned()
        found, missing = passed(session, local_day(now)), is_missing_many(session)
    if not found and not missing:
        return found
    with database.writing(_(ITSELF), found.says) as session:
        found = turn(session, local_day(now))
        keep_ahead(session)
    return found


def _is_far(session: Session, now: datetime) -> bool:
    last = last_written(session)
    return last is not None and now - last > FAR


def passed(session: Session, on: date) -> Turned:
    """Return what has passed by day `on` and is not written yet."""
    over = {wish: one for wish, one in due_by(session, on).items() if one.lapses_on and one.lapses_on <= on.isoformat()}
    grace = timedelta(days=wish_terms(session).grace)
    claims, wishes = _spared(session, _TAKEN_BACK, on - grace), _spared(session, _BACK_UP, on - grace)
    lapsed = [wish for wish, one in over.items() if one.step == "receive" and one.claim not in claims]
    expired = [wish for wish, one in over.items() if one.step == "claim" and wish not in wishes]
    refused = [wish for wish in newly_refused(session, on) if wish not in expired]
    hanging = {wish for wish, one in ahead_of(session, refused).items() if one.state == "published"} if refused else set()
    return Turned(tuple(lapsed), tuple(expired), tuple(wish for wish in refused if wish in hanging))


def _spared(session: Session, asked: str, since: date) -> set[str]:
    """Return for what somebody has taken back that it passed, in the last days: it is given the same time once more."""
    return {str(one) for one, _at in session.connection().exec_driver_sql(asked, (since.isoformat(),))}


def turn(session: Session, on: date) -> Turned:
    """Write what has passed by day `on`; a second time there is nothing."""
    found, by = passed(session, on), _(ITSELF)
    ahead = ahead_of(session, found.lapsed)
    for wish in found.lapsed:
        write_end(session, claim_here(session, ahead[wish].claim), "lapsed", on, by, _why(ahead[wish], on))
    for wish in found.expired:
        write_event(session, wish, "expired", day_of(wish_here(session, wish), on), by)
    for wish in found.taken_down:
        held = wish_here(session, wish)
        if held.wish.may_be_public is False:  # it is still to be given to somebody
            write_event(session, wish, "unlisted", day_of(held, on), by)
            continue
        text = _("The person does not want it to be public any more.")
        write_event(session, wish, "expired", day_of(held, on), by, text=text)
    return found


def county_ends(session: Session) -> frozenset[str]:
    """Return the ends of claims that the county has written and that are here."""
    theirs = select(ClaimEnd.id).where(ClaimEnd.author != author_of(session), col(ClaimEnd.removed_at).is_(None))
    return frozenset(session.exec(theirs))


def hang_again(session: Session, known: Collection[str], on: date, by: str) -> list[str]:
    """Give the wall's term from today to the wishes that ends of the county, which were long on their way, leave hardly any days of it.

    `known` are the ends that were here before; to be called in the transaction that read the others.
    """
    came = [one for one in county_ends(session) if one not in known]
    over = select(ClaimEnd.claim_id).where(ClaimEnd.author == author_of(session), col(ClaimEnd.removed_at).is_(None))
    wishes = session.exec(select(ClaimEnd.wish_id).where(col(ClaimEnd.id).in_(came), col(ClaimEnd.claim_id).not_in(over))).all()
    soon, until = (on + SOON).isoformat(), (on + timedelta(days=wish_terms(session).wall)).isoformat()
    found = [wish for wish, one in ahead_of(session, sorted(set(wishes))).items() if one.step == "claim" and one.due < min(soon, until)]
    for wish in found:
        text = _("The county's word that the claim is over was long on its way.")
        write_event(session, wish, "extended", day_of(wish_here(session, wish), on), by, until=until, text=text)
    return found


def _why(one: Ahead, on: date) -> str:
    return _("Promised for {day} and not brought: free for others again.").format(day=day_words(date.fromisoformat(one.due), on))


def lapsed_lately(session: Session, on: date, days: int = 3) -> dict[str, str]:
    """Return the wishes whose claim has lapsed in the last days and that nobody has taken since, with the day."""
    return _free_since(session, _ended_lately(session, ("lapsed",), on, days))


def given_back_lately(session: Session, on: date, days: int = 3) -> dict[str, str]:
    """Return the wishes given back in the last days that somebody else would take and that nobody has, with the day."""
    found = _ended_lately(session, ("withdrawn", "refused"), on, days)
    wanted = wanted_by(session, found)
    return _free_since(session, {wish: day for wish, day in found.items() if wish in wanted})


def _ended_lately(session: Session, kinds: Sequence[str], on: date, days: int) -> dict[str, str]:
    since = (on - timedelta(days=days - 1)).isoformat()
    mine = select(ClaimEnd.wish_id, func.max(ClaimEnd.ended_on)).where(col(ClaimEnd.kind).in_(kinds), col(ClaimEnd.removed_at).is_(None))
    return {wish: str(day) for wish, day in session.exec(mine.where(col(ClaimEnd.ended_on) >= since).group_by(ClaimEnd.wish_id))}


def _free_since(session: Session, found: dict[str, str]) -> dict[str, str]:
    still = ahead_of(session, list(found)) if found else {}
    return {wish: day for wish, day in found.items() if wish in still and still[wish].state in ("published", "approved")}


def newly_refused(session: Session, on: date) -> list[str]:
    """Return the wishes that nobody may read any more; whether they hang is not asked.

    It is written so of the wish, or its person has said no to it, or the consent has run out.
    """
    mine = (Consent.author == author_of(session), Consent.kind == "public_wish", col(Consent.removed_at).is_(None))
    against = or_(col(Consent.given).is_(False), col(Consent.withdrawn_on).is_not(None), col(Consent.valid_to) < on.isoformat())
    private = select(Wish.id).where(Wish.author == author_of(session), col(Wish.may_be_public).is_(False), col(Wish.removed_at).is_(None))
    found = list(session.exec(private))
    for who in session.exec(select(Consent.resident_id).where(*mine, or_(against, col(Consent.child_agrees).is_(False))).distinct()):
        person = session.exec(select(Resident).where(Resident.id == who, Resident.author == author_of(session))).first()
        words = [one for one in history(session, who) if one.kind == "public_wish"]
        if person is not None and judged(person, words, on).why in NO | {Why.EXPIRED}:
            own = select(Wish.id).where(Wish.resident_id == who, Wish.author == author_of(session), col(Wish.removed_at).is_(None))
            found += session.exec(own)
    return list(dict.fromkeys(found))
