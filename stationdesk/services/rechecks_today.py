"""What both sides had written, as one line of the day's list: it leads to the page where it is settled."""

from __future__ import annotations

from sqlmodel import Session

from stationdesk.i18n import _, ngettext
from stationdesk.services.due import Part
from stationdesk.services.rechecks import open_count
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source


def section(session: Session, asked: Asked) -> Section:
    """Return one line while anything is to be checked."""
    count = open_count(session)
    lines: tuple[Line, ...] = ()
    if count and asked.most:
        lines = (_line(count),)
    return Section("rechecks", _("To be checked"), "", count, lines, _("{count} things to be checked|heading"))


def _line(count: int) -> Line:
    why: Part = (
        ngettext("{count} thing, written on both sides", "{count} things, written on both sides", count).format(count=count),
        "ink",
    )
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=_("At the county and here"),
        age=None,
        child=False,
        reasons=(why,),
        place="",
        phone="",
        kin="",
        home=False,
        kind="rechecks",
        record_id="rechecks",
        lead=_("To be checked"),
        icon="warning",
        page="recheck",
    )


RECHECKS = Source("rechecks", section, reads=frozenset({"recheck"}))
