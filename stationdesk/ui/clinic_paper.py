"""The list of a free clinic on A4: to be filled in by pen, or with what was measured; no illness stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.printing.clinic_slip import Slip, SlipHeading, slip_pages
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.registers.health_reading import HealthReading
from stationdesk.services.clinic import ClinicLine
from stationdesk.services.clinic_slips import covered, keep_slips, last_words
from stationdesk.services.day_words import day_words
from stationdesk.services.health_lines import measures
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, list_job, type_at_hand
from stationdesk.ui.print_preview import preview


def clinic_paper(lines: Sequence[ClinicLine], day: str, by: str, found: Mapping[str, HealthReading], station: str, on: date) -> ListPaper:
    """Lay the list out; the columns of the figures are empty where nothing was measured."""
    columns = (
        ListColumn(_("Name|column"), 28.0, "left", True, "name"),
        ListColumn(_("Age|column"), 11.0),
        ListColumn(_("Group|column"), 18.0),
        ListColumn(_("Phone|column"), 28.0, "left", False, "phone"),
        ListColumn(_("Blood pressure"), 26.0, "left", False, "health"),
        ListColumn(_("Heart rate"), 16.0, "left", False, "health"),
        ListColumn(_("Blood sugar"), 22.0, "left", False, "health"),
        ListColumn(_("Advice given"), 40.0, "left", False, "health"),
    )
    rows = tuple(ListRow((one.name, one.age, one.group, one.phone, *_figures(found.get(one.resident_id))), one.child) for one in lines)
    about = _("{day} · {people} people|clinic").format(day=day_words(date.fromisoformat(day), on), people=len(lines))
    about += f" · {by}" if by else ""
    return ListPaper(_("List of the free clinic|clinic"), columns, rows, about, station)


def _figures(reading: HealthReading | None) -> tuple[str, str, str, str]:
    """Return pressure, heart rate, sugar and advice; underlined room for the pen where nothing is known."""
    if reading is None:
        return ("      /", "", "", "")
    values = reading.measured()
    shown = {name: measures()[name].shown(value) for name, value in values.items()}
    pressure = f"{shown.get('systolic', '')}/{shown.get('diastolic', '')}" if "systolic" in shown else ""
    fasting, after = shown.get("glucose_fasting"), shown.get("glucose_after_meal")
    sugar = _("{figure} fasting|clinic").format(figure=fasting) if fasting else _("{figure} after a meal|clinic").format(figure=after)
    return (pressure, shown.get("heart_rate", ""), sugar if fasting or after else "", reading.advice or "")


def print_clinic(
    desk: OpenDesk, lines: Sequence[ClinicLine], day: str, by: str, found: Mapping[str, HealthReading], parent: QWidget
) -> int:
    """Show the preview; the print log notes what was printed."""
    with desk.reading() as session:
        station = station_name(session)
    return preview(desk, list_job(clinic_paper(lines, day, by, found, station, desk.today())), parent)


def slips_job(desk: OpenDesk, lines: Sequence[ClinicLine], kept: Mapping[str, Any], *, full: bool) -> PrintJob:
    """Return the job of the slips; once they are printed they wait to be typed back. Not `full`: no name and nothing of before."""
    on, operator, code = desk.today(), desk.operator.name, str(kept["code"])
    with desk.reading() as session:
        station = station_name(session)
        last = last_words(session, [one.resident_id for one in lines if not one.child], on) if full else {}
    slips = []
    for place, line in enumerate(lines, 1):
        one = line if full else covered(line)
        age = _("{years} years|clinic").format(years=one.age) if one.age else ""
        told = last.get(one.resident_id, "") if full and not one.child else None
        slips.append(Slip(one.name, age, one.group, told, place))
    day = day_words(date.fromisoformat(str(kept["day"])), on)
    heading = SlipHeading(code, day, str(kept["by"]), station, len(slips), _units())
    wanted = dict(kept)

    def note(session: Session) -> None:
        keep_slips(session, operator, wanted)

    return PrintJob(
        title=_("Slips of the free clinic|clinic"),
        about=_("Slips of the free clinic {code}|clinic").format(code=code),
        lay_out=lambda imprint: slip_pages(slips, heading, imprint, type_at_hand()),
        document="clinic-slips",
        people=len(slips),
        reprint=False,
        noted=note,
    )


def _units() -> tuple[tuple[str, str], ...]:
    known = measures()
    others = tuple((known[name].label, known[name].unit) for name in ("heart_rate", "glucose_fasting", "glucose_after_meal"))
    return ((_("Blood pressure"), known["systolic"].unit), *others)
