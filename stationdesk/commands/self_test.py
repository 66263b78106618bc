"""`self-test`: the whole program tried out in a folder of its own, with invented people; what a fresh installation is asked first."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from stationdesk.commands.answer import BROKEN, JsonFlag, Run, begin, calm_report, table
from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.settings import Settings
from stationdesk.ui.opening import DEMO_PASSPHRASE

if TYPE_CHECKING:
    from stationdesk.commands.session import Desk
    from stationdesk.county.desk import CountyDesk
    from stationdesk.store.keys import Slot


class PartBroken(DeskError):
    """A part of the program did not do what it is there for."""


@dataclass
class Trial:
    """What the steps so far have made: a county and a station in a folder that is gone afterwards."""

    run: Run
    folder: Path
    open_things: ExitStack
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings of the station that is tried."""
        return Settings(self.folder / "desk", self.folder / "state", self.run.settings.language)

    @property
    def desk(self) -> Desk:
        """The station's open desk."""
        desk: Desk = self.kept["desk"]
        return desk

    @property
    def county(self) -> CountyDesk:
        """The county's open desk."""
        county: CountyDesk = self.kept["county"]
        return county

    @property
    def road(self) -> Path:
        """The stick that goes to and fro."""
        return self.folder / "road"


def rooms(_trial: Trial) -> str:
    """Load every module of the program, so that none is missing from a bundle."""
    from importlib import import_module
    from pkgutil import walk_packages

    import stationdesk

    names = [found.name for found in walk_packages(stationdesk.__path__, "stationdesk.") if not found.name.endswith(".__main__")]
    for name in names:
        try:
            import_module(name)
        except ImportError as error:
            raise PartBroken(_("{module} cannot be loaded: {why}").format(module=name, why=error.name or error.msg)) from error
    return _("{count} modules").format(count=len(names))


def screen(trial: Trial) -> str:
    """Start Qt without a screen; its plugins and its Chinese must be there."""
    from stationdesk.ui.window_check import lacking, start_qt

    trial.kept["application"] = start_qt(trial.settings)
    missing = lacking(trial.settings.language)
    if missing:
        raise PartBroken(_("Missing, or cannot be loaded: {parts}").format(parts=_(", ").join(missing)))
    return ""


def set_up(trial: Trial) -> str:
    """Set a county and a station up and make them known to each other; lock the desk and unlock it."""
    from stationdesk.commands.session import Desk
    from stationdesk.county.demo_pair import keep_demo_operator, make_desk
    from stationdesk.county.desk import CountyDesk, set_up_county
    from stationdesk.county.stations import enrol_station
    from stationdesk.services.demo_village import demo_station, sample
    from stationdesk.services.operators import operator_of
    from stationdesk.store.desk import unlock_desk
    from stationdesk.store.folder import DataFolder
    from stationdesk.sync.enrolment import read_enrolment

    station, at_county, state = demo_station(), sample()["county"], trial.settings.state
    trial.road.mkdir()
    made = set_up_county(DataFolder(trial.folder / "county", state), DEMO_PASSPHRASE, code=at_county["code"], name=at_county["name"])
    trial.open_things.enter_context(made.database)
    keep_demo_operator(made.database, CLERK, made.slot.id)
    trial.kept["county"] = trial.open_things.enter_context(CountyDesk(made.database))
    path = enrol_station(trial.county, CLERK, code=station.code, name=station.name, town=station.town or "", to=trial.road)
    place = DataFolder(trial.settings.data, state)
    make_desk(place, DEMO_PASSPHRASE, read_enrolment(path)).close()
    database, slot = unlock_desk(place, DEMO_PASSPHRASE)
    trial.open_things.enter_context(database)
    trial.kept |= {"desk": Desk(database, operator_of(database, slot.id)), "slot": slot, "clerk": made.slot}
    return station.name


def ledgers(trial: Trial) -> str:
    """Take the sample ledgers in."""
    from stationdesk.commands.importing import planned, taken_in
    from stationdesk.settings import resource

    files = sorted(path for path in resource("samples").iterdir() if path.suffix in {".xlsx", ".xls", ".csv"})
    done = taken_in(trial.desk, planned(trial.desk, files))
    if not done.added:
        raise PartBroken(_("Nobody was added."))
    return _("{files} files, {people} residents").format(files=len(files), people=done.added)


def finding(trial: Trial) -> str:
    """Find a person by initials."""
    from stationdesk.services.demo_village import sample
    from stationdesk.services.finding import find

    with trial.desk.database.reading() as session:
        found = find(session, sample()["asked"], 5)
    if not found:
        raise PartBroken(_("Nobody was found for {asked}.").format(asked=sample()["asked"]))
    trial.kept["resident"] = found[0].id
    return f"{sample()['asked']} → {found[0].name}"


def visit(trial: Trial) -> str:
    """Note a visit."""
    from stationdesk.registers.visit import VisitDraft, Visitor
    from stationdesk.services.demo_village import sample
    from stationdesk.services.visiting import note_visit

    name, today = trial.desk.operator.name, trial.desk.today
    draft = VisitDraft(
        resident_id=trial.kept["resident"],
        visited_on=today.isoformat(),
        mode="home",
        outcome="met",
        content=sample()["texts"][0],
        visitors=(Visitor(name=name),),
        recorder=name,
    )
    with trial.desk.database.writing(name, _("Note a visit")) as session:
        note_visit(session, draft, today)
    return today.isoformat()


def cards(trial: Trial) -> str:
    """Print contact cards to a PDF; the machine's typefaces must have every character on them."""
    from stationdesk.commands.cards import Look, chosen, laid_out
    from stationdesk.printing.contact_card import Imprint
    from stationdesk.printing.filled_card import card_of
    from stationdesk.printing.painter import write_pdf
    from stationdesk.printing.typeface import installed_typefaces
    from stationdesk.store.clock import VILLAGE_TIME

    found, now = chosen(trial.desk, None, Look.NUMBER, due=False), trial.desk.database.clock().astimezone(VILLAGE_TIME)
    paper = laid_out([card_of(one, now) for one in found], Look.NUMBER, Imprint(trial.desk.operator.name, now))
    typefaces = installed_typefaces()
    lacking = typefaces.lacks("".join(one.name + one.address + one.slogan for one in found))
    if lacking:
        raise PartBroken(_("No typeface of this machine has these characters: {characters}").format(characters=lacking))
    pdf = trial.folder / "cards.pdf"
    write_pdf(paper.pages, pdf, typefaces, "cards")
    if not pdf.read_bytes().startswith(b"%PDF-"):
        raise PartBroken(_("What was written is no PDF."))
    return _("{cards} cards on {pages} pages").format(cards=len(found), pages=len(paper.pages))


def package(trial: Trial) -> str:
    """Write the package for the county."""
    from stationdesk.sync.outbox import export

    made = export(trial.desk.database, trial.desk.operator.name, trial.road)
    trial.kept["package"] = made.path
    return _("{count} changes").format(count=made.changes)


def at_the_county(trial: Trial) -> str:
    """Let the county take the package and answer."""
    from stationdesk.county.answers import answer
    from stationdesk.county.intake import take

    taken = take(trial.county, CLERK, trial.kept["package"])
    trial.kept["answer"] = answer(trial.county, CLERK, taken.station, trial.road).path
    return taken.sentence


def receipt(trial: Trial) -> str:
    """Read the receipt; it must cover everything that was sent."""
    from stationdesk.services.road import summary
    from stationdesk.sync.inbox import receive

    receive(trial.desk.database, trial.desk.operator.name, trial.kept["answer"])
    with trial.desk.database.reading() as session:
        road = summary(session)
    if road.unreported or road.awaiting or not road.received:
        raise PartBroken(_("The receipt does not cover everything that was sent."))
    return _("the county has {count} records").format(count=road.received)


def safety(trial: Trial) -> str:
    """Back up, then verify store, journal, keys and backup."""
    from stationdesk.services.checking import check
    from stationdesk.store.desk import back_up_daily

    back_up_daily(trial.desk.database)
    found = check(trial.desk.database)
    if found.wrong:
        raise PartBroken(" ".join(found.wrong))
    return _("{count} journal entries, {backups} backups").format(count=found.looked_at["journal"], backups=found.looked_at["backups"])


def window(trial: Trial) -> str:
    """Open the window on the desk and the county's on its own, go to every page and look at it."""
    from stationdesk.ui.window_check import grab_clerks_pages, grab_pages

    slot: Slot = trial.kept["slot"]
    own = grab_pages(trial.desk.database, slot, trial.settings)
    return _(", ").join([*own, *grab_clerks_pages(trial.county.database, trial.kept["clerk"], trial.settings)])


CLERK = "clerk"
STEPS: tuple[tuple[str, str, Callable[[Trial], str]], ...] = (
    ("rooms", N_("Loading every part"), rooms),
    ("screen", N_("Window system, input methods, printing"), screen),
    ("set_up", N_("Setting up, locking, unlocking"), set_up),
    ("ledgers", N_("Taking ledgers in"), ledgers),
    ("finding", N_("Finding somebody"), finding),
    ("visit", N_("Noting a visit"), visit),
    ("cards", N_("Printing cards"), cards),
    ("package", N_("Writing the package"), package),
    ("at_the_county", N_("The county takes it and answers"), at_the_county),
    ("receipt", N_("Reading the receipt"), receipt),
    ("safety", N_("Backup and check"), safety),
    ("window", N_("Showing every page"), window),
)
"""What is tried, in this order; a step needs the ones before it."""


def self_test(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Try the whole program out; exit code 1 if a part does not work. The records of this computer are not touched."""
    from stationdesk.store.migrations import program_version

    run = begin(ctx, as_json)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    tried: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="stationdesk-self-test-") as folder, ExitStack() as open_things:
        trial = Trial(run, Path(folder), open_things)
        for name, _title, step in STEPS:
            tried.append(attempt(name, step, trial))
            if not tried[-1]["ok"]:
                break
    whole = tried[-1]["ok"]
    head = {"ok": whole, "version": program_version(), "bundle": bool(getattr(sys, "frozen", False))}
    run.answer(head | {"steps": tried}, *lines_of(tried))
    if not whole:
        raise typer.Exit(BROKEN)


def lines_of(tried: list[dict[str, Any]]) -> list[str]:
    """Return a line for every step, and what it all means."""
    rows = []
    for at, (_name, title, _step) in enumerate(STEPS):
        word = _("not tried") if at >= len(tried) else _("works") if tried[at]["ok"] else _("FAILED")
        rows.append([word, _(title), tried[at]["said"].partition("\n")[0] if at < len(tried) else ""])
    more = tried[-1]["said"].splitlines()[1:]
    if tried[-1]["ok"]:
        return [*table(rows), _("Everything works.")]
    return [*table(rows), *more, _("Not everything works. Please send these lines to whoever looks after the program.")]


def attempt(name: str, step: Callable[[Trial], str], trial: Trial) -> dict[str, Any]:
    """Do one step and say how it went; any trouble is a finding here."""
    start = time.monotonic()
    try:
        found = {"step": name, "ok": True, "said": step(trial)}
    except DeskError as error:
        found = {"step": name, "ok": False, "said": error.message}
    except Exception as error:  # noqa: BLE001 - whatever breaks is what this command is there to find
        found = {"step": name, "ok": False, "said": calm_report(error)}
    return found | {"seconds": round(time.monotonic() - start, 2)}
