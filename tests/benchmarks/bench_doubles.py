"""Measure telling people apart: 20,000 rows against 20,000 residents, the hint while typing, the whole register; prints JSON."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import Typed, likely
from stationdesk.services.import_known import known_people
from stationdesk.services.likeness import Sighting
from stationdesk.services.look_alikes import look_alikes
from stationdesk.services.matching import match
from stationdesk.store.database import Database
from tests.benchmarks.peak import peak_mib
from tests.services.planted import Person, Township
from tests.store.kit import STATION, quick_desk, table_of

ON = date(2026, 11, 22)
MATCH_S, HINT_MS, CHUNK = 10.0, 50.0, 5000


def keep(desk: Database, people: list[Person]) -> None:
    """Keep people in the register in one action."""
    with desk.writing("徐丽华", "读入台账") as session:
        for place in range(0, len(people), CHUNK):
            session.connection().execute(insert(table_of(Resident)), [row_of(one) for one in people[place : place + CHUNK]])


def row_of(one: Person) -> dict[str, Any]:
    """Return a person as a row of the register."""
    state = read_id_number(one.id_no).state.value if one.id_no else None
    return (
        {"id": new_id(), "author": STATION, "name": one.name, "former_name": one.former or None, "nickname": one.nickname or None}
        | {"sex": one.sex, "birth_date": one.birth, "birth_precision": one.precision, "birth_calendar": one.calendar}
        | {"village_group": one.group, "id_no": one.id_no or None, "id_state": state, "residency_status": "living"}
        | {"phones": tuple(PhoneNumber(number=phone) for phone in one.phones)}
    )


def sighting(one: Person) -> Sighting:
    """Return a person as a row of a ledger."""
    number = read_id_number(one.id_no)
    ids, doubtful = ((number.text,), "") if number.valid else ((), one.id_no)
    born = one.birth or None, one.precision or None
    return Sighting(one.name, ids, doubtful, *born, one.sex, one.group or None, one.phones, one.kin, sheet=1, calendar=one.calendar)


def matching(place: Path, count: int) -> dict[str, Any]:
    """Match as many rows as there are residents with them: half entered again with a slip, the others new."""
    town = Township(1)
    people = town.people(count)
    again = town.again(people, count // 2)
    rows = [sighting(one) for one in [*again, *town.newcomers(people, count - len(again))]]
    with quick_desk(place) as desk:
        keep(desk, people)
        start = time.process_time()
        with desk.reading() as session:
            found = match(rows, known_people(session))
        taken = time.process_time() - start
    return {"rows": len(rows), "residents": count, "match_cpu_s": round(taken, 2), "questions": len(found.questions)}


def typing(place: Path, count: int, asked: int) -> dict[str, Any]:
    """Ask for the double of people entered again and of new ones, and look through the whole register."""
    town = Township(2)
    people = town.people(count)
    rows = [*town.again(people, asked), *town.newcomers(people, asked)]
    times = []
    with quick_desk(place) as desk:
        keep(desk, people)
        with desk.reading() as session:
            likely(session, Typed("张桂花"), ON)
            for one in rows:
                born = one.birth or None, one.precision or None
                typed = Typed(one.name, one.id_no, *born, one.sex, one.group or None, one.phones, one.calendar, kin=one.kin)
                start = time.process_time()
                likely(session, typed, ON, may_see_children=True)
                times.append((time.process_time() - start) * 1000)
            start = time.process_time()
            pairs = look_alikes(session)
            whole = time.process_time() - start
    cuts = statistics.quantiles(times, n=100)
    hint = {"hint_p50_ms": round(cuts[49], 2), "hint_p99_ms": round(cuts[98], 2)}
    return {"residents": count, **hint, "whole_register_cpu_s": round(whole, 2), "pairs": len(pairs)}


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--residents", type=int, default=100_000)
    options.add_argument("--questions", type=int, default=300, help="about people entered again, and as many about new ones")
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as scratch:
        matched = matching(Path(scratch) / "one", given.rows)
        typed = typing(Path(scratch) / "two", given.residents, given.questions)
    bounds = {"match_bound_s": MATCH_S, "hint_bound_ms": HINT_MS, "peak_mib": peak_mib()}
    print(json.dumps({"matching": matched, "typing": typed, **bounds}, indent=1))
    sys.exit(matched["match_cpu_s"] > MATCH_S or typed["hint_p99_ms"] > HINT_MS)


if __name__ == "__main__":
    main()
