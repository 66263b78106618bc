"""The tasks of the unattended day, one after another: what is pressed and what is waited for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QCheckBox

from stationdesk.county import answers, intake, stations
from stationdesk.county.demo_pair import keep_demo_operator
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.i18n import _
from stationdesk.services.checking import check
from stationdesk.services.demo_village import demo_station, sample
from stationdesk.settings import resource
from stationdesk.store.folder import DataFolder
from stationdesk.ui.hand import DayStopped, Steps
from stationdesk.ui.opening import DEMO_PASSPHRASE
from stationdesk.ui.parts.dialogs import prepare

if TYPE_CHECKING:
    from stationdesk.ui.demo_day import Day


def steps(day: Day) -> Steps:
    """Yield what is waited for between the tasks of the day."""
    enrolment = county_opens(day)
    yield from first_run(day, enrolment)
    yield from take_ledgers_in(day)
    yield from find_and_visit(day)
    yield from work_off_today(day)
    yield from print_the_cards(day)
    yield from report(day)
    yield from look_around(day)


def county_opens(day: Day) -> Path:
    """Set the county up and write the station's enrolment file onto the stick."""
    day.road.mkdir(parents=True, exist_ok=True)
    at_county, station, clerk = sample()["county"], demo_station(), _("county clerk")
    folder = DataFolder(day.folder / "county", day.settings.state)
    made = set_up_county(folder, DEMO_PASSPHRASE, code=at_county["code"], name=at_county["name"])
    keep_demo_operator(made.database, clerk, made.slot.id)
    day.kept["county"] = CountyDesk(made.database)
    return stations.enrol_station(day.kept["county"], clerk, code=station.code, name=station.name, town=station.town or "", to=day.road)


def first_run(day: Day, enrolment: Path) -> Steps:
    """Answer the five questions."""
    hand = day.hand
    yield lambda: day.keeper.front is not None and day.keeper.front.isActiveWindow()
    hand.task(_("First run"))
    prepare(enrolment)
    hand.button(_("The file is in a folder…"))
    hand.tab_to(lambda widget: isinstance(widget, QCheckBox))
    hand.press("Space")
    hand.picture("first-run-1")
    hand.press("first_run.next")
    hand.type(str(sample()["station"]["leader_name"]))
    hand.picture("first-run-2")
    hand.press(*["first_run.next"] * 4)
    hand.type(DEMO_PASSPHRASE)
    hand.press("first_run.next")
    hand.type(DEMO_PASSPHRASE)
    hand.picture("first-run-3")
    hand.press("first_run.next")
    hand.picture("first-run-4")
    hand.press("first_run.next")
    hand.picture("first-run-5")
    hand.press("first_run.next")
    yield lambda: day.on_page("import")
    day.tell(_("The desk is set up and enrolled: five questions, {keys} keys.").format(keys=hand.keys))


def take_ledgers_in(day: Day) -> Steps:
    """Import the sample ledgers, all at once."""
    hand = day.hand
    ledgers = sorted(path for path in resource("samples").iterdir() if path.suffix in {".xlsx", ".xls", ".csv"})
    hand.task(_("Take ledgers in"))
    prepare(*ledgers)
    hand.press("import.choose")
    yield lambda: day.on_page("import")
    hand.picture("import")
    hand.press("import.save")
    yield lambda: day.on_page("import") and people(day) > 0
    hand.picture("import-done")
    yield lambda: True
    day.tell(_("{count} ledgers taken in: {people} residents.").format(count=len(ledgers), people=people(day)))


def people(day: Day) -> int:
    """Return how many residents there are."""
    from sqlmodel import func, select

    from stationdesk.registers.resident import Resident

    if day.keeper.desk is None:
        return 0
    with day.keeper.desk.reading() as session:
        return session.exec(select(func.count()).select_from(Resident)).one()


def find_and_visit(day: Day) -> Steps:
    """Find somebody by initials, note a visit, take it back, and note it again."""
    hand, asked = day.hand, str(sample()["asked"])
    hand.task(_("Find somebody by initials"))
    hand.press("everywhere.search")
    hand.type(asked)
    hand.picture("search")
    hand.press("search.open")
    yield lambda: day.on_page("residents")
    hand.picture("person")
    hand.task(_("Note a visit"))
    hand.press("residents.visit")
    yield lambda: True
    hand.tab_to(lambda widget: widget.accessibleName() == _("What was said"))
    hand.type(str(sample()["texts"][0]))
    hand.picture("visit")
    hand.press("visit.save")
    yield lambda: visits(day) == 1
    name = visited(day)
    hand.task(_("Undo"))
    hand.press("everywhere.undo")
    yield lambda: visits(day) == 0
    hand.picture("undone")
    day.tell(_("«{asked}» finds {name}; a visit was noted and taken back.").format(asked=asked, name=name))


def visits(day: Day) -> int:
    """Return how many visits there are that were not taken back."""
    from sqlmodel import col, func, select

    from stationdesk.registers.visit import Visit

    if day.keeper.desk is None:
        return 0
    with day.keeper.desk.reading() as session:
        return session.exec(select(func.count()).select_from(Visit).where(col(Visit.removed_at).is_(None))).one()


def visited(day: Day) -> str:
    """Return the name of whoever was visited last."""
    from sqlmodel import col, select

    from stationdesk.registers.resident import Resident
    from stationdesk.registers.visit import Visit

    if day.keeper.desk is None:
        return ""
    with day.keeper.desk.reading() as session:
        last = select(Resident.name).join(Visit, col(Visit.resident_id) == col(Resident.id)).order_by(col(Visit.key).desc())
        return session.exec(last).first() or ""


def work_off_today(day: Day) -> Steps:
    """Record three contacts from today's list, one key each."""
    hand = day.hand
    hand.task(_("Three contacts from today"))
    hand.press("everywhere.today")
    yield lambda: day.on_page("today")
    hand.picture("today")
    hand.press("today.phone", "today.home", "today.phone")
    yield lambda: visits(day) == 3
    hand.picture("today-after")
    day.tell(_("Three contacts recorded from today's list."))


def print_the_cards(day: Day) -> Steps:
    """Print the contact cards of everybody who gets one into a PDF."""
    hand = day.hand
    day.cards.unlink(missing_ok=True)
    prepare(day.cards)
    hand.task(_("Print contact cards"))
    hand.press("everywhere.settings", "Down")
    hand.tab_to(lambda widget: widget.accessibleName() == _("24-hour phone|paper"))
    hand.type(str(demo_station().duty_phone))
    hand.press("Return", "settings.print")
    yield cards_ready
    hand.picture("cards")
    hand.press("first_run.next")
    yield preview_ready
    hand.picture("preview")
    hand.press("print.pdf")
    yield lambda: day.cards.exists() and preview_ready()
    hand.press("print.leave")
    yield lambda: QApplication.activeModalWidget() is None
    day.tell(_("Contact cards printed: {file}").format(file=day.cards.name))


def cards_ready() -> bool:
    """Tell whether the dialog of the cards is up and knows for whom they are."""
    from stationdesk.ui.print_cards import PrintCards

    found = QApplication.activeModalWidget()
    return isinstance(found, PrintCards) and found.go.isEnabled()


def preview_ready() -> bool:
    """Tell whether a preview is up and shows its pages."""
    from stationdesk.ui.print_preview import PrintPreview

    found = QApplication.activeModalWidget()
    return isinstance(found, PrintPreview) and not found.busy()


def report(day: Day) -> Steps:
    """Report to the county by the stick, let the county take it and answer, and read the receipt."""
    hand = day.hand
    hand.task(_("Report to the county"))
    hand.press("everywhere.county")
    yield lambda: day.on_page("county")
    prepare(day.road)
    hand.button(_("Without a stick, into a folder"))
    yield lambda: day.on_page("county")
    hand.press("county.report")
    yield lambda: day.on_page("county") and bool(list(day.road.glob("*.sdpkg")))
    hand.picture("county-reported")
    yield lambda: True
    package = next(iter(sorted(day.road.glob("*.sdpkg"))))
    day.tell(_("Package written: {name}").format(name=package.name))
    county, clerk = day.kept["county"], _("county clerk")
    taken = intake.take(county, clerk, package)
    answers.answer(county, clerk, demo_station().code, day.road)
    day.tell(_("The county: {sentence}").format(sentence=taken.sentence))
    hand.task(_("Read the receipt"))
    hand.press("county.report")
    yield lambda: day.on_page("county") and day.road_now().received > 0
    hand.picture("county-received")
    now = day.road_now()
    day.tell(_("Receipt read: the county has all {count} records, up to {day}.").format(count=now.received, day=now.has_until))


def look_around(day: Day) -> Steps:
    """Look at every page once more, and check that everything is whole."""
    hand = day.hand
    hand.press("everywhere.residents")
    yield lambda: day.on_page("residents")
    hand.picture("residents")
    hand.press("everywhere.settings")
    yield lambda: day.on_page("settings")
    hand.picture("settings")
    yield lambda: True
    if day.keeper.desk is not None:
        found = check(day.keeper.desk.database)
        if found.wrong:
            raise DayStopped(" ".join(found.wrong))
        day.tell(_("Everything checked: {count} journal entries, all whole.").format(count=found.looked_at["journal"]))
    day.kept["county"].close()
    for name, keys, characters in hand.counted():
        day.tell(_("{task}: {keys} keys, {characters} characters typed").format(task=name, keys=keys, characters=characters))
