"""How far the county has this desk's journal, believed only along the chain; and making one of two branches again."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.catalogue import KEPT_IN_STEP
from stationdesk.services.day_words import day_words, local
from stationdesk.services.road import to_mend
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database, take_new_copy
from stationdesk.sync.incoming import Incoming, Receipt
from stationdesk.sync.peers import county_of, set_peer
from stationdesk.sync.put_aside import last_seq
from stationdesk.sync.repair import Repaired, common_line, own_digest, repair, wrote_there


def take_confirmation(session: Session, incoming: Incoming, receipt: Receipt) -> None:
    """Believe how far the county has our journal, if that is a line of ours; else this is the older copy of two."""
    county, received = county_of(session), incoming.manifest.received
    if on_chain(session, received.seq, received.digest):
        set_peer(session, county.code, confirmed=received.seq, confirmed_at=session.info["at"], forked=False)
        receipt.confirmed = received.seq
        receipt.sentences.append(_("The county has everything up to change {seq}.").format(seq=received.seq))
    else:
        set_peer(session, county.code, confirmed=0, forked=True)
        receipt.confirmed = 0
        if not county.retired and received.copy == session.info["pen"].line_copy:
            renew_copy(session, receipt)
    set_peer(session, county.code, held=incoming.held)
    receipt.held = incoming.held
    asked = to_mend(session, [(one.kind, one.id) for one in incoming.held])
    if asked:
        receipt.sentences.append(_("The county has sent back {count} records, each with its reason.").format(count=len(asked)))
    if photos := sum(one.kind in KEPT_IN_STEP for one in incoming.held):
        again = _("{count} photos did not arrive whole; they go again by themselves with the next report.")
        receipt.sentences.append(again.format(count=photos))
    mend(session, incoming, receipt)
    if county_of(session).forked:
        receipt.sentences.append(
            _(
                "The county has changes of this station that this computer does not have: an older copy was put back, or two computers "
                "report. Nothing is lost; everything here waits for the repair."
            )
        )


def on_chain(session: Session, seq: int, digest: bytes) -> bool:
    """Tell whether line `seq` with this digest is one of this desk's own."""
    return seq <= last_seq(session) and own_digest(session, session.info["about"], seq) == digest


def mend(session: Session, incoming: Incoming, receipt: Receipt) -> None:
    """Make one journal of two branches, where the county gives this desk's own lines back and they say more than is here."""
    county, yours = county_of(session), incoming.yours
    if yours is None or county.retired:
        return
    common = common_line(session, yours)
    if common is None or common == yours.last:
        return  # not in sight: the next package begins lower and asks again; or ours is the longer: nothing to do
    if last_seq(session) > common and wrote_there(yours, common, session.info["pen"].line_copy):
        renew_copy(session, receipt)
    done = repair(session, yours, common, incoming.manifest.made_at)
    received = incoming.manifest.received
    confirmed = received.seq if on_chain(session, received.seq, received.digest) else common
    set_peer(session, county.code, confirmed=confirmed, exported=yours.last, forked=False, confirmed_at=session.info["at"])
    receipt.confirmed, receipt.repaired = confirmed, done
    receipt.sentences += repair_words(done, local_day(datetime.fromisoformat(session.info["at"])))


def repair_words(done: Repaired, on: date) -> list[str]:
    """Say what a repair did, what is to be looked at, and honestly what nobody has any more."""
    last = local(done.until)
    day = f"{day_words(last.date(), on)} {last:%H:%M}"
    said = [
        _("The county gave back {count} entries of this station that this computer did not have, up to {day}.").format(
            count=done.theirs, day=day
        )
    ]
    if done.mine:
        said.append(_("The {count} entries written here since then stand after them and will be reported next.").format(count=done.mine))
    if done.listed:
        listed = _("{count} things are to be checked: both sides had written them. Nothing was replaced silently.")
        said.append(listed.format(count=done.listed))
    lost = _(
        "What another computer wrote after {day} and never reported is lost. Please think whether something is missing, and write it again."
    )
    said.append(lost.format(day=day))
    said.append(
        _(
            "What never leaves a computer is not with the county either: notes of counselling, why somebody died or left and who said so, "
            "remarks on health, medicine, plans, calls and wishes, a child's protected tags. What another computer wrote of these is lost."
        )
    )
    if done.common == 0:
        said.append(_("Operators and settings are not among them: they stay on a computer and never travel."))
    return said


def renew_copy(session: Session, receipt: Receipt) -> str:
    """Take a new copy id: the county heard packages under the present one that were not written here."""
    line_copy = take_new_copy(session.connection())
    session.info["pen"].line_copy = line_copy
    session.info["about changed"] = True
    receipt.sentences.append(
        _("Another computer has reported under this desk's number, so this one goes on as {copy}.").format(copy=line_copy)
    )
    return line_copy


def use_again(database: Database, operator: str) -> None:
    """Let a retired copy go on under a new copy id (还是用这台); until the county speaks under that id nothing counts as received.

    What a retired copy believed last may be of a county that was put back since: it could not tell, for it kept its id.
    """
    with database.writing(operator, _("Use this computer again"), final=True) as session:
        set_peer(session, county_of(session).code, confirmed=0)
    database.take_new_copy()
    database.write_mark(flush=True)
