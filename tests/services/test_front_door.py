"""The file at the front door: true to the store, free of residents, and harmless whatever somebody writes into it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.place import PlaceDraft
from stationdesk.registers.station import StationDraft
from stationdesk.services.access_log import entry, write
from stationdesk.services.desk_settings import change_settings
from stationdesk.services.directory import add_place
from stationdesk.services.front_door import FILE, FORMAT, AtTheDoor, FrontDoor, PublicNumber, read_front_door, renewed, write_front_door
from stationdesk.services.operators import keep_first
from stationdesk.services.stations import open_station
from stationdesk.store.database import Database
from tests.store.kit import STATION, add, resident

PLACES: list[dict[str, Any]] = [
    {
        "kind": "village_doctor",
        "name": "上徐村卫生室",
        "short_name": "村医",
        "person": "胡文斌",
        "phones": [{"number": "13800000058"}],
        "on_card": True,
    },
    {"kind": "clinic", "name": "湖口镇卫生院", "phones": [{"number": "0798-0120120"}], "on_card": True},
    {"kind": "village_doctor", "name": "不印在卡上的", "phones": [{"number": "13800000099"}]},
    {"kind": "meals", "name": "送餐", "phones": [{"number": "13800000023"}], "on_card": True},
]


def furnished(desk: Database) -> Database:
    keep_first(desk, OperatorDraft(name="徐丽华", post="妇联主席", may_change_settings=True), "slot-1")
    with desk.writing("徐丽华", "开站") as session:
        open_station(session, StationDraft(code=STATION, name="上徐村新时代文明实践站", duty_phone="0798-0120900"))
        for place in PLACES:
            add_place(session, PlaceDraft.model_validate(place))
        write(session, [entry("徐丽华", "unlocked")])
    add(desk, resident("章火香", phones=[{"number": "13800000077"}]))
    return desk


def test_it_says_station_operators_and_the_numbers_of_the_cards(desk: Database) -> None:
    with furnished(desk).reading() as session:
        door = renewed(session, FrontDoor(text_size="large", theme="dark", last_slot="slot-1"))
    write_front_door(desk.folder.path, door)
    again = read_front_door(desk.folder.path)
    assert again == door
    assert again.station == "上徐村新时代文明实践站"
    assert [(one.slot, one.name, one.post, bool(one.last)) for one in again.operators] == [("slot-1", "徐丽华", "妇联主席", True)]
    assert again.numbers == (
        PublicNumber("村医", "13800000058", "胡文斌"),
        PublicNumber("值班", "0798-0120900"),
        PublicNumber("湖口镇卫生院", "0798-0120120"),
    )
    assert (again.text_size, again.theme, again.last_slot) == ("large", "dark", "slot-1")


def test_no_resident_stands_in_it(desk: Database) -> None:
    with furnished(desk).reading() as session:
        write_front_door(desk.folder.path, renewed(session, FrontDoor()))
    written = (desk.folder.path / FILE).read_text(encoding="utf-8")
    for canary in ("章火香", "13800000077", "13800000099", "13800000023"):
        assert canary not in written


def test_the_numbers_can_be_left_out(desk: Database) -> None:
    with furnished(desk).writing("徐丽华", "") as session:
        change_settings(session, numbers_at_the_door=False)
    with desk.reading() as session:
        write_front_door(desk.folder.path, renewed(session, read_front_door(desk.folder.path)))
    assert "0798" not in (desk.folder.path / FILE).read_text(encoding="utf-8")
    assert not read_front_door(desk.folder.path).show_numbers


def test_who_was_here_last_is_forgotten_with_his_slot(desk: Database) -> None:
    with furnished(desk).reading() as session:
        assert renewed(session, FrontDoor(last_slot="gone")).last_slot == ""


DOOR = FrontDoor("上徐村", (AtTheDoor("s1", "徐丽华", "妇联主席", "2026-11-22T01:02:03.000Z"), AtTheDoor("s2", "汪志强")), last_slot="s1")


def written(folder: Path, **changed: Any) -> FrontDoor:
    write_front_door(folder, DOOR)
    said = json.loads((folder / FILE).read_text(encoding="utf-8"))
    (folder / FILE).write_text(json.dumps({**said, **changed}), encoding="utf-8")
    return read_front_door(folder)


XU, DOCTOR = AtTheDoor("s1", "徐丽华"), PublicNumber("村医", "138 0000 0058")


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"format": "stationdesk.front/9"}, FrontDoor()),
        ({"operators": "徐丽华"}, replace(DOOR, operators=(), last_slot="")),
        (
            {"operators": [None, 7, {}, {"slot": "s1"}, {"slot": "s1", "name": "徐丽华"}, {"slot": "s1", "name": "又一个"}]},
            replace(DOOR, operators=(XU,)),
        ),
        ({"operators": [{"slot": "s1", "name": "徐\u202e丽\n华", "post": ["x"], "last": "昨天"}]}, replace(DOOR, operators=(XU,))),
        (
            {"numbers": [{"label": "村医", "phone": "javascript:1"}, {"label": "", "phone": "120"}, vars(DOCTOR)]},
            replace(DOOR, numbers=(DOCTOR,)),
        ),
        ({"numbers": [vars(DOCTOR)] * 40}, replace(DOOR, numbers=(DOCTOR,) * 3)),
        ({"text_size": "enormous", "theme": ["dark"]}, DOOR),
        ({"last_slot": "s9"}, replace(DOOR, last_slot="")),
        ({"station": "站" * 5000}, replace(DOOR, station="站" * 80)),
        ({"show_numbers": 0, "demo": "yes"}, DOOR),
    ],
)
def test_strange_things_in_it_are_passed_over(tmp_path: Path, changed: dict[str, Any], found: FrontDoor) -> None:
    assert written(tmp_path, **changed) == found


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe\x00", b"[" * 60_000, b"{}" + b" " * 70_000, json.dumps({"format": FORMAT}).encode()]
)
def test_a_broken_file_is_an_empty_door(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    assert read_front_door(tmp_path) == FrontDoor()


def test_no_file_and_a_folder_in_its_place_are_an_empty_door(tmp_path: Path) -> None:
    assert read_front_door(tmp_path) == FrontDoor()
    (tmp_path / FILE).mkdir()
    assert read_front_door(tmp_path) == FrontDoor()


PLAIN = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
FIELDS = st.sampled_from(sorted(vars(DOOR)))


@given(said=st.dictionaries(FIELDS, JSON))
def test_nothing_written_into_it_is_ever_a_crash(tmp_path_factory: pytest.TempPathFactory, said: dict[str, Any]) -> None:
    folder = tmp_path_factory.getbasetemp() / "door"
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(json.dumps({"format": FORMAT, **said}), encoding="utf-8")
    read_front_door(folder)


def test_reading_it_loads_nothing_heavy() -> None:
    script = (
        "import sys, stationdesk.services.front_door as door; from pathlib import Path; door.read_front_door(Path('/nowhere'))\n"
        "print(*[name for name in ('sqlmodel', 'sqlalchemy', 'pydantic', 'sqlcipher3', 'nacl', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
