"""A package made with Debian's tools alone is taken by the county like any other, and answered."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from stationdesk.county import answers, intake, stations
from stationdesk.county.ledger import STATION_TABLES
from stationdesk.errors import DeskError
from stationdesk.store.tables import change
from tests.county.conftest import Village
from tests.county.conftest import village as village  # noqa: PLC0414 - the same county
from tests.sync.replaying import replay

SCRIPT = Path(__file__).with_name("make_package.sh")
CODE = "360202101777"


def slice_of_a_journal(village: Village) -> list[tuple[int, str, str, bytes]]:
    """Return the lines of a desk that wrote a few people down and changed them."""
    one = village.add("买买提·艾合买提", phones=[{"number": "13800000000", "owner": "儿子"}])
    village.add("𠅤林生", hobbies=["下棋"], remark="一\n二 <b>&\"'\\u0041")
    village.edit(one, remark="改了", is_remote=1)
    with village.desk.reading() as session:
        rows = session.connection().execute(select(change.c.seq, change.c.kind, change.c.record, change.c.line).order_by(change.c.seq))
        return [(row.seq, row.kind, row.record, bytes(row.line)) for row in rows]


def made_by_hand(village: Village, lines: list[bytes], place: Path) -> Path:
    """Let the script make a package of lines for a station that has no program of ours."""
    place.mkdir()
    letter = stations.enrol_station(village.county, "县", code=CODE, name="外村", town="丽阳镇", to=place)
    (place / "lines").write_bytes(b"".join(line + b"\n" for line in lines))
    done = subprocess.run(["bash", SCRIPT, letter, place / "lines", "abcd2345", place], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return place / done.stdout.strip()


@pytest.mark.parametrize("village", ["file"], indirect=True)
def test_a_package_of_debians_tools_is_taken(village: Village, tmp_path: Path) -> None:
    lines = slice_of_a_journal(village)
    path = made_by_hand(village, [line for _seq, _kind, _record, line in lines], tmp_path / "hand")
    with pytest.raises(DeskError):
        intake.take(village.county, "县", torn(path))
    assert intake.take(village.county, "县", path).outcome == "taken"
    table = STATION_TABLES["resident"]
    with village.county.ledger.begin() as connection:
        rows = connection.execute(select(table.c.id, table.c.name, table.c.remark).where(table.c.station == CODE)).all()
    due = {record: (row["name"], row["remark"]) for (_kind, record), row in replay(lines).items()}
    assert {row.id: (row.name, row.remark) for row in rows} == due
    assert intake.take(village.county, "县", path).outcome == "old"
    answer = answers.answer(village.county, "县", CODE, tmp_path)
    subprocess.run(["unzip", "-q", answer.path, "-d", tmp_path / "open"], check=True)
    opened = f"age -d -i {path.parent}/age.key {tmp_path}/open/payload.ndjson.zst.age | zstd -d -q | head -1 | jq -r .recipient"
    assert subprocess.run(["bash", "-c", opened], check=True, capture_output=True, text=True).stdout == f"{CODE}\n"


def torn(path: Path) -> Path:
    """Return a copy with one byte of a header that both forms have changed: the form made by hand hides nothing either."""
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    copy = path.with_name("torn.sdpkg")
    copy.write_bytes(content)
    return copy
