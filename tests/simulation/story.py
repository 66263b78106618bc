"""Months of a county in one process: stations work, files get lost, late, doubled and damaged, computers and the county are put back."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from stationdesk.store.database import Database
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.own_keys import rotate
from tests.simulation.checking import believed_truly, clean, parted, same_everywhere
from tests.simulation.letters import Letter, Post
from tests.simulation.office import CLERK, COUNTY, Office
from tests.simulation.station import BEGIN, OPEN, Computer, keys_of, set_up
from tests.simulation.work import OPERATOR, work

WEEKS_A_MONTH, ROUNDS = 26 / 6, 6
KEPT, PUT_BACK, CLONED, LOST_COMPUTER, WRONG_CLOCK, NEW_KEYS = 0.15, 0.05, 0.03, 0.02, 0.04, 0.03
SEALED = "refused at the desk: SealedToAnother"
CLOCKS = (timedelta(), timedelta(days=-20_000), timedelta(days=26_000), timedelta(days=-40), timedelta(hours=13))


@dataclass
class Simulation:  # long: everything that can happen to a county's road, one method each
    """One county and its stations. `run` lives their months; `finish` lets everything arrive and checks every promise."""

    base: Path
    stations: int
    weeks: int
    seed: int
    url: str = ""
    people: int = 6
    counted: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)
        self.started = time.process_time()
        self.post = Post(self.dice, self.counted)
        self.office = Office(self.base, self.url, self.dice, self.counted)
        self.office.set_day(BEGIN)
        self.codes = [f"{COUNTY}{number:06d}" for number in range(1, self.stations + 1)]
        self.computers: dict[str, list[Computer]] = {}
        self.kept: dict[str, Path] = {}
        self.told: dict[int, int] = {}
        (self.base / "keys").mkdir()
        self.note_county_keys()
        for number, code in enumerate(self.codes):
            letter = self.office.enrol(code, number)
            self.computers[code] = [set_up(code, self.base / code, letter, self.counted, BEGIN, self.people, self.seed + number)]

    def close(self) -> None:
        """Close the office and every computer."""
        self.office.close()
        for computer in list(OPEN):
            computer.shut()

    # -- the months

    def run(self) -> None:
        """Live week after week."""
        for week in range(self.weeks):
            day = BEGIN + timedelta(weeks=week)
            self.office.set_day(day)
            self.at_the_office(day)
            order = [computer for code in self.codes for computer in self.computers[code]]
            self.dice.shuffle(order)
            for computer in order:
                self.accidents(computer, day)
                if computer in self.computers[computer.code] and self.dice.random() < 0.85:
                    self.week_at(computer, week, day)
            for letter in self.post.arrive(week, up=True):
                self.office.take(letter.path)
            for code in sorted(self.office.heard()):
                if self.dice.random() < 0.8:
                    self.answer(code, week)

    def at_the_office(self, day: date) -> None:
        """Let the county say and do things."""
        for _time in range(self.dice.randint(0, 3)):
            self.office.speak(day, self.codes)
        if self.dice.random() < 0.3:
            self.office.keep()
        if self.dice.random() < 0.08:
            self.office.change_keys()
            self.note_county_keys()
        if self.dice.random() < 0.2:
            self.office.move(self.dice.choice(self.codes))
        if self.dice.random() < 0.1:
            self.office.put_back()
        for code in self.codes:
            if len(self.computers[code]) > 1 and self.dice.random() < 0.3:
                self.office.retire_a_copy(code)

    def accidents(self, computer: Computer, day: date) -> None:
        """Let now and then something happen to a computer."""
        code, place = computer.code, self.base / f"{computer.code}-kept"
        if self.dice.random() < KEPT:
            computer.keep(place)
            self.kept[code] = place
        if code in self.kept and self.dice.random() < PUT_BACK:
            computer.put_back(place, unseen=self.dice.random() < 0.5)
            self.told.pop(id(computer), None)
            self.counted["backups put back"] += 1
        if len(self.computers[code]) == 1 and self.dice.random() < CLONED:
            self.clone(computer)
        if self.dice.random() < LOST_COMPUTER and len(self.computers[code]) == 1:
            self.lose(computer, day)
        if self.dice.random() < WRONG_CLOCK:
            computer.clock = self.dice.choice(CLOCKS)
            self.counted["clock jumps"] += 1

    def clone(self, computer: Computer) -> None:
        """Let a second computer live with the same desk."""
        place = self.base / f"{computer.code}-twin"
        computer.keep(place)
        if self.dice.random() < 0.5:  # as on another machine, which notices
            for mark in place.rglob("*.mark"):
                mark.unlink()
        twin = Computer(computer.code, place, computer.key, self.counted, identities=set(computer.identities))
        self.computers[computer.code].append(twin)
        self.counted["clones"] += 1

    def lose(self, computer: Computer, day: date) -> None:
        """Let a computer be gone for good: a new one is enrolled in its place and rebuilt from the county."""
        code = computer.code
        computer.shut()
        letter = self.office.enrol(code, self.codes.index(code), replace=True)
        place = self.base / f"{code}-new-{self.counted['computers lost']}"
        self.computers[code] = [set_up(code, place, letter, self.counted, day, 0, 0)]
        self.kept.pop(code, None)
        self.counted["computers lost"] += 1

    def week_at(self, computer: Computer, week: int, day: date) -> None:
        """Read what came, work, report."""
        with computer.open(day) as database:
            for letter in self.post.arrive(week, up=False, station=computer.code):
                self.read(computer, database, letter)
            on = (database.clock()).date()
            done, declined = work(database, self.dice, on, self.dice.randint(1, 9))
            self.counted["things done"] += done
            self.counted["things declined"] += declined
            if self.dice.random() < NEW_KEYS:
                with database.writing(OPERATOR, "换钥匙", final=True) as session:
                    rotate(session, "新钥匙")
                self.counted["station key rotations"] += 1
            if self.dice.random() < 0.85:
                self.post.send(self.export(computer, database, week))

    # -- the road

    def export(self, computer: Computer, database: Database, week: int) -> Letter:
        """Write a station's package."""
        made = computer.export(database, self.folder())
        public, identities = keys_of(database)
        computer.identities |= set(identities)
        keys = self.base / "keys" / f"{computer.code}.key"
        known = set(keys.read_text().split()) if keys.exists() else set()
        keys.write_text("".join(f"{one}\n" for one in sorted(known | computer.identities)))
        self.counted["lines sent"] += made.changes
        return Letter(made.path, computer.code, True, week, self.office.epoch, "county.key", public)

    def answer(self, code: str, week: int) -> None:
        """Write the county's package and bring it on its way."""
        self.post.send(self.county_letter(code, week))

    def county_letter(self, code: str, week: int) -> Letter:
        """Write the county's package for a station."""
        path = self.office.answer(code, self.folder())
        public, _identities = keys_of(self.office.desk.database)
        return Letter(path, code, False, week + 1, self.office.epoch, f"{code}.key", public)

    def folder(self) -> Path:
        """Return a folder of its own for the next file: a stick that was empty."""
        self.counted["sticks"] += 1
        folder = self.base / "road" / f"{self.counted['sticks']:06d}"
        folder.mkdir(parents=True)
        return folder

    def note_county_keys(self) -> None:
        """Keep every age identity the county ever had, as its key files do."""
        path = self.base / "keys" / "county.key"
        known = set(path.read_text().split()) if path.exists() else set()
        _public, identities = keys_of(self.office.desk.database)
        path.write_text("".join(f"{one}\n" for one in sorted(known | set(identities))))

    def read(self, computer: Computer, database: Database, letter: Letter) -> None:
        """Read a letter of the county at a computer, and check that it says no 县已收 that is not true."""
        receipt = computer.receive(database, letter.path)
        if receipt is not None and receipt.outcome != "old":
            self.told[id(computer)] = max(self.told.get(id(computer), 0), letter.epoch)
        if self.told.get(id(computer)) == self.office.epoch:
            believed_truly(self.office.desk, database)
            self.counted["beliefs checked"] += 1

    # -- the end

    def finish(self) -> None:
        """Let everything arrive, end the second computers, bring both sides together, and check what was promised."""
        day = BEGIN + timedelta(weeks=self.weeks)
        self.office.set_day(day)
        for letter in self.post.arrive(10**6, up=True):
            self.office.take(letter.path)
        for code in self.codes:
            late = self.post.arrive(10**6, up=False, station=code)
            for computer in self.computers[code]:
                with computer.open(day) as database:
                    for letter in late:
                        self.read(computer, database, letter)
        for code in self.codes:
            self.come_together(code, day)
        for code in self.codes:
            computer = self.computers[code][0]
            with computer.open(day) as database:
                last = self.office.take(self.export(computer, database, 0).path)
                assert last is not None
                assert last.outcome == "known"
                assert not parted(self.office.desk, database)
                rows = same_everywhere(self.office.desk, database)
                self.counted["lines"] += database.position().seq
                self.counted["rows compared"] += rows
        self.counted["cpu seconds"] = round(time.process_time() - self.started)

    def come_together(self, code: str, day: date) -> None:
        """Go there and back until a station's computer and the county have the same; of two, one after the other, and the last stays."""
        for computer in reversed(self.computers[code]):
            for number in range(1, ROUNDS + 1):
                if self.round(computer, day):
                    self.counted["most rounds"] = max(self.counted["most rounds"], number)
                    break
            else:
                raise AssertionError(f"seed {self.seed}: a dead end at {code}")
        for computer in self.computers[code][1:]:
            computer.shut()
        del self.computers[code][1:]

    def round(self, computer: Computer, day: date) -> bool:
        """Export, take, answer, receive; returns whether both sides are clean now."""
        with computer.open(day) as database:
            letter = self.export(computer, database, 0)
            self.post.written.append(letter)
            if self.office.take(letter.path) is None:
                self.enrol_again(computer, database)
                return False
            back = self.county_letter(computer.code, 0)
            self.post.written.append(back)
            sealed = self.counted[SEALED]
            self.read(computer, database, back)
            if self.counted[SEALED] > sealed:  # older than the keys that its twin has taken since
                self.enrol_again(computer, database)
            return clean(self.office.desk, database)

    def enrol_again(self, computer: Computer, database: Database) -> None:
        """Do what the sentence of the county, or of the desk, says: enrol the station again. Its journal stays."""
        letter = self.office.enrol(computer.code, self.codes.index(computer.code), replace=True)
        enrol(database, OPERATOR, read_enrolment(letter))
        self.counted["enrolled again"] += 1


def told(counted: Counter[str]) -> str:
    """Return the figures of a run."""
    return "\n".join(f"{name:45} {count:>12,}" for name, count in sorted(counted.items()))


__all__ = ["CLERK", "Simulation", "told"]
