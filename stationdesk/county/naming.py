"""The county's name, as the stations see it: changed for what is written from now on, and told to them if that is wanted."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from stationdesk.county.desk import NAME_SETTING, read_setting, write_setting
from stationdesk.county.word import ALL, say
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.field import clean_text

LONGEST = 60
"""Signs of a name: it stands in every enrolment file."""


class NameUnclear(DeskError):
    """The county cannot be called so, or is called so already."""


def rename_county(session: Session, name: str, on: date, *, tell: bool) -> str:
    """Call the county otherwise from now on, and announce it to every station if `tell`; returns the name before.

    Its code and its keys stay, so nothing on the road changes. A station that enrolled before keeps the name it enrolled with until it
    enrols again. Raises NameUnclear.
    """
    wanted, before = " ".join(clean_text(name).split()), str(read_setting(session, NAME_SETTING) or "")
    if not wanted or len(wanted) > LONGEST:
        raise NameUnclear(_("Please type the county's name, of at most {count} signs.").format(count=LONGEST))
    if wanted == before:
        raise NameUnclear(_("The county is called {name} already.").format(name=wanted))
    write_setting(session, NAME_SETTING, wanted)
    if tell:
        text = _("The county is called «{name}» from now on, before «{before}». Its code and its six words are the same; report as always.")
        title = _("The county's name is {name}").format(name=wanted)
        draft = AnnouncementDraft(title=title[:80], text=text.format(name=wanted, before=before), valid_from=on.isoformat())
        say(session, draft, ALL, on)
    return before
