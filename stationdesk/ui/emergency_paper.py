"""The emergency sheet on paper, as it stands on the screen."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.printing.emergency_sheet import EmergencyPaper, emergency_pages
from stationdesk.services.day_words import day_words
from stationdesk.services.incident_sheet import Sheet, started_words
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.print_preview import preview


def print_sheet(desk: OpenDesk, sheet: Sheet, parent: QWidget) -> int:
    """Show the preview of the sheet."""
    return preview(desk, sheet_job(desk, sheet), parent)


def sheet_job(desk: OpenDesk, sheet: Sheet) -> PrintJob:
    """Return the job of the sheet."""
    with desk.reading() as session:
        paper = sheet_paper(sheet, station_name(session), desk.today())
    return PrintJob(
        title=_("Emergency sheet"),
        about=_("Emergency sheet"),
        lay_out=lambda imprint: emergency_pages(paper, imprint, type_at_hand()),
        document="emergency-sheet",
        people=1,
        resident_id=sheet.held.incident.resident_id or "",
    )


def sheet_paper(sheet: Sheet, station: str, on: date) -> EmergencyPaper:
    """Return the sheet as it is printed."""
    from stationdesk.ui.emergency_parts import dialled

    standing, age = sheet.held.standing, _("{years} years").format(years=sheet.age) if sheet.age is not None else ""
    look_in = ""
    if standing.follow_up_on:
        told = _("Somebody looks in on {day} {clock}: {who}")
        day = day_words(date.fromisoformat(standing.follow_up_on), on)
        look_in = told.format(day=day, clock=standing.follow_up_at, who=standing.follow_up_by or _("the station"))
    went = {"reached": _("{clock} reached"), "missed": _("{clock} nobody answered")}
    return EmergencyPaper(
        name=sheet.name,
        facts=" · ".join(filter(None, (age, sheet.where))),
        health="、".join(sheet.health),
        allergies=sheet.allergies,
        station=station,
        began=started_words(sheet.held.incident, on),
        say="".join(text for text, _bold in sheet.say),
        way=sheet.way,
        numbers=tuple(
            (one.title, one.under, dialled(one.number), went[one.result].format(clock=one.at) if one.result else "")
            for one in sheet.numbers
        ),
        lines=tuple((clock, words) for clock, words, _bad in sheet.lines),
        look_in=look_in,
    )
