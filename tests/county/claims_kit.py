"""Wishes at a real desk, their county, and a sheet that goes round by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlmodel import Session, col, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.wishes import standings_of
from stationdesk.ledgers.claim_sheet import COLUMNS
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.wish_state import Standing, standings
from stationdesk.store.database import Database, author_of

ON = date(2026, 11, 20)
BY = "徐丽华"
AT = {name: place + 1 for place, (name, _heading, _width) in enumerate(COLUMNS)}
PUBLISHED = ("submitted", "approved", "published")


def person(desk: Database, name: str, **more: Any) -> str:
    """Write a resident down."""
    with desk.writing(BY, f"登记 {name}") as session:
        made = Resident.model_validate(ResidentDraft(name=name, **more), update={"author": author_of(session)})
        session.add(made)
    return made.id


def wish(desk: Database, resident: str, content: str, events: tuple[str, ...] = PUBLISHED, **more: Any) -> str:
    """Write a wish and what the station did with it."""
    with desk.writing(BY, "心愿") as session:
        made = Wish.model_validate(WishDraft(resident_id=resident, content=content, **more), update={"author": author_of(session)})
        session.add(made)
        session.flush()
        for kind in events:
            event = WishEventDraft(wish_id=made.id, kind=kind, happened_on="2026-11-01")
            session.add(WishEvent.model_validate(event, update={"author": author_of(session)}))
            session.flush()
    return made.id


def consent(desk: Database, resident: str, **more: Any) -> None:
    """Write a consent to make wishes public."""
    fields = {"kind": "public_wish", "given_by": "guardian", "giver_name": "汪大伯", "child_agrees": True, "given_on": "2026-10-01"}
    with desk.writing(BY, "同意") as session:
        draft = ConsentDraft.model_validate({"resident_id": resident} | fields | more)
        session.add(Consent.model_validate(draft, update={"author": author_of(session)}))


def county_claims(county: CountyDesk, station: str, wish_id: str, claimer: str) -> str:
    """Let the county write a claim down."""
    with county.database.writing("县", "认领") as session:
        draft = WishClaimDraft(wish_id=wish_id, wish_author=station, claimer=claimer)
        made = WishClaim.model_validate(draft, update={"author": county.code, "audience": f"station:{station}"})
        session.add(made)
    return made.id


def here(desk: Database, wish_id: str) -> Standing:
    """Return how a wish stands at its station."""
    with desk.reading() as session:
        return standings(session, [wish_id])[wish_id]


def alike(county: CountyDesk, desk: Database, wish_id: str) -> Standing:
    """Return how a wish stands, which both sides must reckon alike."""
    found = here(desk, wish_id)
    assert standings_of(county, [wish_id])[desk.about.author, wish_id] == found
    return found


def answers(session: Session) -> list[tuple[str, str | None]]:
    """Return the station's answers in their order, each with its reason."""
    said = select(ClaimAnswer).where(col(ClaimAnswer.removed_at).is_(None)).order_by(col(ClaimAnswer.key))
    return [(one.answer, one.reason) for one in session.exec(said)]


def fill(path: Path, to: Path, rows: dict[int, dict[str, Any]]) -> Path:
    """Write into a sheet by hand: row (4 is the first wish) → column → value."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row, cells in rows.items():
        for name, value in cells.items():
            sheet.cell(row, AT[name]).value = value
    book.save(to)
    return to


def column(path: Path, name: str) -> list[Any]:
    """Return what a sheet shows under one heading."""
    sheet = load_workbook(path).worksheets[0]
    return [sheet.cell(row, AT[name]).value for row in range(4, sheet.max_row + 1)]
