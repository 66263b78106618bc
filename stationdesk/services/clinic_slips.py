"""The slips of a free clinic: what each may show, and the printed ones that wait to be typed back in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.form_draft import FormDraft
from stationdesk.registers.mask import masked_name
from stationdesk.services import drafts
from stationdesk.services.clinic import ClinicLine, measured_words
from stationdesk.services.day_words import day_words
from stationdesk.services.health_writing import latest_of
from stationdesk.services.sheet_numbers import LETTERS
from stationdesk.store.database import author_of

FORM = "clinic"
SIGNS = 4
"""Characters of a clinic's code."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Slips that were printed and are not all typed back, whoever printed them."""

    code: str
    owner: str
    kept: dict[str, Any]


def code_of(occasion: str) -> str:
    """Return the code of a clinic: four characters that no pen makes alike."""
    figure = int.from_bytes(hashlib.sha256(occasion.encode()).digest()[:6], "big")
    signs = []
    for _nth in range(SIGNS):
        figure, place = divmod(figure, len(LETTERS))
        signs.append(LETTERS[place])
    return "".join(signs)


def last_words(session: Session, ids: Sequence[str], on: date) -> dict[str, str]:
    """Return what was measured last of each person, with its day: 11月20日 146/88，心率 72."""
    found = latest_of(session, ids)
    said = {who: measured_words(reading) for who, reading in found.items()}
    return {who: f"{day_words(date.fromisoformat(found[who].taken_on), on)} {words}" for who, words in said.items() if words}


def covered(line: ClinicLine) -> ClinicLine:
    """Return a person as a slip that lies about may show him: the surname, no group; a child keeps the alias."""
    return line if line.child else replace(line, name=masked_name(line.name), group="")


def keep_slips(session: Session, operator: str, kept: dict[str, Any]) -> None:
    """Remember printed slips until they are typed back: whose they are, and in which order."""
    drafts.keep(session, operator, FORM, kept, kept["code"])


def waiting(session: Session) -> list[Waiting]:
    """Return the printed slips that wait, those printed last first."""
    mine = select(FormDraft).where(FormDraft.form == FORM, FormDraft.author == author_of(session), col(FormDraft.about).is_not(None))
    kept = session.exec(mine.order_by(col(FormDraft.key).desc())).all()
    return [Waiting(str(one.about), one.operator, dict(one.typed)) for one in kept]


def waiting_words(one: Waiting, on: date) -> str:
    """Return a line about slips that wait: 4CDE，11月23日，30 人."""
    day = day_words(date.fromisoformat(str(one.kept["day"])), on)
    return _("{code}, {day}, {people} people|clinic").format(code=one.code, day=day, people=len(one.kept["ids"]))
