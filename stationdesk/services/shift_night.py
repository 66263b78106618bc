"""Who is on duty tonight: the turns of the night from the evening to the morning, whenever they begin, and its hours without anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.shift_cover import Span, gaps
from stationdesk.services.shifts import Turn, times_words, turns_between

EVENING = time(18)
"""When the night begins, for who is on tonight."""
MORNING = time(8)
"""When it ends."""
LITTLE = timedelta(hours=3)
"""How far into the night a turn of the day may reach without being one of the night: until 21:00, or from 05:00 on."""


class Night(NamedTuple):
    """The night as it is told at a moment: who is still to be had in it, and its hours still to come without anybody."""

    span: Span
    turns: Sequence[Turn]
    gaps: Sequence[Span]

    @property
    def ids(self) -> list[str]:
        """The ids of its turns."""
        return [one.id for one in self.turns]

    @property
    def who(self) -> tuple[str, ...]:
        """Who is on duty, each once, the first first."""
        return tuple(dict.fromkeys(one.who for one in self.turns))

    @property
    def holes(self) -> str:
        """Return its hours without anybody in words; empty where there are none, or where there is nobody at all."""
        return _(", |pause").join(times_words(f"{one.begins:%H:%M}", f"{one.ends:%H:%M}") for one in self.gaps) if self.turns else ""

    @property
    def until(self) -> datetime:
        """Until when what is told stays so: the end of the turn or hole that ends first, at latest of the night."""
        return min([self.span.ends, *(one.span.ends for one in self.turns), *(one.ends for one in self.gaps)])


def tonight(session: Session, now: datetime) -> Night:
    """Return the night at a moment in the village: after midnight the one that still runs, else the coming one.

    A turn that is over is not told any more. A night whose turns are all over before the morning gives way to the coming one.
    """
    bare = now.replace(tzinfo=None)
    early = bare.time() < MORNING
    first = bare.date() - timedelta(days=1) if early else bare.date()
    turns = [one for one in turns_between(session, first - timedelta(days=1), bare.date() + timedelta(days=1)) if not one.trouble]
    night = _night(first)
    of_it = [one for one in turns if _is_of(one, night)]
    if early and of_it and all(one.span.ends <= bare for one in of_it):
        night = _night(bare.date())
        of_it = [one for one in turns if _is_of(one, night)]
    begins = max(night.begins, bare.replace(second=0, microsecond=0))
    return Night(night, [one for one in of_it if one.span.ends > bare], gaps((one.span for one in turns), begins, night.ends))


def _night(first: date) -> Span:
    return Span(datetime.combine(first, EVENING), datetime.combine(first + timedelta(days=1), MORNING))


def _is_of(turn: Turn, night: Span) -> bool:
    """Tell whether a turn is one of the night; one of the day that reaches a little into its evening or morning is not."""
    begins, ends = turn.span
    if begins >= night.ends or ends <= night.begins:
        return False
    of_day = (begins < night.begins and ends - night.begins <= LITTLE) or (ends > night.ends and night.ends - begins <= LITTLE)
    return turn.shift.kind == "night" or not of_day
