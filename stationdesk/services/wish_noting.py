"""Writing a wish down, with its number, and correcting it: nobody's who has died, nothing dearer than the station lets pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.field import plain_key
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.services.sheet_numbers import Number, letters_of
from stationdesk.services.wish_cards import plain_yuan
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_public import person_of, refuse_public, said_no
from stationdesk.services.wish_state import OPEN, Happened, standing_of
from stationdesk.services.wish_terms import wish_terms
from stationdesk.services.wish_words import is_own_name, own_name_words
from stationdesk.services.wishes import Held, WishImpossible, day_of, label, refuse_absurd, refuse_gone, wish_here, write_event
from stationdesk.store.database import author_of

GIVEN = re.compile(r"20\d\d-[A-Z0-9]{3}-(\d{4,9})")
"""A number that a desk has given, as no ledger writes it."""


class OverCap(DeskError):
    """The wish costs more than the station lets pass without a second word."""


class WishTwice(DeskError):
    """The person has the same wish open already."""


def note(session: Session, draft: WishDraft, on: date, *, by: str, submit: bool = True, sure: bool = False) -> Wish:
    """Write a wish down and give it a number; unless `submit` is false it waits for its check at once.

    `sure` lets pass what costs more than the cap and what the person has wished for already. Raises NoSuchResident, WishImpossible,
    OverCap, WishTwice.
    """
    collected = draft.collected_on or on.isoformat()
    _refuse(session, draft, collected, on, sure=sure)
    number = draft.wish_no or str(next_number(session, on))
    update = {"author": author_of(session), "collected_on": collected, "collected_by": draft.collected_by or by[:72], "wish_no": number}
    made = Wish.model_validate(draft, update=update)
    session.add(made)
    session.flush()
    if submit:
        write_event(session, made.id, "submitted", collected, by)
    return made


def next_number(session: Session, on: date) -> Number:
    """Return the next number of a wish: year, three letters of this copy, and a counter that goes on over the years.

    So what hangs on the wall by its counter alone has the like of none before. None is given twice, by whichever copy it was given.
    """
    given = session.exec(select(Wish.wish_no).where(Wish.author == author_of(session), col(Wish.wish_no).is_not(None)))
    counters = [int(found[1]) for number in given if (found := GIVEN.fullmatch(str(number)))]
    return Number(on.year, letters_of(session), max(counters, default=0) + 1)


def give_numbers(session: Session, on: date) -> None:
    """Give a number to every wish that has none, as those of a ledger without such a column; in the order in which they came."""
    bare = select(Wish).where(Wish.author == author_of(session), col(Wish.removed_at).is_(None), col(Wish.wish_no).is_(None))
    number = next_number(session, on)
    for at, wish in enumerate(session.exec(bare.order_by(col(Wish.key))).all()):
        wish.wish_no = str(number._replace(counter=number.counter + at))
        session.add(wish)
    session.flush()


def change(session: Session, wish_id: str, fields: Mapping[str, Any], on: date, *, by: str = "", sure: bool = False) -> Wish:
    """Correct what a wish says; of a published one the words must stay such as may be read by all.

    One that is not to be public any more comes off the wall with it, and somebody is asked to bring it.
    Raises WishImpossible, OverCap, WishNotPublic, pydantic's ValidationError.
    """
    held = wish_here(session, wish_id)
    wish, state = held.wish, held.state
    if not held.facts.standing.is_open and state != "expired":
        raise WishImpossible(_("This wish is over ({state}). What it says stays as it was.").format(state=label(state)))
    kept = WishDraft.model_validate(wish.model_dump(include=set(WishDraft.model_fields)))
    draft = WishDraft.model_validate({**kept.model_dump(), **fields, "resident_id": wish.resident_id, "household_id": wish.household_id})
    cost_moved, named_anew = draft.budget != wish.budget, draft.public_name != wish.public_name
    _refuse(session, draft, draft.collected_on or held.facts.noted_on, on, sure=sure or not cost_moved, named_anew=named_anew, but=wish.id)
    for name in WishDraft.model_fields:
        if name in fields and getattr(wish, name) != getattr(draft, name):
            setattr(wish, name, getattr(draft, name))
    session.add(wish)
    session.flush()
    if said_no(session, wish, person_of(session, wish.resident_id), on):
        _take_off(session, held, on, by)
    elif state in ("published", "waiting"):
        refuse_public(session, wish, on)
    return wish


def _take_off(session: Session, held: Held, on: date, by: str) -> None:
    """Write that a wish does not hang any more, if it does; who has it keeps it."""
    moves = [Happened(move.kind, move.day, move.claim) for move in held.facts.moves]
    if held.state in ("published", "waiting", "claimed") and standing_of(moves).state == "published":
        write_event(session, held.wish.id, "unlisted", day_of(held, on), by)


def _refuse(session: Session, draft: WishDraft, collected: str, on: date, *, sure: bool, named_anew: bool = True, but: str = "") -> None:
    """Raise what speaks against a wish that says this."""
    if not draft.content.strip():
        raise WishImpossible(_("Please write down what is wished for."))
    if collected > on.isoformat():
        raise WishImpossible(_("{day} has not come yet. A wish is written down on its day or later.").format(day=collected))
    if draft.wanted_by and draft.wanted_by < collected:
        raise WishImpossible(_("It is wanted by {day}, before it was told. Please look at both days again.").format(day=draft.wanted_by))
    refuse_absurd(draft.budget)
    if draft.resident_id:
        person = own_resident(session, draft.resident_id)
        refuse_gone(person, on)
        if named_anew and draft.public_name and is_child(person, on) and is_own_name(draft.public_name, person.name):
            raise WishImpossible(own_name_words(draft.public_name))
    cap = wish_terms(session).cap
    if not sure and cap and draft.budget is not None and draft.budget > cap:
        said = _("{yuan} yuan is more than a small wish costs here ({cap} yuan at most). Is it meant so?")
        raise OverCap(said.format(yuan=plain_yuan(draft.budget), cap=plain_yuan(cap)))
    if not sure and _same_open(session, draft, but):
        raise WishTwice(_("The same wish of the same person is in the register and still open. Is it another one?"))


def _same_open(session: Session, draft: WishDraft, but: str) -> bool:
    whose = Wish.resident_id == draft.resident_id if draft.resident_id else Wish.household_id == draft.household_id
    mine = select(Wish).where(whose, Wish.author == author_of(session), col(Wish.removed_at).is_(None), Wish.id != but)
    same = [one.id for one in session.exec(mine) if plain_key(one.content) == plain_key(draft.content) and one.spec == draft.spec]
    return any(facts.standing.state in OPEN | {"expired"} for facts in facts_of(session, same).values())
