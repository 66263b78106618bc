"""People with wishes, brought as far as a test wants them; what a test wrote is thrown away when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.services import wish_giving, wish_noting, wishes
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_steps import Next, next_step
from stationdesk.services.wish_terms import WishTerms, wish_terms
from stationdesk.store.database import Database, author_of

ON = date(2026, 11, 23)
BY = "徐丽华"
UNIT = "瓷厂社区志愿队"


class _OverError(Exception):
    """The test is over."""


@contextmanager
def thrown_away(desk: Database) -> Iterator[Session]:
    """Give an action that is never saved."""
    with suppress(_OverError), desk.writing(BY, "试") as found:
        yield found
        raise _OverError


def person(session: Session, name: str = "冯满仓", age: int = 73, **more: Any) -> str:
    born = {"birth_date": f"{ON.year - age}-01-02", "birth_precision": "day", "sex": "male", "village_group": "汪家组"}
    made = Resident.model_validate(ResidentDraft(name=name, **(born | more)), update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made.id


def child(session: Session, *, agreed: bool = True, **more: Any) -> str:
    made = person(session, "汪小满", 10, **({"alias": "小树", "school": "上徐小学"} | more))
    session.add(Kin.model_validate(KinDraft(resident_id=made, name="汪大伯", relation="uncle"), update={"author": author_of(session)}))
    if agreed:
        said = {"kind": "public_wish", "given_by": "guardian", "giver_name": "汪大伯", "child_agrees": True, "given_on": "2026-10-01"}
        consent = ConsentDraft.model_validate({"resident_id": made} | said)
        session.add(Consent.model_validate(consent, update={"author": author_of(session)}))
    session.flush()
    return made


def noted(session: Session, content: str = "高压锅", who: str = "", **more: Any) -> Wish:
    return wish_noting.note(session, WishDraft(resident_id=who or person(session), content=content, **more), ON, by=BY)


def published(session: Session, content: str = "高压锅", who: str = "", **more: Any) -> str:
    made = noted(session, content, who, **more)
    wishes.check(session, made.id, ON, by=BY)
    wishes.approve(session, made.id, ON, by=BY)
    wishes.publish(session, made.id, ON, by=BY)
    return made.id


def claimed(session: Session, content: str = "高压锅", **more: Any) -> str:
    made = published(session, content)
    wish_giving.claim(session, [made], unit(**more), ON, by=BY)
    return made


def unit(name: str = UNIT, **more: Any) -> dict[str, Any]:
    return {"claimer": name, "claimer_kind": "team", **more}


def state(session: Session, wish: str) -> str:
    return facts_of(session, [wish])[wish].standing.state


def coming(session: Session, wish: str, terms: WishTerms | None = None) -> Next:
    found = next_step(facts_of(session, [wish])[wish], terms or wish_terms(session))
    assert found is not None
    return found


def in_days(days: int) -> date:
    return ON + timedelta(days=days)
