"""Typing a visit sheet back: a line becomes a visit, or stays due as not visited; a line typed again corrects its visit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.visit import Visit
from stationdesk.registers.visit_sheet import SheetStop, VisitSheet, line_number
from stationdesk.services.day_words import day_words
from stationdesk.services.followed import followed
from stationdesk.services.request_reading import asked_of
from stationdesk.services.sheet_numbers import MOST, codes, number_of
from stationdesk.services.sheet_reading import CHECKS, Entry, entered_codes, entry_of, need_words
from stationdesk.services.sheet_words import labels
from stationdesk.services.visit_correcting import correct_visit, form_of, remove_visit
from stationdesk.services.visit_writing import Need, VisitForm, checked, write_visit
from stationdesk.services.visiting import resident_called
from stationdesk.store.database import author_of

LONG_AGO = 60
"""Days after which it is asked whether the day of the visit is right."""
SEEN = frozenset({"met", "kin_answered"})
"""Results with which what was looked at is kept: whoever was at home could be seen or told of."""


class SheetGone(DeskError):
    """The sheet was taken back meanwhile, or the line is not on it."""


class SheetDay(DeskError):
    """The day of the visit cannot be: it has not come yet, or lies before the sheet was printed."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is filled in once for the whole sheet."""

    day: date
    visitors: tuple[str, ...] = ()


def own_sheet(session: Session, sheet_id: str) -> VisitSheet:
    """Return an own sheet. Raises SheetGone."""
    mine = select(VisitSheet).where(
        VisitSheet.id == sheet_id, VisitSheet.author == author_of(session), col(VisitSheet.removed_at).is_(None)
    )
    found = session.exec(mine).first()
    if found is None:
        raise SheetGone(_("This sheet is not kept any more: its printing was undone. Type its number once more to go on with it."))
    return found


def day_trouble(printed_on: date, day: date, on: date) -> str:
    """Return why a sheet cannot have been walked on `day`; empty if it can."""
    if day > on:
        return _("{day} has not come yet. Please look at the day of the visit.").format(day=day_words(day, on))
    if day < printed_on:
        said = _("The sheet was printed on {printed}, so nobody can have walked it on {day}. Please look at the day of the visit.")
        return said.format(printed=day_words(printed_on, on), day=day_words(day, on))
    return ""


def refuse_day(printed_on: date, day: date, on: date) -> None:
    """Raise SheetDay for a day that cannot be the day on which a sheet was walked."""
    if why := day_trouble(printed_on, day, on):
        raise SheetDay(why)


def save_line(session: Session, sheet_id: str, code: str, entry: Entry, head: Head, on: date, by: str) -> Visit:
    """Write a line down as a visit, or correct the visit it has; `on` is today, `by` the operator.

    Raises SheetGone, SheetDay, NoSuchResident or VisitImpossible; nothing is written then.
    """
    sheet = own_sheet(session, sheet_id)
    stop = _stop(sheet, code)
    refuse_day(date.fromisoformat(sheet.printed_on), head.day, on)
    resident = followed(session, [stop.resident_id])[stop.resident_id]
    visit = visit_of(session, sheet.number, code)
    if visit is None:
        visit = write_visit(session, _form(entry, resident, head), on, by)
        visit.visit_no = line_number(sheet.number, code)
    else:
        visit = _correct(session, visit, entry, head, on, by)
    if entry.outcome == "kin_answered":
        visit.check_items = checked(_form(entry, resident, head))
    session.add(visit)
    sheet.passed = tuple(one for one in sheet.passed if one != code)
    _go_on(session, sheet, head, on)
    return visit


def pass_line(session: Session, sheet_id: str, code: str, head: Head | None, on: date) -> None:
    """Write down that nobody went to a person: they stay due. What was entered of the line before is taken out. Raises SheetGone."""
    sheet = own_sheet(session, sheet_id)
    _stop(sheet, code)
    visit = visit_of(session, sheet.number, code)
    if visit is not None:
        remove_visit(session, visit.id)
        _take_requests(session, visit)
    if code not in sheet.passed:
        sheet.passed = (*sheet.passed, code)
    _go_on(session, sheet, head, on)


def finish(session: Session, sheet_id: str, on: date) -> int:
    """Close a sheet: whoever has no entry was not visited; returns how many that are. Raises SheetGone."""
    sheet = own_sheet(session, sheet_id)
    left = _left(session, sheet)
    sheet.passed = (*sheet.passed, *left)
    sheet.finished_on = on.isoformat()
    session.add(sheet)
    return len(left)


def change_head(session: Session, sheet_id: str, head: Head, on: date, by: str) -> int:
    """Let day and visitors hold for every line entered from the sheet; returns how many those are.

    Raises SheetGone, SheetDay or VisitImpossible; nothing is written then.
    """
    sheet = own_sheet(session, sheet_id)
    refuse_day(date.fromisoformat(sheet.printed_on), head.day, on)
    visits = [visit_of(session, sheet.number, stop.code) for stop in sheet.stops]
    entered = [visit for visit in visits if visit is not None]
    for visit in entered:
        kept = visit.check_items
        correct_visit(session, visit.id, replace(form_of(session, visit), visited_on=head.day, visitors=head.visitors), on, by)
        visit.check_items = kept
        session.add(visit)
    _go_on(session, sheet, head, on)
    return len(entered)


def add_extra(session: Session, sheet_id: str, resident_id: str) -> str:
    """Put somebody who was met on the way onto the sheet; returns the line's code, that of the line there is if they are on it.

    Raises SheetGone or NoSuchResident.
    """
    sheet = own_sheet(session, sheet_id)
    resident = resident_called(session, resident_id)
    now = followed(session, [*(stop.resident_id for stop in sheet.stops), resident.id])
    for stop in sheet.stops:
        if now[stop.resident_id] == now[resident.id]:
            return stop.code
    if len(sheet.stops) >= MOST:
        raise SheetGone(_("There is no room on this sheet any more. Note this visit with F4 beside the person."))
    (code,) = codes(number_of(sheet.number), 1, len(sheet.stops))
    sheet.stops = (*sheet.stops, SheetStop(code=code, resident_id=now[resident.id], extra=True))
    sheet.finished_on = None
    session.add(sheet)
    return code


def visit_of(session: Session, number: str, code: str) -> Visit | None:
    """Return the visit that was entered for a line."""
    mine = select(Visit).where(
        Visit.visit_no == line_number(number, code), Visit.author == author_of(session), col(Visit.removed_at).is_(None)
    )
    return session.exec(mine.order_by(col(Visit.key))).first()


def says_line(name: str, entry: Entry) -> str:
    """Return the sentence of a line that was entered: 录走访单：冯毛仔，上门，家里人."""
    words = labels()
    how = words["mode"].get(entry.mode, "")
    if entry.outcome != "met":
        how = "，".join(filter(None, (how, words["outcome"].get(entry.outcome, ""))))
    return _("Sheet line: {name}, {how}").format(name=name, how=how)


def says_passed(name: str) -> str:
    """Return the sentence of a line that was not visited."""
    return _("Not visited: {name}").format(name=name)


def _stop(sheet: VisitSheet, code: str) -> SheetStop:
    found = next((stop for stop in sheet.stops if stop.code == code), None)
    if found is None:
        raise SheetGone(
            _("There is no line {code} on sheet {number}. Please compare the number at the top right.").format(
                code=code, number=sheet.number
            )
        )
    return found


def _left(session: Session, sheet: VisitSheet) -> list[str]:
    settled = entered_codes(session, sheet.number) | set(sheet.passed)
    return [stop.code for stop in sheet.stops if stop.code not in settled]


def _go_on(session: Session, sheet: VisitSheet, head: Head | None, on: date) -> None:
    """Keep day and visitors with the sheet; with its last line it is typed back."""
    if head is not None:
        sheet.visited_on, sheet.visitors = head.day.isoformat(), head.visitors
    session.add(sheet)
    if not _left(session, sheet):
        sheet.finished_on = sheet.finished_on or on.isoformat()


def _form(entry: Entry, resident: str, head: Head, needs: tuple[Need, ...] | None = None) -> VisitForm:
    wanted = (Need(entry.need.strip(), request=entry.request),) if entry.need.strip() else ()
    outcome = entry.outcome
    if outcome in {"nobody", "no_answer"}:
        outcome = "nobody" if entry.mode == "home" else "no_answer"
    return VisitForm(
        resident,
        head.day,
        mode=entry.mode,
        outcome=outcome,
        visitors=head.visitors,
        checks=tuple(zip(CHECKS, entry.checks, strict=True)),
        pressure=entry.pressure,
        goods=entry.goods,
        needs=wanted if needs is None else needs,
    )


def _correct(session: Session, visit: Visit, entry: Entry, head: Head, on: date, by: str) -> Visit:
    """Write a line over the visit it has; what the line does not show stays as it was."""
    kept, new = form_of(session, visit), _form(entry, visit.resident_id or "", head, _needs(session, visit, entry))
    goods = kept.goods if entry.goods == entry_of(visit, None).goods else new.goods
    money = kept.money if entry.goods == entry_of(visit, None).goods else 0
    form = replace(
        kept,
        visited_on=new.visited_on,
        mode=new.mode,
        outcome=new.outcome,
        visitors=new.visitors,
        checks=new.checks,
        pressure=new.pressure,
        goods=goods,
        money=money,
        needs=new.needs,
    )
    return correct_visit(session, visit.id, form, on, by)


def _needs(session: Session, visit: Visit, entry: Entry) -> tuple[Need, ...]:
    """Return the needs of a corrected line: a request follows its words while it is open, and goes with a need that never was."""
    text = entry.need.strip()
    old = tuple(Need(one.text, one.kind, request_id=one.request_id, request=bool(one.request_id)) for one in visit.issues)
    had = any(one.request_id for one in old)
    if text == need_words(visit) and entry.request == had:
        return old
    if not text or not entry.request:
        _take_requests(session, visit)
        return (Need(text),) if text else ()
    named = next((one.request_id for one in old if one.request_id), "")
    held = asked_of(session, [named]).get(named) if named else None
    if held is not None and held.state == "open":
        held.request.text = text
        session.add(held.request)
    return (Need(text, old[0].kind if old else "", request=True, request_id=named if held is not None else ""),)


def _take_requests(session: Session, visit: Visit) -> None:
    """Take out the requests of a visit that nobody has done anything about yet."""
    for held in asked_of(session, [one.request_id for one in visit.issues if one.request_id]).values():
        if held.state == "open":
            held.request.removed_at = session.info["at"]
            session.add(held.request)
