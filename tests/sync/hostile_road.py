"""A county and a station that know each other, a good package each way that neither has read, and a hash of every row."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from stationdesk.county import intake
from stationdesk.sync import inbox
from stationdesk.sync.incoming import Receipt
from stationdesk.sync.own_keys import own_keys
from tests.sync.defects import LINES
from tests.sync.forging import Good, taken_apart
from tests.sync.sample import STATIONS, sample
from tests.sync.world import World

CODE = min(STATIONS)


@dataclass
class Road:
    """A county and a station that know each other, and a good package each way that neither has read yet."""

    world: World
    up: Good
    down: Good
    place: Path
    seen: dict[str, str]
    """The rows as they were before anything hostile came."""

    def take(self, content: bytes) -> intake.Taken:
        """Let the county take a file, named as its clerk gets it."""
        return intake.take(self.world.county, "县", self._file(self.up, content))

    def receive(self, content: bytes) -> Receipt:
        """Let the desk read a file."""
        return inbox.receive(self.world.desks[CODE].database, "徐丽华", self._file(self.down, content))

    def _file(self, good: Good, content: bytes) -> Path:
        path = self.place / good.path.name
        path.write_bytes(content)
        return path

    def rows(self) -> dict[str, str]:
        """Return a hash of all rows of every table on both sides."""
        county, desk = self.world.county, self.world.desks[CODE].database
        engines = {"ledger": county.ledger, "county": county.database._reader, "desk": desk._reader}
        return {f"{side}.{name}": said for side, engine in engines.items() for name, said in hashes(engine).items()}

    def files(self) -> set[str]:
        """Return the names of all files that could be a temporary one's."""
        folders = [self.world.county.database.folder.path, self.world.desks[CODE].database.folder.path, Path(tempfile.gettempdir())]
        names = {str(path) for folder in folders[:2] for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}
        return names | {str(path) for path in folders[2].iterdir()}


def hashes(engine: Engine) -> dict[str, str]:
    """Return a hash of the rows of every table in a store."""
    found = {}
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        for (name,) in cursor.execute(asked).fetchall():
            if rows := cursor.execute(f'SELECT * FROM "{name}"').fetchall():
                found[name] = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
    return found


def made_road(place: Path) -> Road:
    """Bring one round about, so that everybody knows everybody, and write the next package each way."""
    world = World(sample())
    world.add(CODE, "汪甲")
    world.county_writes("送餐", "all")
    for _round in range(2):
        world.deliver(world.export(CODE))
        answered = world.answer(CODE)
        assert answered is not None
        world.deliver(answered)
    for number in range(LINES):
        world.add(CODE, f"汪{number}")
        world.county_writes(f"理发{number}", "all")
    up = world.export(CODE)
    down = world.answer(CODE)
    assert down is not None
    with world.county.database.reading() as session:
        county = own_keys(session)
    with world.desks[CODE].database.reading() as session:
        desk = own_keys(session)
    good_up = taken_apart(up.path, desk.sign, county.identities[0], county.recipient)
    good_down = taken_apart(down.path, county.sign, desk.identities[0], desk.recipient)
    found = Road(world, good_up, good_down, place, {})
    found.seen = found.rows()
    return found


def moved(road: Road) -> set[str]:
    """Return the tables whose rows are not as they were before, and take them as they are now."""
    before, road.seen = road.seen, road.rows()
    return {name for name in before.keys() | road.seen.keys() if before.get(name) != road.seen.get(name)}
