"""A county with enrolled stations that nothing has happened to yet: made once, copied for every history."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder, FolderLock
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment

COUNTY = "360202"
STATIONS = {"360202101209": "鲇鱼山镇", "360202102001": "丽阳镇"}
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder made by mkdtemp inside it is used


def base_folder() -> Path:
    """Return a new folder, in memory where the system has such a place: the histories ask for thousands of flushes."""
    return Path(tempfile.mkdtemp(prefix="stationdesk-world-", dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))


def data_folder(base: Path, name: str) -> DataFolder:
    """Return the folders of one desk in a world."""
    return DataFolder(base / name, base / f"{name}-state")


@dataclass(frozen=True)
class Sample:
    """A county with enrolled stations that nothing has happened to yet, to be copied for each history; and the desks it is copied under."""

    base: Path
    county: CountyDesk
    desks: dict[str, Database]


def make_sample() -> Sample:
    """Set a county and its stations up, once."""
    base = base_folder()
    county = CountyDesk(set_up_county(data_folder(base, "county"), "a county's passphrase", code=COUNTY, name="昌江区").database)
    keys = {"county": county.database.key}
    for code, town in STATIONS.items():
        path = stations.enrol_station(county, "clerk", code=code, name=f"村{code[-2:]}", town=town, to=base)
        desk = set_up(data_folder(base, code), "a station's passphrase", side="station", author=code).database
        enrol(desk, "徐丽华", read_enrolment(path))
        keys[code] = desk.key
        desk.close()
    county.close()
    county.database.close()
    world = base / "world"
    for name in keys:
        shutil.copytree(base / name, world / name)
        shutil.copytree(base / f"{name}-state", world / f"{name}-state")
    opened = {name: Database(data_folder(world, name), key, FolderLock(world / name)) for name, key in keys.items()}
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    return Sample(base, CountyDesk(opened.pop("county")), opened)


SAMPLE: list[Sample] = []


def sample() -> Sample:
    """Return the county and stations that every history starts from, made once in a process and kept open until its end."""
    if not SAMPLE:
        SAMPLE.append(make_sample())
    return SAMPLE[0]
