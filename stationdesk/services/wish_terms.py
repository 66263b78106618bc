"""The terms of wishes as this station has set them: how many days each step may take, and what a wish may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.services.desk_settings import put_value, value_of

NAME = "wish_terms"
"""What the terms are kept under; `store/wish_now.py` looks for it too."""
LONGEST = 365
"""Days a step may be given at most."""
DEAREST = 100_000_00
"""分 above which an amount is a slip of the pen and no cost of a small wish."""


class UnfitTerm(DeskError):
    """A term or the cap was given a value it does not take."""


@dataclass(frozen=True)
class WishTerms:
    """Days for each step of a wish, and the cap of its cost in 分."""

    complete: int = 7
    """Days in which a draft is completed and handed in."""
    check: int = 7
    """Days in which somebody goes to see whether it is so."""
    approve: int = 3
    """Days from there to the station's word."""
    publish: int = 3
    wall: int = 30
    """Days a wish hangs on the wall if no last day is given."""
    answer: int = 3
    promise: int = 14
    """Days a claimer has who promised no day."""
    grace: int = 3
    """Days after a promised day at whose end the wish goes back to the pool by itself."""
    bring: int = 7
    """Days in which what lies at the station is brought."""
    confirm: int = 3
    """Days after the delivery in which somebody asks whether it is right."""
    review: int = 7
    decide: int = 7
    """Days in which is decided about a wish that nobody took."""
    tell: int = 3
    """Days in which a claimer is told that nothing is to be brought any more."""
    thank: int = 7
    """Days after somebody was asked once more in which the giver is thanked."""
    cap: int = 300_00
    """分 a wish costs at most without somebody saying so once more (domain 1.9: 一般不超过300元); 0: no cap."""


DEFAULTS = WishTerms()
DAYS: tuple[str, ...] = tuple(one.name for one in fields(WishTerms) if one.name != "cap")
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "complete": N_("Complete what was noted|wish term"),
        "check": N_("Look at it at home|wish term"),
        "approve": N_("Approve after the visit|wish term"),
        "publish": N_("Publish after the approval|wish term"),
        "wall": N_("Wait on the wall for a claimer|wish term"),
        "answer": N_("Answer a claim|wish term"),
        "promise": N_("Bring what was claimed|wish term"),
        "grace": N_("Wait after a promised day|wish term"),
        "bring": N_("Bring what lies at the station|wish term"),
        "confirm": N_("Ask after it was brought|wish term"),
        "review": N_("Ask once more after it came true|wish term"),
        "decide": N_("Decide about one that nobody took|wish term"),
        "tell": N_("Tell a claimer of a cancelled wish|wish term"),
        "thank": N_("Thank the giver|wish term"),
        "cap": N_("Cost of a wish at most|wish term"),
    }
)
"""What each is called where it is set."""


def wish_terms(session: Session) -> WishTerms:
    """Return the terms; what was never set, or cannot be read, has its default."""
    said = value_of(session, NAME)
    if not isinstance(said, dict):
        return DEFAULTS
    return replace(DEFAULTS, **{name: value for name, value in said.items() if name in LABELS and takes(name, value)})


def promise_from(promised: str, terms: WishTerms, on: date) -> str:
    """Return for when somebody brings what he is given on day `on`: his own day where it is not over, else the last one of the term."""
    if promised >= on.isoformat():
        return min(promised, (on + timedelta(days=LONGEST)).isoformat())
    return (on + timedelta(days=terms.promise)).isoformat()


def change_terms(session: Session, **changes: int) -> WishTerms:
    """Change some terms by name and return them all. Raises UnfitTerm for a value that is none."""
    wanted = replace(wish_terms(session), **changes)
    for name, value in changes.items():
        if not takes(name, value):
            raise UnfitTerm(
                _("A term is a number of days from 1 to {most}. Nothing was changed.").format(most=LONGEST)
                if name != "cap"
                else _("The cost of a wish is at most {most} yuan. Nothing was changed.").format(most=DEAREST // 100)
            )
    put_value(session, NAME, {name: value for name, value in asdict(wanted).items() if value != getattr(DEFAULTS, name)})
    return wanted


def takes(name: str, value: Any) -> bool:
    """Tell whether a term, or the cap, may have this value."""
    if type(value) is not int:
        return False
    return 0 <= value <= DEAREST if name == "cap" else 1 <= value <= LONGEST
