"""Of two records that say the same one goes: what hangs on it goes over to the one that stays, in one action, and nothing else is lost.

Helpers and households are put together as their own pages do it. Where one thing cannot be made of two, both stay, and it is said why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select as select_row
from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.household import Household
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.registers.plan_step import PlanStep
from stationdesk.registers.pointing import naming
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.households import head_among, members_of, merge_households
from stationdesk.services.merge_records import table_of
from stationdesk.services.rechecks_moving import hand_on, list_repeated
from stationdesk.services.undoing import write
from stationdesk.services.wish_state import standings
from stationdesk.store.database import author_of

STEPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "wish": ("wish_id", ("wish_event", "wish_claim", "claim_answer", "claim_end")),
    "service_request": ("request_id", ("request_event",)),
    "wish_claim": ("claim_id", ("claim_answer", "claim_end", "wish_event")),
}
"""Registers whose records have a history: the field that names them, and the registers of their steps."""
FIRST_STEPS = ("submitted", "approved", "published")
"""Steps that every wish takes: two wishes that took no other can be one."""
FROM_THERE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "wish": (("wish_claim", "wish_id"), ("claim_end", "wish_id")),
    "wish_claim": (("claim_end", "claim_id"),),
    "transfer": (("transfer_relay", "transfer_id"),),
}
"""What the county writes about a record of the station: only the county could let it speak of another."""


class BothStay(DeskError):
    """One thing cannot be made of these two."""


def why_not(session: Session, kind: str, goes: str, stays: str) -> str:
    """Return why a record cannot go for another that says the same, or nothing."""
    if kind == "resident":
        return _("two records of one person are put together side by side: press Enter")
    if kind == "incident":
        return _("each emergency keeps its own course; one that was none is ended as a false alarm")
    if kind == "merge":
        return _("each of the two is needed to take the records apart again")
    if _of_the_county(session, kind, goes):
        return _("the county has written something to it already")
    if kind in STEPS and went_on(session, kind, goes) and went_on(session, kind, stays):
        return _("both have gone on, each with steps of its own; end the one that is too many where it stands")
    if kind == "care_plan" and _measures(session, goes, stays) is None:
        return _("something was ticked off in it that the other plan has not")
    return ""


def choices(session: Session, kind: str, mine: str, theirs: str) -> tuple[tuple[str, ...], str]:
    """Return how two records that look alike can be settled, and why not otherwise."""
    if not (_stands(session, kind, mine) and _stands(session, kind, theirs)):
        return ("both",), _("one of the two is not there any more")
    reasons = {"theirs": why_not(session, kind, mine, theirs), "mine": why_not(session, kind, theirs, mine)}
    told = dict.fromkeys(reason for reason in reasons.values() if reason)
    return ("both", *(how for how, reason in reasons.items() if not reason)), _("; ").join(told)


def make_one(session: Session, kind: str, goes: str, stays: str, on: date, *, of_theirs: bool = False) -> None:
    """Let a record go for another that says the same; `of_theirs`: the county's branch made the one that goes.

    Raises BothStay, or what the register's own service says against it.
    """
    reason = why_not(session, kind, goes, stays)
    if reason:
        raise BothStay(_("Only «keep both» is possible here: {why}.").format(why=reason))
    if kind == "helper":
        merge_helpers(session, stays, goes, on)
        return
    if kind == "household":
        _one_household(session, stays, goes)
    elif kind == "wish":
        _one_course(session, goes, stays)
    elif kind == "care_plan":
        for ticked, key in (_measures(session, goes, stays) or {}).items():
            write(session, "plan_step", ["measure"], [{"record": ticked, "measure": key}])
    elif kind == "photo":
        _keep_picture(session, goes, stays)
    session.flush()
    moved = hand_on(session, goes, stays)
    _take_over(session, kind, goes, stays)
    if kind != "household":
        write(session, kind, ["removed_at"], [{"record": goes, "removed_at": session.info["at"]}])
    session.expire_all()
    list_repeated(session, moved, of_theirs=of_theirs)


def went_on(session: Session, kind: str, record: str) -> bool:
    """Tell whether something has happened to a wish, a claim or a request that its twin cannot have for it."""
    name, kinds = STEPS[kind]
    for one in kinds:
        table = table_of(one)
        asked = select(table.c.id).where(table.c[name] == record, table.c.removed_at.is_(None))
        asked = asked.where(table.c.kind.not_in(FIRST_STEPS)) if one == "wish_event" else asked
        if session.connection().execute(asked.limit(1)).first() is not None:
            return True
    return False


def _of_the_county(session: Session, kind: str, record: str) -> bool:
    """Tell whether the county has written about a record of this station, or asks about it."""
    for there, name in (*FROM_THERE.get(kind, ()), ("correction_request", "record_id")):
        table = table_of(there)
        asked = select(table.c.id).where(table.c[name] == record, table.c.author != author_of(session), table.c.removed_at.is_(None))
        if session.connection().execute(asked.limit(1)).first() is not None:
            return True
    return False


def _stands(session: Session, kind: str, record: str) -> bool:
    """Tell whether a record still counts by itself: neither removed nor put together with another."""
    register: Any = register_of(kind)
    mine = select(register).where(register.id == record, register.author == author_of(session), register.removed_at.is_(None))
    found = session.exec(mine).first()
    return found is not None and not getattr(found, "merged_into", None)


def _one_household(session: Session, stays: str, goes: str) -> None:
    """Put two households together: everybody keeps what he is to the head, unless that would make two heads."""
    here, there = members_of(session, stays), members_of(session, goes)
    kept = session.exec(select(Household).where(Household.id == stays, Household.author == author_of(session))).one()
    other = session.exec(select(Household).where(Household.id == goes, Household.author == author_of(session))).one()
    head = head_among(kept, here)
    relations = {one.id: None if head is not None and one.relation_to_head in ("head", "self") else one.relation_to_head for one in there}
    if head is None:
        came = head_among(other, there)
        kept.head_id = came.id if came is not None else None
    merge_households(session, stays, goes, relations)


def _one_course(session: Session, goes: str, stays: str) -> None:
    """Keep the steps of the wish that is further: the other one's first steps were the same, noted twice."""
    found = standings(session, [goes, stays])
    place = {state: at for at, state in enumerate(("draft", "pending", "approved", "published"))}
    rank = {one: (went_on(session, "wish", one), place.get(found[one].state, 0)) for one in (goes, stays)}
    drops = stays if rank[goes] > rank[stays] else goes
    first = select(WishEvent.id).where(WishEvent.wish_id == drops, WishEvent.author == author_of(session))
    again = session.exec(first.where(col(WishEvent.removed_at).is_(None), col(WishEvent.kind).in_(FIRST_STEPS))).all()
    if again:
        write(session, "wish_event", ["removed_at"], [{"record": one, "removed_at": session.info["at"]} for one in again])


def _measures(session: Session, goes: str, stays: str) -> dict[str, str] | None:
    """Return which line of the plan that stays each tick of the other is of; None where one is of none."""
    plans = {one.id: one for one in session.exec(select(CarePlan).where(col(CarePlan.id).in_((goes, stays)))).all()}
    if len(plans) < 2:
        return {}
    words = {one.key: one.what for one in plans[goes].measures}
    keys = {one.what: one.key for one in plans[stays].measures} | {one.key: one.key for one in plans[stays].measures}
    ticked = select(PlanStep.id, PlanStep.measure).where(PlanStep.plan_id == goes, PlanStep.author == author_of(session))
    found = {}
    for step, measure in session.exec(ticked.where(col(PlanStep.removed_at).is_(None))).all():
        key = keys.get(measure) or keys.get(words.get(measure, ""))
        if key is None:
            return None
        found[step] = key
    return found


def _keep_picture(session: Session, goes: str, stays: str) -> None:
    """Lay the picture under the photo that stays too, where it has none: which of the two came back from the county has it not."""
    held = {one.photo_id: one for one in session.exec(select(PhotoPicture).where(col(PhotoPicture.photo_id).in_((goes, stays))))}
    if goes in held and stays not in held:
        picture = held[goes]
        session.add(PhotoPicture(photo_id=stays, whole=picture.whole, small=picture.small, author=author_of(session)))


def _take_over(session: Session, kind: str, goes: str, stays: str) -> None:
    """Let the record that stays point where only the other one pointed: what was raised in a call stays with the call.

    It gets what only the other one has of the fields that never leave this desk, too: the one from the county comes without them.
    """
    table, own = table_of(kind), author_of(session)
    single, _lists = naming(register_of(kind))
    rows = session.connection().execute(select_row(table).where(table.c.id.in_((goes, stays)), table.c.author == own)).mappings()
    found = {row["id"]: row for row in rows}
    fresh = [name for name in single if name != "merged_into" and found[stays][name] is None and found[goes][name] not in (None, stays)]
    if kind == "household":
        fresh = [name for name in fresh if name != "head_id"]
    fresh += [name for name in register_of(kind).held_back if not found[stays][name] and found[goes][name]]
    write(session, kind, fresh, [{"record": stays} | {name: found[goes][name] for name in fresh}])
