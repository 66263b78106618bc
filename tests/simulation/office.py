"""The county's office: takes what has come, answers, says something, changes keys and towns, and is put back from an older copy."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from stationdesk.county import answers, copies, intake, stations, word
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.ledger import STATION_TABLES, station_copy
from stationdesk.county.moving import move_station
from stationdesk.errors import DeskError
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.correction_request import CorrectionRequestDraft
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.task import TaskDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.store.folder import DataFolder
from stationdesk.sync.enrolling import enrol as enrol_desk
from stationdesk.sync.line_check import COUNTY_WRITES
from stationdesk.sync.own_keys import rotate
from tests.store.kit import data_folder, open_again
from tests.sync.every_kind import REMOVAL, write_any

COUNTY, CLERK = "360202", "县"
TOWNS = ("鲇鱼山镇", "丽阳镇", "吕蒙乡")

__all__ = ["CLERK", "COUNTY", "TOWNS", "Office", "enrol_desk"]


@dataclass
class Office:
    """The county's desk and ledger, open."""

    place: Path
    url: str
    dice: Random
    counted: Counter[str]
    epoch: int = 0
    kept: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        folder = data_folder(self.place / "county")
        folder.path.parent.mkdir(parents=True, exist_ok=True)
        made = set_up_county(DataFolder(folder.path, folder.state), "a county's passphrase", code=COUNTY, name="昌江区", url=self.url)
        self.desk = CountyDesk(made.database)
        self.key = made.database.key

    def close(self) -> None:
        """Close desk and ledger."""
        self.desk.close()
        self.desk.database.close()

    def set_day(self, on: date) -> None:
        """Make it this day at the office."""
        moment = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
        self.desk.database.clock = lambda: moment

    def enrol(self, code: str, number: int, *, replace: bool = False) -> Path:
        """Write a station's enrolment file."""
        known = {row.code: row.town for row in stations.status(self.desk)}
        town = known.get(code, TOWNS[number % len(TOWNS)])
        to = self.place / "letters" / f"{self.counted['enrolments']}"
        to.mkdir(parents=True)
        self.counted["enrolments"] += 1
        return stations.enrol_station(self.desk, CLERK, code=code, name=f"{number}村", town=town, to=to, replace=replace)

    def take(self, path: Path) -> intake.Taken | None:
        """Take a file; None where it is refused."""
        try:
            taken = intake.take(self.desk, CLERK, path)
        except DeskError as error:
            self.counted[f"refused at the county: {type(error).__name__}"] += 1
            return None
        self.counted[f"county: {taken.outcome}"] += 1
        self.counted["lines taken"] += taken.changes
        return taken

    def heard(self) -> set[str]:
        """Return the stations that have been heard."""
        with self.desk.ledger.begin() as connection:
            return set(connection.execute(select(station_copy.c.station)).scalars())

    def answer(self, code: str, to: Path) -> Path:
        """Write the next answer to a station."""
        return answers.answer(self.desk, CLERK, code, to).path

    def retire_a_copy(self, code: str) -> None:
        """Retire one of two copies that report, the one heard less lately."""
        found = copies.copies_of(self.desk, code)
        if len(found) > 1:
            copies.retire(self.desk, CLERK, code, found[-1].copy)
            self.counted["retired"] += 1

    def speak(self, on: date, codes: Sequence[str]) -> None:
        """Say one thing, to everybody, a town or a station."""
        audience = self.dice.choice(("all", f"town:{self.dice.choice(TOWNS)}", f"station:{self.dice.choice(codes)}"))
        due = (on + timedelta(days=14)).isoformat()
        kind = self.dice.randrange(9)
        with self.desk.database.writing(CLERK, "说一件事") as session:
            if kind == 0:
                word.say(session, TaskDraft(title="高龄津贴核对", due_on=due, asks_for=("人数",)), audience, on)
            elif kind == 1:
                word.say(session, AnnouncementDraft(title="防汛", text="注意<b>山洪</b>", valid_until=due), audience, on)
            elif kind == 2:
                place = PlaceDraft(name=self.dice.choice(("送餐", "卫生院", "派出所")))
                session.add(Place.model_validate(place, update={"author": COUNTY, "audience": audience}))
            elif kind < 6:
                self._ask(session, kind, on)
            else:
                write_any(session, self.dice.choice(sorted(COUNTY_WRITES)), self.dice.randrange(3), self.dice.randint(0, REMOVAL), audience)

    def _ask(self, session: object, kind: int, on: date) -> None:
        """Doubt a record that a station has sent, or claim one of its wishes for a department."""
        table = STATION_TABLES["resident" if kind == 3 else "wish"]
        with self.desk.ledger.begin() as connection:
            rows = connection.execute(select(table.c.station, table.c.id).order_by(table.c.id).limit(200)).all()
        if not rows:
            return
        station, record = self.dice.choice(rows)
        if kind == 3:
            draft = CorrectionRequestDraft(record_kind="resident", record_id=record, field="birth_date", question="出生日期对吗？")
            word.say(session, draft, f"station:{station}", on)  # type: ignore[arg-type]
        else:
            claim = WishClaimDraft(wish_id=record, wish_author=station, claimer=self.dice.choice(("民政局", "团委")))
            made = WishClaim.model_validate(claim, update={"author": COUNTY, "audience": f"station:{station}"})
            session.add(made)  # type: ignore[attr-defined]

    def change_keys(self) -> None:
        """Take new keys."""
        with self.desk.database.writing(CLERK, "换钥匙", final=True) as session:
            rotate(session, "新钥匙")
        self.counted["county key rotations"] += 1

    def move(self, code: str) -> None:
        """Let a station belong to another town."""
        move_station(self.desk, CLERK, code, self.dice.choice(TOWNS))
        self.counted["moves of town"] += 1

    def keep(self) -> None:
        """Copy the county's store and ledger, as a backup; only a ledger in a file can be put back here."""
        if self.url:
            return
        self._let_go()
        copy = self.place / f"kept-county-{len(self.kept)}"
        shutil.copytree(self.desk.database.folder.path, copy)
        self.kept.append(copy)
        self._open()

    def put_back(self) -> None:
        """Put an older copy back, under a new copy id, as restoring does."""
        if not self.kept:
            return
        copy = self.dice.choice(self.kept)
        clock = self.desk.database.clock
        self._let_go()
        folder = data_folder(self.place / "county")
        shutil.rmtree(folder.path)
        shutil.copytree(copy, folder.path)
        self._open()
        self.desk.database.clock = clock
        self.desk.database.take_new_copy()
        self.desk.database.write_mark()
        self.epoch += 1
        self.counted["county put back"] += 1

    def _let_go(self) -> None:
        self.desk.close()
        self.desk.database.close()

    def _open(self) -> None:
        self.desk = CountyDesk(open_again(data_folder(self.place / "county"), self.key))
