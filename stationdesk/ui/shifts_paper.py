"""The roster of a month on paper, with or without the numbers of who is on duty, and as a workbook."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn
from stationdesk.printing.contact_card import CardLine
from stationdesk.printing.list_sheet import Purpose
from stationdesk.printing.shift_sheet import ShiftLine, ShiftPaper, shift_pages
from stationdesk.registers.code import table
from stationdesk.services.card_places import directory, station_here
from stationdesk.services.free_hours import weekday_names
from stationdesk.services.shift_month import USUAL, DayRow, Month, kind_label, kind_of
from stationdesk.services.shifts import Turn
from stationdesk.services.shifts_today import span_list
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.paper_purpose import ask_purpose
from stationdesk.ui.print_preview import preview
from stationdesk.ui.teams_paper import write_lines

DOCTOR = "village_doctor"
NEEDED = (DOCTOR, "clinic", "hospital", "police", "town", "power", "water", "gas")
"""Kinds of places whose numbers stand on the sheet first."""


def title_of(month: Month) -> str:
    """Return what the roster is called on paper: 值班表 2026年12月."""
    return _("Roster {year}/{month}").format(year=month.first.year, month=month.first.month)


def paper_of(desk: OpenDesk, month: Month, purpose: Purpose) -> ShiftPaper:
    """Lay a month out for paper."""
    on = desk.today()
    with desk.reading() as session:
        here, station = station_here(session), station_name(session)
        entries = [one for one in directory(session, on.isoformat()) if one.phone]
    entries.sort(key=lambda one: NEEDED.index(one.place.kind) if one.place.kind in NEEDED else len(NEEDED))
    places = tuple(CardLine(_place_word(one.place.kind, one.place.name), one.phone, one.place.person or "") for one in entries)
    leaders = {turn.shift.leader or "" for turn in month.turns}
    leader = next(iter(leaders)) if len(leaders) == 1 else ""
    usual = {kind: usual_times(month, kind) for kind in month.kinds}
    return ShiftPaper(
        title_of(month),
        station,
        (here.duty_phone or "") if here is not None else "",
        tuple(kind_label(kind) for kind in month.kinds),
        tuple(usual.values()),
        tuple(_line(row, month, usual, leader) for row in month.rows),
        places,
        () if purpose == "wall" else _people(month),
        leader,
    )


def _place_word(kind: str | None, name: str) -> str:
    return table("place_kind").label(kind) if kind == DOCTOR else name


def usual_times(month: Month, kind: str) -> str:
    """Return the times most turns of a kind have."""
    counted = Counter(turn.words() for turn in month.turns if kind_of(turn) == kind)
    return counted.most_common(1)[0][0] if counted and kind != "other" else ""


def _line(row: DayRow, month: Month, usual: dict[str, str], leader: str) -> ShiftLine:
    nobody = nobody_of(row, month)
    had = (_cells(row, kind, usual[kind]) for kind in month.kinds)
    cells = tuple(cell or (_("nobody|on duty") if kind in nobody else "") for kind, cell in zip(month.kinds, had, strict=True))
    leaders = dict.fromkeys(turn.shift.leader for turn in row.turns if turn.shift.leader)
    names = weekday_names()
    return ShiftLine(
        _("{month}/{day}|day").format(month=row.day.month, day=row.day.day),
        names[row.day.weekday()],
        cells,
        "" if leader else "、".join(leaders),
        hole=not row.past and (bool(row.gaps) or not month.turns),
        rest=row.day.weekday() > 4,
    )


def nobody_of(row: DayRow, month: Month) -> frozenset[str]:
    """Return the columns in which a day that is over says that nobody was there: a pen fills in what is to come, not what is past."""
    if not (row.past and row.gaps):
        return frozenset()
    return frozenset(kind for kind in month.kinds if kind in USUAL) or frozenset(month.kinds)


def _cells(row: DayRow, kind: str, usual: str) -> str:
    return "、".join(_cell(one, usual) for one in row.of_kind(kind) if not one.trouble)


def _cell(turn: Turn, usual: str) -> str:
    return turn.who if turn.words() == usual else f"{turn.who}（{turn.shift.from_time}—{turn.shift.to_time}）"


def _people(month: Month) -> tuple[CardLine, ...]:
    """Return who is on duty with his number, who has most turns first."""
    counted = Counter(turn.who for turn in month.turns)
    numbers = {turn.who: turn.phone for turn in month.turns if turn.phone}
    return tuple(CardLine("", numbers[who], who) for who, _count in counted.most_common() if who in numbers)


def shift_job(paper: ShiftPaper) -> PrintJob:
    """Return the job of a month."""
    return PrintJob(
        title=paper.title,
        about=paper.title,
        lay_out=lambda imprint: shift_pages(paper, imprint, type_at_hand()),
        document="roster",
        people=len(paper.people),
        reprint=False,
    )


def print_month(desk: OpenDesk, month: Month, parent: QWidget) -> None:
    """Show the month as it will be printed."""
    text = _("On a wall stand the names and the station's numbers; the numbers of who is on duty stand on the station's own sheet only.")
    purpose = ask_purpose(desk, _("Print the roster"), text, parent, usual="wall")
    if purpose is not None:
        preview(desk, shift_job(paper_of(desk, month, purpose)), parent)


def sheet_rows(month: Month) -> list[tuple[str, ...]]:
    """Return the lines of the workbook: one a turn, and one a stretch nobody is on duty."""
    names, lines = weekday_names(), list[tuple[str, ...]]()
    for row in month.rows:
        first = (row.id, names[row.day.weekday()])
        for turn in row.turns:
            shift = turn.shift
            words = (kind_label(kind_of(turn)), shift.from_time, shift.to_time, turn.who, shift.leader or "", turn.instead_of)
            lines.append((*first, *words, shift.swap_reason or "", "；".join(filter(None, (month.trouble(turn), shift.remark)))))
        if row.gaps:
            lines.append((*first, _("Nobody on duty"), *("",) * 6, span_list(list(row.gaps))))
    return lines


def export_month(desk: OpenDesk, month: Month, parent: QWidget) -> None:
    """Ask where to, and write the month as a workbook; no number stands in it."""
    title = title_of(month)
    heads = [_("Day of duty"), _("Weekday"), _("Turn"), _("From (time)"), _("To (time)"), _("Who is on duty"), _("In charge")]
    heads += [_("Instead of|roster"), _("Why somebody stands in"), _("Remark")]
    columns = [ListColumn(head, holds="day" if at == 0 else "") for at, head in enumerate(heads)]
    write_lines(desk, parent, title, columns, sheet_rows(month), name=f"{title}.xlsx".replace("/", "-"))
