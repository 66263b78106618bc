"""Two villages of one county, all real, and somebody who moves from the one to the other."""

from __future__ import annotations

from stationdesk.registers.category_tag import CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.registers.station import StationDraft
from stationdesk.services.assessing import Assessment, assess
from stationdesk.services.categories import give_category
from stationdesk.services.stations import open_station
from stationdesk.services.status_correcting import correct_change, correctable
from stationdesk.services.transfers import Destination, Sending, departures, destinations, send
from stationdesk.services.transfers_in import Arrival, accept, arrivals
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from tests.county.claims_kit import BY, consent, person
from tests.sync.sample import STATIONS, sample
from tests.sync.world import World

HERE, THERE = sorted(STATIONS)


class Villages:
    """Two villages of one county, and somebody who moves."""

    def __init__(self) -> None:
        self.world = World(sample())
        self.on = local_day(self.desk(HERE).clock())
        for code in STATIONS:
            with self.desk(code).writing(BY, "建站", final=True) as session:
                name = f"村{code[-2:]}"
                open_station(session, StationDraft(code=code, name=f"{name}站", village=name, town=STATIONS[code]))
        with self.world.county.database.writing("县", "村名单") as session:
            for code, town in STATIONS.items():
                unit = OrgUnitDraft(name=f"村{code[-2:]}", town=town, station_code=code, has_station=True)
                session.add(OrgUnit.model_validate(unit, update={"author": "360202", "audience": "all"}))
        self.who = person(
            self.desk(HERE), "汪奶奶", birth_date="1948-03-05", birth_precision="day", phones=(PhoneNumber(number="13800000000"),)
        )
        with self.desk(HERE).writing(BY, "亲属") as session:
            session.add(Kin.model_validate(KinDraft(resident_id=self.who, name="汪小军", relation="son"), update={"author": HERE}))
            give_category(session, CategoryTagDraft(resident_id=self.who, category="living_alone"), self.on)
            assess(session, Assessment(resident_id=self.who, grade="red", from_date=self.on, assessor=BY, reason="入户看过"), self.on)
        consent(self.desk(HERE), self.who, given_by="self")
        self.rounds()

    def desk(self, code: str) -> Database:
        return self.world.desks[code].database

    def rounds(self, times: int = 1) -> None:
        """Bring packages of both stations there and the answers back."""
        for _time in range(times):
            for code in STATIONS:
                self.world.deliver(self.world.export(code))
            for code in STATIONS:
                sent = self.world.answer(code)
                assert sent is not None
                self.world.deliver(sent)

    def send(self, to: Destination | None = None, who: str = "") -> None:
        with self.desk(HERE).reading() as session:
            chosen = to or destinations(session)[0]
        with self.desk(HERE).writing(BY, "迁出") as session:
            send(session, who or self.who, Sending(chosen, self.on, "腿脚不便"), self.on, operator=BY)

    def came(self) -> list[Arrival]:
        with self.desk(THERE).reading() as session:
            return arrivals(session, self.on, children=True)

    def accept(self) -> str:
        with self.desk(THERE).writing(BY, "接收") as session:
            return accept(session, self.came_id(), self.on, by=BY, children=True).id

    def came_id(self) -> str:
        return self.came()[-1].relay.id

    def left(self) -> list[str]:
        with self.desk(HERE).reading() as session:
            return [one.state.value for one in departures(session, self.on)]

    def wrong(self) -> None:
        """Find the move wrong at the station it began at."""
        with self.desk(HERE).writing(BY, "记错了") as session:
            change = correctable(session, self.who)
            assert change is not None
            correct_change(session, change.id, self.on, operator=BY)
