"""One wish with all that is known of it: what it is, what is next, what may be done, and its whole history in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.residency_around import named
from stationdesk.services.sheet_line import SheetLine
from stationdesk.services.wish_cards import an_adult, plain_yuan
from stationdesk.services.wish_claims import last_claim
from stationdesk.services.wish_facts import written_on
from stationdesk.services.wish_giving import BROUGHT, rivals
from stationdesk.services.wish_outcome import was_asked, why_not_asked
from stationdesk.services.wish_public import called, person_of, reason_against
from stationdesk.services.wish_steps import agreed_on, is_checked, next_step
from stationdesk.services.wish_terms import WishTerms, wish_terms
from stationdesk.services.wishes import Held, actions_of, label, wish_here
from stationdesk.store.database import author_of


@dataclass(frozen=True, slots=True)
class Story:
    """A wish as the pane shows it."""

    wish: Wish
    who: str
    """Whose wish, as the operator may read it; of a child the alias."""
    state: str
    state_words: str
    actions: tuple[str, ...]
    next_words: tuple[str, str]
    """What is next and its tone; empty where nothing is."""
    facts: tuple[SheetLine, ...]
    taker: tuple[SheetLine, ...]
    history: tuple[SheetLine, ...]
    resident_id: str
    child: bool
    claim: WishClaim | None
    """Of who has it, who gave it, or who has to be told."""
    terms: WishTerms


def wish_story(session: Session, wish_id: str, on: date, *, told: bool = True, covered: bool = False, whole: bool = False) -> Story:
    """Return a wish with its history; `told` gives what was said in confidence of a child too, `whole` the numbers uncovered.

    `covered` is for a screen that faces visitors: nobody by name, of nobody what was said in confidence. Raises WishImpossible where it is
    not here any more.
    """
    held, terms = wish_here(session, wish_id), wish_terms(session)
    wish = held.wish
    person = person_of(session, wish.resident_id)
    child = person is not None and is_child(person, on)
    told = not covered and (told or not child)
    ahead, claims = next_step(held.facts, terms), _claims(session, wish_id)
    taker = _taker_of(session, held, claims)
    tone = ""
    if ahead is not None and ahead.passed(on):
        ahead = None
    if ahead is not None:
        late = ahead.late(on)
        tone = "red" if late > 0 else "amber" if late >= -2 else "ink"
        words = _("{what} by {day}|next").format(what=ahead.says, day=day_words(ahead.due, on))
        words = _("{words}, {days} days late|next").format(words=words, days=late) if late > 0 else words
    return Story(
        wish,
        who_of(wish, person, on, covered=covered),
        held.state,
        table("wish_state").label(held.state),
        _actions(session, held),
        (words, tone) if ahead is not None else ("", ""),
        tuple(_facts(session, wish, person, on, told=told)),
        tuple(_taker(taker, agreed_on(held.facts), on, whole=whole)) if taker is not None else (),
        tuple(_history(session, wish, claims, on, told=told)),
        person.id if person is not None else "",
        child,
        taker,
        terms,
    )


def _taker_of(session: Session, held: Held, claims: dict[str, WishClaim]) -> WishClaim | None:
    """Return who has a wish; of one that was brought who gave it, of one that is closed who has to be told so."""
    if held.state in BROUGHT:
        return last_claim(session, held.wish.id)
    return claims.get(held.facts.standing.claim or (held.facts.untold.id if held.facts.untold else ""))


def _actions(session: Session, held: Held) -> tuple[str, ...]:
    """Return what may be done with a wish; it is given to another claimer only where there is another."""
    found = actions_of(held.facts)
    return found if "prefer" not in found or rivals(session, held.wish.id) else tuple(name for name in found if name != "prefer")


def who_of(wish: Wish, person: Resident | None, on: date, *, covered: bool = False) -> str:
    """Return whose wish it is, as a sentence that others read may say it; `covered` where the screen faces visitors."""
    if person is None or (wish.public_name and is_child(person, on)):
        return called(wish, person, on)
    return name_of(person, on, covered=covered)


def name_of(person: Resident, on: date, *, covered: bool = False) -> str:
    """Return what somebody is called in a heading; `covered` where the screen faces visitors, as the card calls him."""
    return an_adult(person.name) if covered and not is_child(person, on) else named(person, on)


def _claims(session: Session, wish_id: str) -> dict[str, WishClaim]:
    kept = select(WishClaim).where(WishClaim.wish_id == wish_id, col(WishClaim.removed_at).is_(None)).order_by(col(WishClaim.key))
    return {one.id: one for one in session.exec(kept)}


def _facts(session: Session, wish: Wish, person: Resident | None, on: date, *, told: bool) -> Iterator[SheetLine]:
    """Yield what is known of a wish, label and value."""
    day = date.fromisoformat(wish.collected_on or written_on(wish.id))
    source = table("wish_source").label(wish.source) if wish.source else ""
    lines = (
        (_("Number of the wish"), wish.wish_no or ""),
        (_("Size, colour, model"), "，".join(part for part in (wish.spec, wish.quantity) if part)),
        (_("Kind of wish"), table("wish_kind").label(wish.kind) if wish.kind else ""),
        (_("Estimated cost"), _("{yuan} yuan").format(yuan=plain_yuan(wish.budget)) if wish.budget is not None else ""),
        (_("Wanted by"), day_words(date.fromisoformat(wish.wanted_by), on) if wish.wanted_by else ""),
        (_("How it was collected"), "，".join(part for part in (day_words(day, on), source, wish.collected_by) if part)),
        (_("Why it is wished for"), (wish.reason or "") if told else ""),
    )
    yield from (SheetLine(label, text) for label, text in lines if text)
    against = reason_against(session, wish, person, on)
    yield SheetLine(_("On the wall|fact"), against or _("as {called}").format(called=called(wish, person, on)), "amber" if against else "")
    if wish.remark and told:
        yield SheetLine(_("Remark"), wish.remark)


def _taker(claim: WishClaim, agreed: str, on: date, *, whole: bool) -> Iterator[SheetLine]:
    """Yield who has it: name, whom to ring, for when it was agreed last, while it is still to be brought."""
    yield SheetLine(_("Claimed by"), claim.claimer)
    numbers = [phone.number if whole else masked_phone(phone.number) for phone in claim.phones[:2]]
    contact = "，".join(part for part in (claim.contact_name or "", *numbers) if part)
    if contact:
        yield SheetLine(_("Contact|claims"), contact)
    if agreed:
        yield SheetLine(_("Promised for"), day_words(date.fromisoformat(agreed), on))
    if claim.delivery:
        yield SheetLine(_("Way of delivery"), table("wish_delivery").label(claim.delivery))


def _history(session: Session, wish: Wish, claims: dict[str, WishClaim], on: date, *, told: bool) -> list[SheetLine]:
    """Return everything that happened, the newest first: the day and who as the label, the words beside it.

    Unless it may be `told`, what was written in free words is left out; what was given stays, as what was wished for does.
    """
    mine = author_of(session)
    found: list[tuple[str, str, str, str, str]] = []
    first = wish.collected_on or written_on(wish.id)
    found.append((first, "", _("the wish was told"), wish.collected_by or "", ""))
    for claim in claims.values():
        if claim.is_extra:
            words = _("gift beside the wish: {what}").format(what=claim.remark or "")
            found.append((claim.claimed_on or first, claim.id, words, claim.claimer, ""))
        else:
            asked = _("{claimer} was asked to bring it") if claim.is_assigned else _("{claimer} wants to take it")
            where = "" if claim.author == mine else _("at the county")
            by = "，".join(part for part in (claim.taken_by, where) if part)
            found.append((claim.claimed_on or first, claim.id, asked.format(claimer=claim.claimer), by, ""))
    for answer in session.exec(_about(ClaimAnswer, wish.id)):
        who = claims[answer.claim_id].claimer if answer.claim_id in claims else ""
        yes = answer.answer == "yes"
        words = _("the station said yes to {claimer}") if yes else _("the station said no to {claimer}")
        parts = (words.format(claimer=who), answer.text if told else "")
        found.append((answer.answered_on or first, answer.id, "：".join(filter(None, parts)), answer.answered_by or "", ""))
    for end in session.exec(_about(ClaimEnd, wish.id)):
        if end.kind == "delivered" or end.claim_id not in claims:
            continue
        words = _("claim of {claimer} over: {how}").format(claimer=claims[end.claim_id].claimer, how=table("claim_end").label(end.kind))
        parts = (words, end.text if told else "")
        found.append((end.ended_on or first, end.id, "：".join(filter(None, parts)), end.ended_by or "", "amber"))
    events = session.exec(_about(WishEvent, wish.id))
    found += [(one.happened_on or first, one.id, event_words(one, on, told=told), one.done_by or "", _tone(one)) for one in events]
    found.sort(key=lambda one: one[:2])  # ids are made in the order of time
    days = [(day_words(date.fromisoformat(day), on), words, by, tone) for day, _id, words, by, tone in reversed(found)]
    return [SheetLine(day, " · ".join(filter(None, (words, by))), tone) for day, words, by, tone in days]


def _about(kind: type[ClaimAnswer | ClaimEnd | WishEvent], wish_id: str):  # type: ignore[no-untyped-def]
    return select(kind).where(kind.wish_id == wish_id, col(kind.removed_at).is_(None)).order_by(col(kind.key))


def event_words(event: WishEvent, on: date, *, told: bool = True) -> str:
    """Return what the station did with a wish in words: what, until when, who signed, what it cost, what was said.

    Who signed and what was said only where it may be `told`; what was given in the wish's place is as open as the wish.
    """
    parts = [table("wish_event").label(event.kind)]
    if event.kind == "extended" and event.claim_id and event.until:
        parts = [_("to be brought by {day}|event").format(day=day_words(date.fromisoformat(event.until), on))]
    elif event.until:
        parts.append(_("until {day}|event").format(day=day_words(date.fromisoformat(event.until), on)))
    if event.signed_by and told:
        parts.append(_("received by {name}").format(name=event.signed_by))
    if event.cost is not None:
        parts.append(_("{yuan} yuan").format(yuan=plain_yuan(event.cost)))
    if event.satisfaction:
        parts.append(table("satisfaction").label(event.satisfaction))
    if not was_asked(event):
        parts.append(_("could not be asked|wish"))
    if event.reason:
        parts.append(table("wish_close_reason").label(event.reason))
    if event.text and (told or event.kind == "exchanged"):
        parts.append(event.text)
    return "，".join(parts)


def _tone(event: WishEvent) -> str:
    return "red" if event.kind in ("disputed", "dissatisfied") else "green" if event.kind == "fulfilled" else ""


@dataclass(frozen=True, slots=True)
class Meant:
    """Wishes that a step is meant for: themselves, whose they are in a word, and what may be done with all of them."""

    wishes: tuple[Wish, ...]
    who: str
    actions: tuple[str, ...]
    """Actions that every one of them allows, the usual one of the first at the front."""
    next_action: str
    """What is usually done next; empty where nothing is left to be done."""
    unchecked: bool
    """Nobody has looked at one of them at home yet."""
    state_words: str
    terms: WishTerms
    not_asked: str
    """Why nobody can be asked any more how content the person is; empty where somebody can."""


def meant(session: Session, wish_ids: Sequence[str], on: date, *, covered: bool = False) -> Meant:
    """Return what a step of some wishes needs to know; `covered` where the screen faces visitors.

    Raises WishImpossible for one that is not here any more.
    """
    helds = [wish_here(session, one) for one in dict.fromkeys(wish_ids)]
    offered = [_actions(session, held) for held in helds]
    common = tuple(name for name in offered[0] if all(name in one for one in offered))
    first = helds[0].wish
    person = person_of(session, first.resident_id)
    who = who_of(first, person, on, covered=covered)
    if len(helds) > 1:
        who = _("{count} wishes|meant").format(count=len(helds))
    terms = wish_terms(session)
    ahead = next_step(helds[0].facts, terms)
    following = common[0] if common and ahead is not None and not ahead.passed(on) else ""
    unchecked = any(not is_checked(held.facts) for held in helds)
    gone = why_not_asked(person) if len(helds) == 1 else ""
    return Meant(tuple(held.wish for held in helds), who, common, following, unchecked, label(helds[0].state), terms, gone)
