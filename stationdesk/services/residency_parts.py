"""What the consequences of a move are made of: a step, an effect in words, and what several of them ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.pairing import OVER, Pairing
from stationdesk.services.day_words import day_words
from stationdesk.services.residency_around import SPOUSES, Around

ENDED = frozenset({"deceased", "moved_out"})
"""After these the station has nothing more to do for the person."""
PAUSED = frozenset({"away", "hospital", "institution", "missing"})
BACK = frozenset({"living", "returned"})
NAMED = 3
"""Names that are said in one line; of more the number is said."""


@dataclass(frozen=True)
class Step:
    """One record to be written: the fields it gets; without an id it is made."""

    kind: str
    record: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Effect:
    """One consequence in words; `steps` is what is written if it is ticked. Without steps it happens by itself, or only wants telling."""

    code: str
    says: str
    tone: str = "stop"
    """stop: something ends; change: something is written; urgent: somebody must do something now; note: to be known."""
    count: int = 1
    choice: bool = False
    ticked: bool = True
    steps: tuple[Step, ...] = ()
    options: tuple[tuple[str, str], ...] = field(default=())
    """Where one out of several is to be chosen: id and name; `steps` are those of the first."""


@dataclass(frozen=True)
class Move:
    """A move as it is about to be written."""

    to_status: str
    happened_on: date
    place: str = ""

    @property
    def day(self) -> str:
        """The day it happened, as it is kept."""
        return self.happened_on.isoformat()


def stops(chosen: Iterable[Effect]) -> int:
    """Return how many things end, for the button: 登记去世，停 3 件事."""
    return sum(1 for one in chosen if one.tone == "stop")


def day_of(move: Move, around: Around) -> str:
    """Return the day of a move in words."""
    return day_words(move.happened_on, around.on)


def names(words: Sequence[str]) -> str:
    """Return a few names, and how many more there are."""
    there = list(dict.fromkeys(word for word in words if word))
    said = _(", ").join(there[:NAMED])
    return _("{names} and {count} more").format(names=said, count=len(there) - NAMED) if len(there) > NAMED else said


def end_of(since: str | None, move: Move) -> str:
    """Return the last day something counts that began `since`: the day of the move, or its own first day if it was given later."""
    return max(move.day, since or "")


def running(one: CareGrade | CategoryTag, move: Move) -> bool:
    """Tell whether a grade or a category still runs after the day of the move."""
    return one.to_date is None or one.to_date > end_of(one.from_date, move)


def pairing_runs(one: Pairing, move: Move) -> bool:
    """Tell whether a pairing still runs on the day of the move or began later."""
    return one.state not in OVER if one.end_date is None else one.end_date > move.day


def tag_end(one: CategoryTag, move: Move, reason: str) -> Step:
    """Return the step that ends a category with the day of the move."""
    return Step("category_tag", one.id, {"to_date": end_of(one.from_date, move), "exit_reason": reason})


def spouse_of(around: Around) -> str:
    """Return the id of the spouse, if he is known in the register."""
    own = [kin.kin_resident_id for kin in around.kin if kin.relation in SPOUSES and kin.kin_resident_id]
    theirs = [kin.resident_id for kin in around.kin_elsewhere if kin.relation in SPOUSES]
    return next(iter([*own, *theirs]), "")
