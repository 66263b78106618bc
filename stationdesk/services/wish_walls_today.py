"""Lists of wishes that are to be taken off a wall, for their day or for what is on them, as lines of the day's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.due import Part
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.services.wish_papers import wall_numbers
from stationdesk.services.wish_walls import Hung, hung, no_longer_public, take_down


def section(session: Session, asked: Asked) -> Section:
    """Return the lists with something on them that nobody may read any more, then those whose day has come, the oldest first."""
    wrong = {one.words: wishes for one, wishes in no_longer_public(session, asked.on)}
    due = [one for one in hung(session) if one.words in wrong or one.down <= asked.on.isoformat()]
    due.sort(key=lambda one: one.words not in wrong)
    numbers = wall_numbers(session) if wrong and asked.most else {}
    lines = tuple(_line(one, wrong.get(one.words, ()), numbers, asked.on) for one in due[: asked.most]) if asked.most else ()
    return Section("wish_walls", _("Take off the wall"), "", len(due), lines, _("{count} lists|heading"))


def _reasons(one: Hung, wrong: Sequence[str], numbers: Mapping[str, str], on: date) -> tuple[Part, ...]:
    day = date.fromisoformat(one.down)
    late = (on - day).days
    over: Part = (_("{days} days late").format(days=late), "red") if late > 0 else (_("today"), "amber")
    when = (over,) if late >= 0 else ()
    if not wrong:
        return ((_("hangs since {day}").format(day=day_words(date.fromisoformat(one.printed_on), on)), "ink2"), *when)
    named = _(", |pause").join(sorted((numbers[wish] for wish in wrong if wish in numbers), key=lambda number: (len(number), number)))
    if named:
        said = _("has wishes that may not be public any more (wall number {numbers}): take it down and print it anew").format(numbers=named)
    else:
        said = _("has wishes that may not be public any more: take it down and print it anew")
    return ((said, "red"), *when)


def _line(one: Hung, wrong: Sequence[str], numbers: Mapping[str, str], on: date) -> Line:
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=one.words,
        age=None,
        child=False,
        reasons=_reasons(one, wrong, numbers, on),
        place="",
        phone="",
        kin="",
        home=False,
        kind="wish_walls",
        record_id=one.mark,
        lead=_("Wish wall|paper"),
        icon="heart",
        done_words=_("Taken down|button"),
        page="wishes",
        argument="wall" if wrong else "",
    )


def _done(session: Session, line: Line, on: date, by: str) -> None:  # noqa: ARG001 - as every source is asked
    year, _dash, edition = line.record_id.partition("-")
    take_down(session, int(year), int(edition))


def _said(line: Line) -> str:
    return _("Wish wall taken down: {name}").format(name=line.name)


READS = frozenset({"setting", "wish", "wish_event", "consent", "resident"})
WISH_WALLS: Source = Source("wish_walls", section, _done, _said, reads=READS)
