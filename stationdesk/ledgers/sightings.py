"""What matching is told of a row."""

from __future__ import annotations

from stationdesk.ledgers.row_read import RowRead
from stationdesk.registers.id_number import IdState
from stationdesk.services.import_plan import subject_of
from stationdesk.services.likeness import Sighting


def sighting_of_row(read: RowRead, sheet: int) -> Sighting:
    """Return what row `read` of table number `sheet` says of its person, for matching."""
    record, number, paper = subject_of(read.record), read.id_number, read.paper_number
    ids = [n.text for n in (number, paper) if n.valid]
    doubtful = number.text if not number.valid and number.state in (IdState.CHECKSUM, IdState.LOST_DIGITS, IdState.BAD_LENGTH) else ""
    birth, precision = record.get("birth_date"), record.get("birth_precision")
    if paper.valid and not number.valid and precision != "day":
        birth, precision = paper.birth, "day"
    kin = {k["name"] for k in record.get("kin", ()) if k.get("name")}
    for place in ("guardian", "head"):
        if place in record and record[place].get("name"):
            kin.add(record[place]["name"])
    alias = record.get("alias")
    return Sighting(
        record.get("name", ""),
        tuple(dict.fromkeys(ids)),
        doubtful,
        birth,
        precision,
        record.get("sex"),
        record.get("village_group"),
        frozenset(record.get("phones", ())),
        frozenset(kin),
        sheet,
        read.continues,
        (alias,) if alias else (),
        read.fingerprint,
    )
