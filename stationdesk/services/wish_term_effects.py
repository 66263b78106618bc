"""What a change of the terms does to wishes that are open: how many get another last day, are late with it, or pass by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.wish_ahead import ahead_of
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_steps import TERM_OF, next_step
from stationdesk.services.wish_terms import DAYS, WishTerms, wish_terms

STEP_OF: Mapping[str, str] = MappingProxyType({name: name for name in DAYS} | {"wall": "claim", "promise": "receive", "grace": "receive"})
"""Term → the step of `wish_steps.STEPS` whose last day it makes."""
TO_COME = ("wall", "promise", "cap")
"""What is written down when a wish is published, claimed or noted: a change counts for those to come."""


class Here(NamedTuple):
    """The wishes at one step."""

    wishes: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change does to open wishes; each is counted once."""

    wishes: int = 0
    """Whose last day moves."""
    late: int = 0
    """Of them late with it that were not."""
    passing: int = 0
    """Whose claim goes back, or that come off the wall, when the desk is opened next or the day turns."""

    @property
    def says(self) -> str:
        """It in a sentence."""
        if not self.wishes and not self.passing:
            return _("No open wish is changed by it.")
        said = [_("{count} open wishes get another last day").format(count=self.wishes)] if self.wishes else []
        said += [_("{count} are late with it").format(count=self.late)] if self.late else []
        if self.passing:
            said.append(_("{count} pass by themselves tomorrow or when the desk is opened next").format(count=self.passing))
        return _(", |pause").join(said) + _(".|stop")


def at_steps(session: Session, on: date) -> Mapping[str, Here]:
    """Return by step how many open wishes are at it on day `on`."""
    there, late = Counter[str](), Counter[str]()
    for one in ahead_of(session).values():
        if one.passed(on):
            continue
        step = TERM_OF.get(one.step, one.step)
        there[step] += 1
        late[step] += one.late(on) > 0
    return {step: Here(count, late[step]) for step, count in there.items() if step}


def moved_by(session: Session, wanted: WishTerms, on: date) -> Moved:
    """Return what terms would do to the open wishes, seen from day `on`; nothing is changed."""
    here = wish_terms(session)
    steps = {STEP_OF[name] for name in DAYS if getattr(here, name) != getattr(wanted, name)}
    ids = [wish for wish, one in ahead_of(session).items() if TERM_OF.get(one.step, one.step) in steps]
    moved = late = passing = 0
    for facts in facts_of(session, ids).values():
        was, now = next_step(facts, here), next_step(facts, wanted)
        if was is None or now is None or (was.passed(on) and now.passed(on)):
            continue
        moved += was.due != now.due
        late += was.late(on) <= 0 < now.late(on)
        passing += now.lapses_on is not None and now.lapses_on <= on and not (was.lapses_on and was.lapses_on <= on)
    return Moved(moved, late, passing)
