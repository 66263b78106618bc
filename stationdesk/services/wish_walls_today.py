"""Lists of wishes that hang on a wall and are to be taken down, as lines of the day's list."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.due import Part
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.services.wish_papers import Hung, hung, take_down


def section(session: Session, asked: Asked) -> Section:
    """Return the lists whose day has come, the oldest first; a list is about no one person."""
    due = [one for one in hung(session) if one.down <= asked.on.isoformat()]
    lines = tuple(_line(one, asked.on) for one in due[: asked.most]) if asked.most else ()
    return Section("wish_walls", _("Take off the wall"), "", len(due), lines, _("{count} lists|heading"))


def _line(one: Hung, on: date) -> Line:
    day = date.fromisoformat(one.down)
    late = (on - day).days
    when: Part = (_("{days} days late").format(days=late), "red") if late > 0 else (_("today"), "amber")
    why: tuple[Part, ...] = ((_("hangs since {day}").format(day=day_words(date.fromisoformat(one.printed_on), on)), "ink2"), when)
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=one.words,
        age=None,
        child=False,
        reasons=why,
        place="",
        phone="",
        kin="",
        home=False,
        kind="wish_walls",
        record_id=f"{one.year}-{one.edition}",
        lead=_("Wish wall|paper"),
        icon="heart",
        done_words=_("Taken down|button"),
        page="wishes",
        argument="",
    )


def _done(session: Session, line: Line, on: date, by: str) -> None:  # noqa: ARG001 - as every source is asked
    year, _dash, edition = line.record_id.partition("-")
    take_down(session, int(year), int(edition))


def _said(line: Line) -> str:
    return _("Wish wall taken down: {name}").format(name=line.name)


WISH_WALLS: Source = Source("wish_walls", section, _done, _said, reads=frozenset({"setting"}))
