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
from stationdesk.sync.words import county_words


class EnrolledElsewhere(DeskError):
    """The enrolment file is another station's."""


def enrol(database: Database, operator: str, enrolment: Enrolment) -> tuple[str, ...]:
    """Enrol this station with the county of `enrolment` and return the county's key as six words, to be compared by phone.

    May be done again at any time: the journal stays and is offered from its first line. A station that was set up without the
    county takes its code from the file. Raises EnrolledElsewhere.
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
        connection = session.connection()
        before = connection.execute(select(peer).where(peer.c.code == enrolment.county)).first()
        if before is not None and before.secret != enrolment.secret.hex():
            start_anew(session)
        fields = {
            "name": enrolment.county_name,
            "town": enrolment.town,
            "sign_key": enrolment.county_sign_key,
            "age_recipient": enrolment.county_age_recipient,
            "secret": enrolment.secret.hex(),
            "keys": None,
        }
        if before is not None and before.sign_key == enrolment.county_sign_key:
            again = {**fields, "confirmed": 0, "retired": False, "forked": False}
            connection.execute(peer.update().where(peer.c.code == enrolment.county).values(again))
        else:
            forget_county(session)
            connection.execute(peer.insert().values(code=enrolment.county, **fields))
        session.info["about changed"] = True
    return county_words(enrolment.county_sign_key, enrolment.county_age_recipient)


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

    drop_rows(session)
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
