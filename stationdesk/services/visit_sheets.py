"""Visit sheets: planned in the order of the way round, kept as they are printed, found again by number, code or list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit_sheet import SheetStop, VisitSheet, VisitSheetDraft
from stationdesk.services.contacts import chunks, due_of
from stationdesk.services.followed import followed
from stationdesk.services.hands import read_names
from stationdesk.services.look_at import look_at
from stationdesk.services.routes import NobodyToVisit, Stop, route
from stationdesk.services.sheet_numbers import MOST_PEOPLE, Number, codes, letters_of, next_number, number_of
from stationdesk.store.database import author_of


class TooManyForASheet(DeskError):
    """More people are chosen than one prints sheets for."""


class NoSuchSheet(DeskError):
    """No sheet has this number here."""


@dataclass(frozen=True, slots=True)
class Part:
    """Who goes on one sheet: a village group, one helper's people, or everybody chosen."""

    about: str
    ids: tuple[str, ...]
    visitors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A person of a sheet as it is printed."""

    code: str
    stop: Stop
    ask: tuple[str, ...] = ()
    place: int = 0
    """The figure before it; 0: its place among the lines."""


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """A sheet as it is printed: kept only once it was."""

    number: Number
    about: str
    printed_on: date
    visitors: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    station: str = ""
    children: int = 0
    """People who are not on it, for the operator may not see them."""
    again: bool = False
    """Printed before under the same number."""


def by_group(session: Session, residents: Iterable[str], on: date, *, may_see_children: bool) -> list[Part]:
    """Return one part for each village group, in the order of the way round. Raises NobodyToVisit."""
    found = route(session, residents, on, may_see_children=may_see_children)
    return [Part(group or _("Group not written down"), tuple(stop.resident_id for stop in stops)) for group, stops in found.groups]


def by_helper(session: Session, residents: Sequence[str], on: date) -> list[Part]:
    """Return one part for each helper who answers for or stands by people, the most people first; at the end who has nobody."""
    names = read_names(session)
    chosen = _helper_of(session, residents, on)
    people: dict[str, list[str]] = defaultdict(list)
    for one in dict.fromkeys(residents):
        people[chosen.get(one, "")].append(one)
    alone = people.pop("", [])
    parts = [Part(name, tuple(ids), (name,)) for name, ids in sorted(people.items(), key=lambda one: (-len(one[1]), one[0]))]
    parts = [replace(part, about=names.get(part.about, part.about), visitors=(names.get(part.about, part.about),)) for part in parts]
    return [*parts, Part(_("nobody answers for them"), tuple(alone))] if alone else parts


def _helper_of(session: Session, residents: Sequence[str], on: date) -> dict[str, str]:
    """Return for each who goes there: whoever answers for the person at the level nearest to the village, else who stands by."""
    at_home: dict[str, list[str]] = defaultdict(list)
    for some in chunks(list(residents)):
        asked = select(Resident.id, Resident.household_id).where(col(Resident.id).in_(some), Resident.author == author_of(session))
        for one, home in session.exec(asked):
            at_home[home or ""].append(one)
    wanted, found = set(residents), dict[str, tuple[tuple[bool, int], str]]()
    held = select(Pairing).where(Pairing.author == author_of(session), col(Pairing.removed_at).is_(None), col(Pairing.state) == "active")
    for pairing in session.exec(held):
        theirs = [pairing.resident_id] if pairing.resident_id else at_home.get(pairing.household_id or "-", [])
        rank = (pairing.kind == "responsibility", pairing.level or 0)
        who = pairing.helper_id or pairing.helper_name or ""
        for one in theirs:
            if one in wanted and pairing.in_force(on.isoformat()) and (one not in found or rank > found[one][0]):
                found[one] = (rank, who)
    kept = read_names(session).kept
    return {one: kept.get(who, who) for one, (_rank, who) in found.items()}


def plan_sheets(session: Session, parts: Iterable[Part], on: date, *, may_see_children: bool) -> tuple[PlannedSheet, ...]:
    """Plan a sheet for each part, everybody in the order of the way round. Raises NobodyToVisit, TooManyForASheet."""
    planned: list[PlannedSheet] = []
    parts = [part for part in parts if part.ids]
    refuse_too_many(sum(len(part.ids) for part in parts))
    hidden = 0
    for part in parts:
        found = route(session, part.ids, on, may_see_children=may_see_children)
        hidden += found.children
        stops = [stop for _group, some in found.groups for stop in some]
        if stops:
            number = next_number(session, on, after=len(planned))
            lines = lines_of(session, stops, codes(number, len(stops)), on)
            planned.append(PlannedSheet(number, part.about, on, part.visitors, lines, found.station, found.children))
    if not planned and hidden:
        raise NobodyToVisit(_("All of them are children, and this operator has no right to children's records. Nothing is printed."))
    if not planned:
        raise NobodyToVisit(_("Nobody is there to be visited, so there is no sheet to print."))
    return tuple(planned)


def refuse_too_many(count: int) -> None:
    """Raise TooManyForASheet if sheets for so many people are not printed at once."""
    if count > MOST_PEOPLE:
        raise TooManyForASheet(
            _("{count} people are too many to print at once; at most {most}. Please narrow the list first, or mark those meant.").format(
                count=count, most=MOST_PEOPLE
            )
        )


def lines_of(session: Session, stops: Sequence[Stop], given: Sequence[str], on: date) -> tuple[SheetLine, ...]:
    """Return the lines of a sheet: with each person why, and what to look at."""
    ids = [stop.resident_id for stop in stops]
    due, asked = due_of(session, ids, on), look_at(session, ids, on)
    return tuple(
        SheetLine(code, replace(stop, reason=due[stop.resident_id].sentence() or stop.reason), asked.get(stop.resident_id, ()))
        for code, stop in zip(given, stops, strict=True)
    )


def keep_sheet(session: Session, planned: PlannedSheet, by: str) -> VisitSheet:
    """Keep a sheet that was printed, with the order it was printed in; one that is kept already stays as it is."""
    there = sheet_numbered(session, str(planned.number))
    if there is not None:
        return there
    stops = tuple(SheetStop(code=line.code, resident_id=line.stop.resident_id) for line in planned.lines)
    draft = VisitSheetDraft(
        number=str(planned.number),
        title=planned.about[:160],
        printed_on=planned.printed_on.isoformat(),
        printed_by=by,
        visitors=planned.visitors,
        stops=stops,
    )
    sheet = VisitSheet.model_validate(draft, update={"author": author_of(session)})
    session.add(sheet)
    return sheet


def printed_again(session: Session, sheet: VisitSheet, on: date, *, may_see_children: bool) -> PlannedSheet:
    """Return a kept sheet as it is printed once more: same number, same codes, same places; what is said of the people is of today.

    Who has died or moved away since is left out, and the others keep their places. Raises NobodyToVisit.
    """
    places = [stop for stop in sheet.stops if not stop.extra]
    now = followed(session, [stop.resident_id for stop in places])
    found = route(session, now.values(), on, may_see_children=may_see_children)
    known = {stop.resident_id: stop for _group, some in found.groups for stop in some}
    there = [(place, stop) for place, stop in enumerate(places, 1) if now[stop.resident_id] in known]
    lines = lines_of(session, [known[now[stop.resident_id]] for _place, stop in there], [stop.code for _place, stop in there], on)
    lines = tuple(replace(line, place=place) for line, (place, _stop) in zip(lines, there, strict=True))
    printed_on = date.fromisoformat(sheet.printed_on)
    return PlannedSheet(
        number_of(sheet.number), sheet.title or "", printed_on, sheet.visitors, lines, found.station, found.children, again=True
    )


def sheet_numbered(session: Session, number: str) -> VisitSheet | None:
    """Return the own sheet with a number, None if there is none."""
    mine = select(VisitSheet).where(
        VisitSheet.number == number, VisitSheet.author == author_of(session), col(VisitSheet.removed_at).is_(None)
    )
    return session.exec(mine).first()


def find_sheet(session: Session, number: str, on: date) -> VisitSheet:
    """Return the sheet meant by a number as `read_number` gives it; figures alone mean this year's, else last year's, of this copy.

    One whose printing was undone is returned too (`removed_at`), for its paper may still be there. Raises NoSuchSheet.
    """
    letters = letters_of(session)
    example = Number(on.year, letters, 31)
    if not number:
        raise NoSuchSheet(
            _("This is no sheet number. It looks like {example} and stands at the top right of the paper.").format(example=example)
        )
    meant = [number] if "-" in number else [str(Number(year, letters, int(number))) for year in (on.year, on.year - 1)]
    mine = select(VisitSheet).where(col(VisitSheet.number).in_(meant), VisitSheet.author == author_of(session))
    found = sorted(session.exec(mine), key=lambda sheet: (meant.index(sheet.number), sheet.removed_at or ""))
    if not found:
        raise NoSuchSheet(
            _("There is no sheet {number} here. Please compare the number at the top right of the paper.").format(number=meant[0])
        )
    return found[0]


def bring_back(session: Session, sheet_id: str) -> None:
    """Keep a sheet again whose printing was undone: its paper has turned up."""
    mine = select(VisitSheet).where(VisitSheet.id == sheet_id, VisitSheet.author == author_of(session))
    sheet = session.exec(mine).one()
    sheet.removed_at = None
