"""Random histories of photos: taken, taken out, agreed to and no more; files lost, doubled, late; copies put back on both sides."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as select_record

from stationdesk.county.ledger import STATION_TABLES
from stationdesk.registers.photo import Photo
from stationdesk.services import photo_offers
from stationdesk.services.photo_grounds import PhotoRefused
from stationdesk.services.photo_offers import Looking
from stationdesk.services.road import RoadState, states
from stationdesk.services.undoing import ChangedSince, NothingToUndo, undo_last
from stationdesk.services.visiting import NoSuchResident
from stationdesk.store.clock import local_day
from stationdesk.sync import inbox
from stationdesk.sync.package_reading import open_envelope
from tests.sync.photo_kit import OPERATOR, Photographer, offers_of, sha
from tests.sync.sample import STATIONS, sample
from tests.sync.test_histories import clean
from tests.sync.world import World

CODE = min(STATIONS)
ROUNDS = 9


class Killed(Exception):
    """The program was ended here."""


class Photos(RuleBasedStateMachine):
    """One station, people who agree and do not, a county that asks, and a road that cannot be trusted."""

    @initialize(most=st.integers(1, 3))
    def begin(self, most: int) -> None:
        self.limits = patch.multiple(photo_offers, MOST=most), patch("stationdesk.county.pictures.MOST", most)
        for one in self.limits:
            one.__enter__()
        self.world = World(sample())
        self.village = Photographer(self.world.county, self.world.desks[CODE].database, CODE, self.world.base / "road")
        self.village.asks()
        self.village.round_trip()
        self.child = self.village.person("方乐乐", "2018-05-01")
        self.people = [self.village.person(), self.village.person("汪大爷")]
        self.world.back_station_up(CODE)
        self.backed = False
        self.private: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.drain()
            finally:
                self.world.close()
                for one in self.limits:
                    one.__exit__(None, None, None)

    @rule(who=st.integers(0, 1), child=st.booleans())
    def takes(self, who: int, child: bool) -> None:
        try:
            photo = self.village.takes(*[self.people[who], *([self.child] if child else [])])
        except (PhotoRefused, NoSuchResident):
            return
        if child:
            self.private.add(sha(self.village.here()[photo]))

    @precondition(lambda self: self.village.here())
    @rule(which=st.integers(0, 9))
    def takes_out(self, which: int) -> None:
        with self.village.desk.reading() as session:
            ids = list(session.exec(select_record(Photo.id).where(col(Photo.removed_at).is_(None)).order_by(col(Photo.key))))
        if ids:
            self.village.takes_out(ids[which % len(ids)])

    @rule()
    def withdraws(self) -> None:
        self.village.withdraws(self.people[1])

    @rule()
    def undoes(self) -> None:
        try:
            undo_last(self.village.desk, OPERATOR)
        except (NothingToUndo, ChangedSince):
            return

    @rule()
    def export(self) -> None:
        sent = self.world.export(CODE)
        with open_envelope(sent.path, lambda manifest: manifest.keys[-1].sign_key, "360202") as envelope:
            assert not self.private & set(envelope.manifest.blobs()), "a picture that nobody asked for left the desk"

    @rule()
    def answer(self) -> None:
        self.world.answer(CODE)

    @rule()
    def round_trip(self) -> None:
        self.world.deliver(self.world.export(CODE))
        self.kept()
        sent = self.world.answer(CODE)
        if sent:
            self.world.deliver(sent)
        self.kept()

    @precondition(lambda self: self.world.road)
    @rule(back=st.lists(st.integers(0, 9), min_size=1, max_size=3), killed=st.booleans())
    def deliver(self, back: list[int], killed: bool) -> None:
        for one in back:
            sent = self.world.road[max(0, len(self.world.road) - 1 - one)]
            if killed and not sent.up:
                with patch.object(inbox, "offer_photos", side_effect=Killed):
                    try:
                        self.world.deliver(sent)
                    except Killed:
                        continue
            else:
                self.world.deliver(sent)
            self.kept()

    @rule()
    def back_up(self) -> None:
        if len(self.world.backups) < 2:
            self.world.back_county_up()
        self.world.back_station_up(CODE)

    @precondition(lambda self: self.world.backups and self.world.epoch < 2)
    @rule(number=st.integers(0, 1))
    def restore_county(self, number: int) -> None:
        self.world.restore_county(number)

    @precondition(lambda self: not self.backed)
    @rule(unseen=st.booleans())
    def put_station_back(self, unseen: bool) -> None:
        self.backed = True
        self.world.put_station_back(CODE, unseen=unseen)

    # -- the promises

    def kept(self) -> None:
        """Check that the county has a picture for each entry and an entry for each picture, and that no 县已收 is false."""
        table = STATION_TABLES["photo_offer"]
        with self.world.county.ledger.begin() as connection:
            standing = select(table.c.sha256).where(table.c.station == CODE, table.c.removed_at.is_(None))
            named = set(connection.execute(standing).scalars())
        assert named == self.village.at_county()
        assert not self.private & self.village.at_county()
        station = self.world.desks[CODE]
        if station.told == self.world.epoch and station.newest and not self.backed:
            with station.database.reading() as session:
                offers = {one.id: one.sha256 for one in offers_of(session)}
                there = states(session, "photo_offer", offers)
            received = {offers[one] for one, road in there.items() if road.state is RoadState.RECEIVED}
            assert received <= self.village.at_county(), "false 县已收"

    def drain(self) -> None:
        """Let everything pass: every picture that may go is at the county, none else, and every one of those is at the desk."""
        for early in self.world.road[:20]:
            self.world.deliver(early)
        for _round in range(ROUNDS + self.village.count):
            self.world.deliver(self.world.export(CODE))
            sent = self.world.answer(CODE)
            assert sent is not None
            self.world.deliver(sent)
            if clean(self.world, self.world.desks[CODE]) and self.settled():
                break
        assert clean(self.world, self.world.desks[CODE]), "a dead end"
        assert self.settled(), "a picture is left behind"
        self.kept()

    def settled(self) -> bool:
        """Tell whether all that may go is at the county, nothing else, and all of it here."""
        here, day = self.village.here(), local_day(self.village.desk.clock())
        with self.village.desk.reading() as session:
            offers = offers_of(session)
            look = Looking(session, day)
            may = {one.sha256 for one in session.exec(select_record(Photo)) if look.may_go(one, None) and one.id in here}
        at_county = self.village.at_county()
        return at_county == may == {one.sha256 for one in offers} and all(one.photo_id in here and not one.wanted for one in offers)


Photos.TestCase.settings = settings(settings(), max_examples=max(8, settings().max_examples // 40), stateful_step_count=12, deadline=None)
TestPhotos = Photos.TestCase
