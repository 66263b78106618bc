"""How a photo reads: when it was taken, of whom, what it may be used for, who agreed, and until when it is kept."""

from __future__ import annotations

from datetime import date

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.photo import Photo
from stationdesk.services.day_words import day_words


def photo_words(photo: Photo, people: str, on: date) -> str:
    """Return everything that is to be known of a photo in one line."""
    uses = table("photo_use")
    said = [day_words(date.fromisoformat(photo.taken_on), on), people]
    said.append(_("may be used for: {uses}").format(uses="、".join(uses.label(one) for one in photo.consent_use)))
    if photo.agreed_by:
        who = photo.agreed_name or table("consent_giver").label(photo.agreed_by)
        how = table("consent_form").label(photo.agreed_how or "oral")
        said.append(_("{who} agreed, {how}").format(who=who, how=how))
    if photo.expires_on:
        said.append(_("kept until {day}").format(day=day_words(date.fromisoformat(photo.expires_on), on)))
    return " · ".join(filter(None, said))
