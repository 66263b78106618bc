"""The desks whose windows are pictured: a village in the middle of its year, one that has done everything, an empty one, a nasty one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlmodel import select

from installers.shots_stage import Stage
from stationdesk.county import answers, intake, stations
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.registers.wellbeing import Illness
from stationdesk.services.cards import cards_for, record_issues
from stationdesk.services.contacts import How, record_contact, says
from stationdesk.services.demo_village import demo_station, furnish, sample, settle
from stationdesk.services.operators import keep_first
from stationdesk.services.stations import open_station
from stationdesk.services.today import today
from stationdesk.services.today_lines import Line
from stationdesk.services.visiting import note_visit
from stationdesk.store.database import Database, author_of
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.ui.open_desk import OpenDesk

XU = "徐丽华"
PASSPHRASE = "invented people only"  # noqa: S105 - of stores that live for a minute
SETTLED = date(2026, 5, 4)
BEGUN, TODAY = date(2026, 10, 12), date(2026, 11, 23)
PEOPLE = 120
KEPT = 0.93
"""Share of what is due on a day that this village gets done."""


class Clock:
    """A clock that is set by hand; the same on both sides of the road."""

    def __init__(self) -> None:
        self.at = datetime(2026, 5, 4, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the present time."""
        return self.at

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        """Make it this time in the village."""
        self.at = datetime(day.year, day.month, day.day, hour - 8, minute, tzinfo=UTC)


@dataclass
class Village:
    """An open desk with its clock, and what goes between it and the county."""

    desk: OpenDesk
    clock: Clock
    road: Path
    county: CountyDesk | None = None

    @property
    def database(self) -> Database:
        """The desk's store."""
        return self.desk.database


@contextmanager
def village(stage: Stage, name: str, *fill: Callable[[Village], None], enrolled: bool = True) -> Iterator[Village]:
    """Set a desk up with its county, fill it, and open it on Monday the 23rd at 09:20."""
    clock, place = Clock(), stage.room / name
    settings, station = stage.settings(name), demo_station()
    road = place / "road"
    road.mkdir(parents=True)
    with ExitStack() as leaving:
        county = None
        if enrolled:
            about = sample()["county"]
            made = set_up_county(
                DataFolder(place / "county", place / "county-state"), PASSPHRASE, code=about["code"], name=about["name"], clock=clock
            )
            leaving.enter_context(made.database)
            county = leaving.enter_context(CountyDesk(made.database))
        new = set_up(DataFolder(settings.data, settings.state), PASSPHRASE, side="station", author=station.code, clock=clock)
        draft = OperatorDraft(name=XU, post="妇联主席", may_see_children=True, may_change_settings=True)
        operator = keep_first(new.database, draft, new.slot.id)
        with new.database.writing(XU, "建站", final=True) as session:
            open_station(session, station)
            furnish(session)
        if county is not None:
            path = stations.enrol_station(county, "县", code=station.code, name=station.name, town=station.town or "", to=road)
            enrol(new.database, XU, read_enrolment(path))
            path.unlink()
        found = Village(OpenDesk(new.database, operator, stage.look, settings), clock, road, county)
        for one in fill:
            one(found)
        clock.set(TODAY, 9, 20)
        yield found
        found.desk.close()


def people(there: Village) -> None:
    """Settle the village in spring, with houses, habits and illnesses."""
    there.clock.set(SETTLED, 9)
    chance = Random(7)  # noqa: S311 - invented people, not keys
    with there.database.writing(XU, "登记全村") as session:
        settle(session, PEOPLE, SETTLED, seed=3)
        for number, one in enumerate(session.exec(select(Resident)), 1):
            one.current_address = f"桃源村{one.village_group}{chance.randrange(1, 60)}号"
            one.route_order = number
            if int(one.birth_date[:4] if one.birth_date else 2026) < 1966:
                one.living_arrangement = chance.choice(("alone", "couple", "alone"))
                one.self_care = chance.choice(("able", "able", "light"))
                one.chronic = (Illness(kind=chance.choice(("hypertension", "diabetes", "heart_disease")), since="2019"),)


def namesakes(there: Village) -> None:
    """Add people whom the sample ledgers know too: two of one name, and one with another telephone."""
    there.clock.set(SETTLED, 10)
    known = (
        ("邱娇月", "female", "1958", "year", None, "1组", "13800091001"),
        ("邱娇月", "female", "1957", "year", None, "6组", "13800091002"),
        ("凌香英", "female", "1945-07-20", "day", "999901194507200724", "1组", "13500090037"),
        ("石莲兰", "female", "1961-11-11", "day", "999901196111110381", "2组", None),
    )
    with there.database.writing(XU, "补登四人") as session:
        for name, sex, born, precision, number, group, phone in known:
            draft = ResidentDraft(
                name=name,
                sex=sex,
                birth_date=born,
                birth_precision=precision,
                id_type="id_card" if number else None,
                id_no=number,
                id_state="ok" if number else None,
                village="桃源村",
                village_group=group,
                phones=(PhoneNumber(number=phone),) if phone else (),
            )
            one = Resident.model_validate(draft, update={"author": author_of(session)})
            session.add(one)
            tag = CategoryTagDraft(resident_id=one.id, category="empty_nest", from_date=SETTLED.isoformat())
            session.add(CategoryTag.model_validate(tag, update={"author": one.author}))
            grade = CareGradeDraft(resident_id=one.id, grade="green", from_date=SETTLED.isoformat())
            session.add(CareGrade.model_validate(grade, update={"author": one.author}))


def habits(there: Village) -> None:
    """Do almost everything that is due, day by day, from the middle of October until last night."""
    chance, texts = Random(11), sample()["texts"]  # noqa: S311 - invented people, not keys
    there.clock.set(BEGUN, 9)
    with there.database.writing(XU, "登记走访") as session:
        for one in session.exec(select(Resident)):
            day = BEGUN - timedelta(days=chance.randrange(1, 80))
            said, who = chance.choice(texts), (Visitor(name=XU),)
            note_visit(session, VisitDraft(resident_id=one.id, visited_on=day.isoformat(), mode="home", content=said, visitors=who), BEGUN)
    for number in range((TODAY - BEGUN).days):
        day = BEGUN + timedelta(days=number)
        round_of(there, day, chance, KEPT if day.weekday() < 5 else 0.85)
        if day in (date(2026, 11, 6), date(2026, 11, 20)):
            report(there, day, back=day.day == 6)


def round_of(there: Village, day: date, chance: Random, share: float) -> None:
    """Do a share of what is due on a day."""
    there.clock.set(day, 9)
    with there.database.reading() as session:
        lines = today(session, day, may_see_children=True).lines()
    for number, line in enumerate(lines):
        if chance.random() > share:
            continue
        weekly = line.grade == "red" and (day.toordinal() + number) % 4 == 0
        there.clock.set(day, 9 + number // 60, number % 60)
        if weekly or (line.home and chance.random() < 0.7):
            visit(there, line, day, chance)
        else:
            how = How.HOME if line.home else How.PHONE
            with there.database.writing(XU, says(how, line.name)) as session:
                record_contact(session, line.resident_id, how, day, by=XU, at="09:05", follows=line.visit_id)


def visit(there: Village, line: Line, day: date, chance: Random) -> None:
    """Note a visit with a sentence or two; now and then something is promised."""
    draft = VisitDraft(
        resident_id=line.resident_id,
        visited_on=day.isoformat(),
        start_time="09:30",
        mode="home",
        content=chance.choice(sample()["texts"]),
        visitors=(Visitor(name=XU), Visitor(name="余桂珍")),
        recorder=XU,
    )
    if day == TODAY - timedelta(days=6):
        draft = draft.model_copy(update={"next_plan": "再量一次血压", "follow_up_due": TODAY.isoformat()})
    with there.database.writing(XU, f"登记走访 {line.name}") as session:
        note_visit(session, draft, day)


def report(there: Village, day: date, *, back: bool) -> None:
    """Report to the county in the afternoon; `back` reads its answer, else it waits on the stick."""
    if there.county is None:
        return
    there.clock.set(day, 17)
    sent = outbox.export(there.database, XU, there.road)
    intake.take(there.county, "县", sent.path)
    path = answers.answer(there.county, "县", there.database.about.author, there.road).path
    if back:
        inbox.receive(there.database, XU, path)
        path.unlink()
    sent.path.unlink()


def county_phone(there: Village) -> None:
    """Let the county keep a number of its own, print cards with it, and move the number."""
    if there.county is None:
        return
    there.clock.set(date(2026, 9, 1), 9)
    county = there.county
    draft = PlaceDraft(kind="police", name="白鹭派出所值班室", phones=(PhoneNumber(number="0990-6120111"),), on_card=True, card_priority=1)
    place = Place.model_validate(draft, update={"author": county.database.about.author, "audience": "all"})
    with county.database.writing("县", "登记便民服务") as session:
        session.add(place)
    report(there, date(2026, 9, 2), back=True)
    there.clock.set(date(2026, 9, 3), 10)
    with there.database.writing(XU, "打印联系卡") as session:
        printed = cards_for(session, on="2026-09-03", design="number")[:40]
        record_issues(session, printed, on="2026-09-03", by=XU)
    with county.database.writing("县", "改电话") as session:
        session.exec(select(Place).where(Place.id == place.id)).one().phones = (PhoneNumber(number="0990-6120119"),)


def half_a_morning(there: Village) -> None:
    """Do a few things this morning."""
    there.clock.set(TODAY, 8, 50)
    with there.database.reading() as session:
        lines = today(session, TODAY, may_see_children=True).lines()
    reds = [line for line in lines if line.grade == "red"]
    for line in [*reds[3:], *lines[-2:]]:
        with there.database.writing(XU, says(How.PHONE, line.name)) as session:
            record_contact(session, line.resident_id, How.PHONE, TODAY, by=XU, at="08:50", follows=line.visit_id)


def all_done(there: Village) -> None:
    """Do everything that is due today, what is due tomorrow too."""
    there.clock.set(TODAY, 8, 30)
    for _round in range(3):
        with there.database.reading() as session:
            lines = today(session, TODAY, may_see_children=True).lines()
        for line in lines:
            how = How.HOME if line.home else How.PHONE
            with there.database.writing(XU, says(how, line.name)) as session:
                record_contact(session, line.resident_id, how, TODAY, by=XU, at="08:40", follows=line.visit_id)


def first_with_history(there: Village) -> str:
    """Return the id of an elder with a red grade and the most visits: the one whose page tells something."""
    with there.database.reading() as session:
        line = next((one for one in today(session, TODAY).lines() if one.grade == "red"), None)
        if line is not None:
            return line.resident_id
        found = session.exec(select(Visit.resident_id)).first()
    return str(found)
