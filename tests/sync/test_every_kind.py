"""Every register there is travels whole: to the county's file and to its PostgreSQL, back to a new computer, and from the county."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, held, journal
from stationdesk.store.database import Database
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.line_check import COUNTY_WRITES, TRAVELLING
from stationdesk.sync.peers import county_of
from tests.postgres_server import fresh_database
from tests.road_kit import OPERATOR, Road, made_road
from tests.store.kit import COUNTY, STATION, quick_desk
from tests.sync.every_kind import REMOVED, STATION_KINDS, emptied, fields, kept_here, record_id, rows_at, travelling_fields, whole, write
from tests.sync.replaying import plain, replay

Said = dict[str, list[Mapping[str, Any]]]
"""What was written of each record of a register, by its id."""


@dataclass
class Journey:
    """What was written of every register, and where it has come to."""

    said: dict[str, Said] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    ledger: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    replayed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    aside: list[Any] = field(default_factory=list)
    old: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    new: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    from_county: dict[str, Said] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    at_county: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    received: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def write(self, database: Database, said: dict[str, Said], kind: str, turn: int) -> None:
        """Write what goes of a register with one package, and remember it."""
        prefix, audience = ("county ", "all") if said is self.from_county else ("", None)
        with database.writing(OPERATOR, f"写 {kind}") as session:
            for which, values in list(writings(kind))[turn]:
                record = record_id(kind, prefix + which)
                at_home = kept_here(kind) if record not in said[kind] else {}
                write(session, kind, record, {**values, **at_home}, audience)
                said[kind][record].append(values)


def writings(kind: str) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Yield what goes with each of three packages: new, moved in every field, new and moved at once, emptied and filled, removed."""
    some = travelling_fields(kind)
    yield [("a", fields(kind)), ("c", fields(kind, 2)), ("d", fields(kind, 1)), ("e", fields(kind) | emptied(kind))]
    yield [("a", fields(kind, 1)), ("b", fields(kind)), ("b", fields(kind, 1)), ("c", emptied(kind)), ("d", {"removed_at": REMOVED})]
    yield [("a", {name: fields(kind)[name] for name in some[::2]}), ("c", fields(kind, 3)), ("e", fields(kind, 2))]


def travelled(road: Road, place: Path) -> Journey:
    """Write every register on both sides, bring three packages each way, and rebuild a new computer from the county."""
    journey = Journey()
    for turn in range(3):
        for kind in STATION_KINDS:
            journey.write(road.desk, journey.said, kind, turn)
        for kind in sorted(COUNTY_WRITES):
            journey.write(road.county.database, journey.from_county, kind, turn)
        receipt = road.round()
        assert receipt.outcome == "read", receipt
    with road.desk.reading() as session:
        assert county_of(session).held == ()
        journey.old = {kind: rows_at(session, kind, STATION) for kind in STATION_KINDS}
        journey.received = {kind: rows_at(session, kind, COUNTY) for kind in COUNTY_WRITES}
    with road.county.database.reading() as session:
        journey.at_county = {kind: rows_at(session, kind, COUNTY) for kind in COUNTY_WRITES}
    look_at_the_ledger(road.county, journey)
    with rebuilt(road, place) as new, new.reading() as session:
        journey.new = {kind: rows_at(session, kind, STATION) for kind in STATION_KINDS}
    return journey


def look_at_the_ledger(county: CountyDesk, journey: Journey) -> None:
    """Remember the ledger's rows, and what its lines add up to."""
    with county.ledger.begin() as connection:
        for kind in STATION_KINDS:
            found = connection.execute(select(STATION_TABLES[kind]).where(STATION_TABLES[kind].c.station == STATION))
            rows = [dict(row._mapping) for row in found]
            journey.ledger[kind] = {
                row["id"]: {name: plain(value) for name, value in row.items() if name not in ("station", "id")} for row in rows
            }
        lines = connection.execute(select(journal.c.seq, journal.c.line).where(journal.c.station == STATION).order_by(journal.c.seq)).all()
        journey.aside = list(connection.execute(select(held.c.kind, held.c.id, held.c.reason)).all())
    values = [(seq, json.loads(line), line) for seq, line in lines]
    journey.replayed = replay([(seq, value["kind"], value["id"], line) for seq, value, line in values])


@contextmanager
def rebuilt(road: Road, place: Path) -> Iterator[Database]:
    """Set a new computer up in the old one's place and let the county give it everything."""
    letter = stations.enrol_station(road.county, "县", code=STATION, name="上徐村", town="鲇鱼山镇", to=place, replace=True)
    with quick_desk(place / "new", recipient="") as new:
        enrol(new, OPERATOR, read_enrolment(letter))
        outbox.export(new, OPERATOR, road.stick)
        road.county_takes()
        receipt = inbox.receive(new, OPERATOR, road.county_answers())
        assert receipt.repaired is not None
        assert receipt.repaired.listed == 0
        yield new


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    place = tmp_path_factory.mktemp("file")
    with made_road(place) as road:
        yield travelled(road, place)


@pytest.fixture(scope="module")
def in_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    place = tmp_path_factory.mktemp("server")
    with fresh_database(postgres) as url, made_road(place, url=url) as road:
        yield travelled(road, place)


def as_written(journey: Journey, kind: str) -> dict[str, dict[str, Any]]:
    """Return what was written of a register, as its rows must say it."""
    gone = {"removed_at": REMOVED} if kind == "photo_offer" else {}
    return {record: whole(kind, gone, *said) for record, said in journey.said[kind].items()}


def came_whole(journey: Journey, kind: str) -> None:
    """Check one register everywhere."""
    assert [one for one in journey.aside if one[0] == kind] == []
    expected = as_written(journey, kind)
    assert len(expected) == 5
    assert journey.ledger[kind] == expected, "the county's rows are not what the station wrote"
    assert {record: row for (one, record), row in journey.replayed.items() if one == kind} == expected
    home = TRAVELLING[kind].held_back
    assert journey.old[kind].keys() == expected.keys()
    for record, row in journey.old[kind].items():
        assert row == expected[record] | {name: plain(value) for name, value in kept_here(kind).items()}
    assert journey.new[kind] == expected, "the new computer has not what the old one had"
    assert all(not row[name] for row in journey.new[kind].values() for name in home), "what stays at home was sent"


@pytest.mark.parametrize("kind", STATION_KINDS)
def test_a_register_comes_whole_to_the_countys_file_and_back_to_a_new_computer(in_a_file: Journey, kind: str) -> None:
    came_whole(in_a_file, kind)


@pytest.mark.parametrize("kind", STATION_KINDS)
def test_a_register_comes_whole_to_postgresql_and_back_to_a_new_computer(in_postgres: Journey, kind: str) -> None:
    came_whole(in_postgres, kind)


@pytest.mark.parametrize("kind", sorted(COUNTY_WRITES))
def test_a_register_of_the_county_comes_whole_to_the_station(in_a_file: Journey, kind: str) -> None:
    expected = {record: whole(kind, *said) for record, said in in_a_file.from_county[kind].items()}
    received = {record: row for record, row in in_a_file.received[kind].items() if record in expected}
    assert received == {record: in_a_file.at_county[kind][record] for record in expected}
    if kind != "transfer_relay":  # the county itself takes back what it relayed of nobody
        assert received == expected
