"""`demo-day`: one day of an invented village, unattended, each step a command as an operator would type it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from stationdesk.commands.answer import DONE, JsonFlag, begin
from stationdesk.commands.demo import PASSPHRASE, fresh_folder
from stationdesk.errors import DeskError
from stationdesk.i18n import _


class DayStopped(DeskError):
    """A command of the demo day did not do what it should."""


@dataclass
class Day:
    """The folder of the day, and what its report says so far."""

    folder: Path
    language: str
    report: list[str] = field(default_factory=list)

    def ask(self, side: str, *words: str | Path) -> dict[str, Any]:
        """Carry out a command in the folder of `side` and return its document. Raises DayStopped."""
        typed = ["--language", self.language, "--data", str(self.folder / side), *map(str, words), "--json"]
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "stationdesk"]
        environment = os.environ | {"STATIONDESK_STATE": str(self.folder / "state"), "STATIONDESK_PASSPHRASE": PASSPHRASE}
        done = subprocess.run([*program, *typed], env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode != DONE:
            raise DayStopped(_("The demo day stopped at «{command}»: {why}").format(command=words[0], why=done.stderr.strip()))
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def tell(self, sentence: str) -> None:
        """Add a sentence to the report, and say it at once."""
        self.report.append(sentence)
        typer.echo(sentence, err=True)


def demo_day(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help=_("Folder for the cards, the package and the report."))],
    as_json: JsonFlag = False,
) -> None:
    """Go through one day of a demo village made of the sample ledgers."""
    run = begin(ctx, as_json)
    day = Day(fresh_folder(out), run.settings.language)
    set_up(day)
    take_ledgers_in(day)
    visit_somebody(day)
    cards = day.folder / _("contact-cards.pdf")
    cards.unlink(missing_ok=True)
    printed = day.ask("desk", "cards", "--out", cards)
    day.tell(_("{cards} contact cards printed on {pages} pages: {file}").format(**printed, file=cards.name))
    package = report_to_county(day)
    whole = day.ask("desk", "check")["looked_at"]
    day.tell(_("Everything checked: {count} journal entries, all whole.").format(count=whole["journal"]))
    log = day.folder / _("day-report.txt")
    log.write_text(
        "\n".join([_("One day in the demo village (everybody in it is invented)"), "", *day.report, "", *to_go_on(day)]) + "\n",
        encoding="utf-8",
    )
    run.answer({"cards": cards, "package": package, "report": log, "lines": day.report}, _("The report: {file}").format(file=log))


def set_up(day: Day) -> None:
    """Set county and station up, and make them known to each other."""
    from stationdesk.services.demo_village import demo_station, sample

    station, county, road = demo_station(), sample()["county"], day.folder / "road"
    road.mkdir()
    day.ask("county", "county", "init", "--name", county["name"], "--code", county["code"])
    enrolment = day.ask("county", "county", "enrol", station.code, station.name, "--town", station.town or "", "--out", road)
    named = ("--station-code", station.code, "--station-name", station.name, "--town", station.town or "", "--county", county["name"])
    told = ("--operator", str(station.leader_name), "--duty-phone", str(station.duty_phone), "--enrolment", enrolment["enrolment"])
    made = day.ask("desk", "new", *named, *told)
    if made["county_words"] != enrolment["county_words"]:
        raise DayStopped(_("The county's words differ on both sides."))
    day.ask("desk", "station", "set", "--address", str(station.address))
    for grid in station.grids:
        groups = [word for group in grid.groups for word in ("--group", group)]
        day.ask("desk", "station", "grid", grid.code, grid.leader, grid.leader_phone, *groups)
    for place in sample()["places"]:
        person = ("--person", place["person"]) if "person" in place else ()
        name = place.get("short_name", place["name"])
        day.ask("desk", "place", "add", place["kind"], name, place["phones"][0]["number"], *person)
    words = " ".join(made["county_words"])
    day.tell(
        _("{station} is set up and enrolled with {county}; both read the same words: {words}").format(
            station=station.name, county=county["name"], words=words
        )
    )


def take_ledgers_in(day: Day) -> None:
    """Import the sample ledgers, all at once."""
    from stationdesk.settings import resource

    ledgers = sorted(path for path in resource("samples").iterdir() if path.suffix in {".xlsx", ".xls", ".csv"})
    done = day.ask("desk", "import", *ledgers)
    day.tell(_("Ledgers taken in: {files}").format(files=_(", ").join(path.name for path in ledgers)))
    day.tell(
        _("{rows} rows became {added} residents; {doubtful} rows have a doubt that is named, {notes} notes were kept.").format(
            **done["counts"] | {"added": done["done"]["added"], "notes": done["done"]["notes"]}
        )
    )


def visit_somebody(day: Day) -> None:
    """Find a person by initials and note a visit."""
    from stationdesk.services.demo_village import sample

    asked = sample()["asked"]
    person = next(iter(day.ask("desk", "find", asked)["found"]), None)
    if person is None:
        raise DayStopped(_("Nobody was found for {asked}.").format(asked=asked))
    day.tell(
        _("«{asked}» finds {name} ({group}): {why}").format(asked=asked, name=person["name"], group=person["group"], why=person["why"])
    )
    visit = day.ask("desk", "visit", "note", person["id"], "--mode", "home", "--outcome", "met", "--text", sample()["texts"][0])["visit"]
    day.tell(_("Visit noted: {name}, {day}.").format(name=person["name"], day=visit["visited_on"]))


def report_to_county(day: Day) -> Path:
    """Export, let the county take the package and answer, read the receipt; returns the package."""
    road = day.folder / "road"
    sent = day.ask("desk", "export", "--to", road)
    day.tell(_("Package written: {name}, {count} changes.").format(name=Path(sent["package"]).name, count=sent["changes"]))
    taken = day.ask("county", "county", "take", road)["packages"]
    day.tell(_("The county: {sentence}").format(sentence=taken[0]["sentence"]))
    answer = day.ask("county", "county", "answer", "--out", road)["answers"][0]
    road_now = day.ask("desk", "receive", answer["path"])["road"]
    if road_now["unreported"] or road_now["awaiting"]:
        raise DayStopped(_("The receipt does not cover everything that was sent."))
    day.tell(
        _("Receipt read: the county has all {count} records, up to {day}.").format(count=road_now["received"], day=road_now["has_until"])
    )
    return Path(sent["package"])


def to_go_on(day: Day) -> list[str]:
    """Return how to look around in what the day has left."""
    return [
        _("To look around yourself (passphrase: {passphrase}):").format(passphrase=PASSPHRASE),
        f"    stationdesk --data {day.folder / 'desk'} find {_('wang')}",
        f"    stationdesk --data {day.folder / 'county'} county status",
    ]
