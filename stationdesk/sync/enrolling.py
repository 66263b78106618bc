"""A station becomes known to its county: it reads the enrolment file and binds its journal to that county."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlmodel import Session, col
from sqlmodel import select as select_of

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.station import Station
from stationdesk.store.authorship import is_provisional
from stationdesk.store.database import About, Database
from stationdesk.store.tables import about, change, peer
from stationdesk.sync.digest import chain, digest_zero
from stationdesk.sync.enrolment import Enrolment
from stationdesk.sync.own_keys import make_keys, start_anew
from stationdesk.sync.peers import Peer, read_peer, set_peer
from stationdesk.sync.words import county_words


class EnrolledElsewhere(DeskError):
    """The enrolment file is another station's."""


class FormerCountyKey(DeskError):
    """The enrolment file names a key of the county that a later one has revoked."""


def enrol(database: Database, operator: str, enrolment: Enrolment) -> tuple[str, ...]:
    """Enrol this station with the county of `enrolment` and return the county's key as six words, to be compared by phone.

    May be done again at any time: the journal stays and is offered from its first line. A station that was set up without the
    county takes its code from the file. A file of the same county with a key that follows from none known here revokes those that are:
    nothing they signed is read any more, nor what grew out of them. Raises EnrolledElsewhere or FormerCountyKey.
    """
    fresh = is_provisional(database.about.author) and database.about.side == "station"
    if fresh:
        database.take_author(enrolment.station)
    if enrolment.station != database.about.author or database.about.side != "station":
        raise EnrolledElsewhere(
            _("This enrolment file is for station {theirs} ({name}), and this desk is station {ours}. Nothing was changed.").format(
                theirs=enrolment.station, name=enrolment.name, ours=database.about.author
            )
        )
    with database.writing(operator, _("Enrol with {county}").format(county=enrolment.county_name), final=True) as session:
        make_keys(session)
        if fresh:
            write_code(session, enrolment.station)
        bind_journal(session, enrolment.county)
        before = known_county(session)
        refuse_former(before, enrolment)
        if before is not None and before.code == enrolment.county and before.secret != enrolment.secret.hex():
            start_anew(session)
        know_county(session, before, enrolment)
        session.info["about changed"] = True
    return county_words(enrolment.county_sign_key, enrolment.county_age_recipient)


def known_county(session: Session) -> Peer | None:
    """Return the county this desk is enrolled with, if it is with any."""
    return next((read_peer(row) for row in session.connection().execute(select(peer))), None)


def revokes(before: Peer | None, enrolment: Enrolment) -> bool:
    """Tell whether the file revokes the keys by which this desk knows the county `before`: it is the same, with a key of another chain."""
    return before is not None and before.code == enrolment.county and before.sign_key != enrolment.county_sign_key


def refuse_former(before: Peer | None, enrolment: Enrolment) -> None:
    """Raise FormerCountyKey if the file's key of the county was revoked here by a later file."""
    if before is not None and enrolment.county_sign_key in before.revoked:
        raise FormerCountyKey(
            _("This enrolment file has a key that the county has given up. Nothing was changed; please ask the county for a new file.")
        )


def know_county(session: Session, before: Peer | None, enrolment: Enrolment) -> None:
    """Write down what the file says of the county, in place of what was known of one `before`."""
    fields = {
        "name": enrolment.county_name,
        "town": enrolment.town,
        "sign_key": enrolment.county_sign_key,
        "age_recipient": enrolment.county_age_recipient,
        "secret": enrolment.secret.hex(),
        "keys": None,
    }
    if before is None or before.code != enrolment.county:
        forget_county(session)
        session.connection().execute(peer.insert().values(code=enrolment.county, **fields))
        set_peer(session, enrolment.county, revoked=before.revoked if before is not None else frozenset())
        return
    values = fields | {"confirmed": 0, "retired": False, "forked": False}
    if revokes(before, enrolment):
        values |= {"cursor": 0, "following": "", "followed_number": 0, "followed_heard": 0, "since": 1, "left": "[]"}
        set_peer(session, before.code, revoked=before.revoked | {before.sign_key, *(one.sign_key for one in before.keys)})
    session.connection().execute(peer.update().where(peer.c.code == before.code).values(values))


def write_code(session: Session, code: str) -> None:
    """Write the code from the county into the station's own records, which had a provisional one."""
    stations = session.exec(select_of(Station)).all()
    for station in stations:
        station.code = code
    own = {station.org_unit_id for station in stations}  # other villages of the town were typed in with codes of their own
    for unit in session.exec(select_of(OrgUnit).where(col(OrgUnit.id).in_(own))).all():
        unit.station_code = code
    session.flush()


def forget_county(session: Session) -> None:
    """Drop what is known of a county this station no longer belongs to; its records go with its lines."""
    from stationdesk.sync.received_rows import drop_rows

    pen = session.info["pen"]
    pen.rebuilding = True  # they are the other side's: no line is written of their going
    drop_rows(session)
    pen.rebuilding = False
    for table in ("received_line", "peer"):
        session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608 - two fixed names


def bind_journal(session: Session, county: str) -> None:
    """Make `county` the recipient of the journal: the bytes of its lines stay, their digests are made anew from 0."""
    file: About = session.info["about"]
    if file.recipient == county:
        return
    connection, pen = session.connection(), session.info["pen"]
    digest, rows = digest_zero(file.author, county), []
    for seq, line in connection.execute(select(change.c.seq, change.c.line).order_by(change.c.seq)):
        digest = chain(digest, line)
        rows.append({"b_seq": seq, "b_digest": digest})
    pen.rebuilding = True
    if rows:
        connection.execute(text("UPDATE change SET digest = :b_digest WHERE seq = :b_seq"), rows)
    pen.rebuilding, pen.recipient = False, county
    connection.execute(about.update().where(about.c.name == "recipient").values(value=county))
