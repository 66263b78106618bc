"""Where the picture of a photo is: only here, on its way to the county, with the county, or lost with another computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from stationdesk.i18n import _, ngettext
from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_ask import PhotoAsk
from stationdesk.registers.photo_offer import PhotoOffer
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.services.photo_offers import first_lines
from stationdesk.services.road import RoadState, county_row, sent_back, state_at
from stationdesk.store.database import author_of


@dataclass(frozen=True)
class PictureRoad:
    """Where one picture is, in words; `gone` and `gone_says` stand in its place where it is not here."""

    words: str
    gone: str
    gone_says: str


def roads(session: Session, photos: Sequence[Photo]) -> dict[str, PictureRoad]:
    """Return where the pictures of these own photos are."""
    if not photos:
        return {}
    mine = (PhotoOffer.author == author_of(session), col(PhotoOffer.removed_at).is_(None))
    ids = [one.id for one in photos]
    offers = {one.photo_id: one for one in session.exec(select(PhotoOffer).where(*mine, col(PhotoOffer.photo_id).in_(ids)))}
    made, side = first_lines(session, [one.id for one in offers.values()]), county_row(session)
    back = sent_back(side)
    found = {}
    for photo in photos:
        offer = offers.get(photo.id)
        state = state_at(side, made[offer.id]) if offer is not None else None
        if state is None or offer is None:
            words = _("the picture stays here, it is not reported")
        elif ("photo_offer", offer.id) in back:
            words = _("picture: sent back by the county, it goes again with the next report")
        else:
            words = _("picture: {state}|road").format(state=state.label)
        if photo.deleted_on:
            gone = (_("deleted|photo"), _("The picture was deleted for good."))
        elif state is RoadState.RECEIVED:
            gone = (_("at the county|photo"), _("The county has the picture. Report once: its next answers bring it back."))
        else:
            gone = (_("not here|photo"), _("The picture was only on another computer and was never reported."))
        found[photo.id] = PictureRoad(words, *gone)
    return found


def asked_words(session: Session) -> list[tuple[str, str]]:
    """Return what the county asks for, and how many photos of those days go and do not go to it."""
    theirs = select(PhotoAsk).where(PhotoAsk.author != author_of(session), col(PhotoAsk.removed_at).is_(None)).order_by(col(PhotoAsk.key))
    mine = (Photo.author == author_of(session), col(Photo.removed_at).is_(None), col(Photo.deleted_on).is_(None))
    standing = select(PhotoOffer.photo_id).where(PhotoOffer.author == author_of(session), col(PhotoOffer.removed_at).is_(None))
    found = []
    for ask in session.exec(theirs):
        days = (Photo.taken_on >= (ask.from_date or ""), Photo.taken_on <= (ask.to_date or "9999"))
        goes = session.exec(select(func.count(col(Photo.key))).where(*mine, *days, col(Photo.id).in_(standing))).one()
        stays = session.exec(select(func.count(col(Photo.key))).where(*mine, *days, col(Photo.id).not_in(standing))).one()
        said = [_("{count} photos of these days are reported").format(count=goes)]
        if stays:
            said.append(_("{count} stay here: not everybody on them agreed, or they wait for the next package").format(count=stays))
        said.append(_("with children only where guardian and child agreed") if ask.children else _("none with children go"))
        found.append(
            (_("The county asks for photos: {purpose}").format(purpose=ask.purpose), _("{what}.|came").format(what=_("; ").join(said)))
        )
    return found


def missing_words(session: Session, came: int) -> list[str]:
    """Say after a repair which pictures came back, which are still with the county, and which nobody has any more."""
    mine = (Photo.author == author_of(session), col(Photo.removed_at).is_(None), col(Photo.deleted_on).is_(None))
    lost = select(Photo.id).where(*mine, col(Photo.id).not_in(select(PhotoPicture.photo_id)))
    standing = (PhotoOffer.author == author_of(session), col(PhotoOffer.removed_at).is_(None))
    offered = select(PhotoOffer.photo_id).where(*standing)
    there = session.exec(select(func.count()).select_from(lost.where(col(Photo.id).in_(offered)).subquery())).one()
    nowhere = session.exec(select(func.count()).select_from(lost.where(col(Photo.id).not_in(offered)).subquery())).one()
    said = []
    if came:
        said.append(ngettext("{count} photo came back.", "{count} photos came back.", came).format(count=came))
    if there:
        words = ngettext("{count} more photo is with the county", "{count} more photos are with the county", there).format(count=there)
        said.append(_("{photos}: report once, and its next answers bring them.").format(photos=words))
    if nowhere:
        words = ngettext("{count} photo was never reported", "{count} photos were never reported", nowhere).format(count=nowhere)
        said.append(_("{photos}: the picture was only on the other computer. What was written about it is here.").format(photos=words))
    return said
