"""Pairings on paper and in a workbook: the responsibility list, the ledger of pairings, a helper's own sheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_phone
from stationdesk.services.handover import running_of, subject_of
from stationdesk.services.hands import Hand
from stationdesk.services.pairing_board import BoardRow, board
from stationdesk.services.pairing_world import Pair, World, read_world
from stationdesk.services.person_writing import own_resident
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_new_file
from stationdesk.ui.print_preview import preview


def read(desk: OpenDesk) -> tuple[World, str]:
    """Read the pairings, and what the station is called."""
    with desk.reading() as session:
        return read_world(session, desk.today()), station_name(session)


def rows_of(world: World, ids: Sequence[str]) -> list[BoardRow]:
    """Return the rows of the page, as they stand there."""
    wanted = {one: at for at, one in enumerate(ids)}
    return sorted((row for row in board(world).rows if row.id in wanted), key=lambda row: wanted[row.id])


def responsibility_paper(desk: OpenDesk, ids: Sequence[str], about: str) -> ListPaper:
    """Lay out the responsibility list (包保责任表): a column for each level with name, office and a masked number, on its side."""
    world, station = read(desk)
    columns = (
        ListColumn(_("Grade|column"), 14.0),
        ListColumn(_("Name|column"), 24.0, "left", True, "name"),
        ListColumn(_("Group|column"), 18.0),
        *(ListColumn(_("answers, {level}|column").format(level=one.label), 40.0) for one in world.levels),
        ListColumn(_("Helper of the pairing|column"), 34.0),
        ListColumn(_("Agreed|column"), 16.0),
        ListColumn(_("Signature|column"), 20.0),
    )
    rows = []
    for row in rows_of(world, ids):
        at = {level.number: _named(world, row, level.number) for level in world.levels}
        helper = "" if row.helper.tone in ("hole", "unset") else row.helper.text
        cells = (row.grade_word, row.name, row.group, *at.values(), helper or _("(open)|paper"), row.rhythm, "")
        rows.append(ListRow(cells, row.child))
    said = _("{count} people, as of {day}").format(count=len(rows), day=desk.today().isoformat())
    return ListPaper(_("List of responsibility"), columns, tuple(rows), "，".join(filter(None, (about, said))), station, wide=True)


def _named(world: World, row: BoardRow, number: int) -> str:
    """Return who answers at a level with office and number; an open line where nobody does and somebody should."""
    mine = [one for one in world.pairs_of(row.id) if one.answers and one.holds(world.day) and world.level_of(one) == number]
    if mine:
        return "；".join(dict.fromkeys(contact_words(world, one) for one in mine))
    return _("(open)|paper") if number in row.needs.levels else _("not set|pairing")


def contact_words(world: World, pair: Pair) -> str:
    """Return a helper with office and masked number: 周志平 县民政局 138****5678."""
    hand = world.hands.get(pair.helper)
    if hand is None:
        return pair.helper_name
    return " ".join(filter(None, (hand.name, hand.org or hand.post, phone_of(hand))))


def phone_of(hand: Hand) -> str:
    """Return the number of a helper to dial first, masked."""
    numbers = [one["number"] for one in json.loads(hand.phones or "[]") if one.get("usable") is not False]
    return masked_phone(numbers[0]) if numbers else ""


def print_responsibility(desk: OpenDesk, ids: Sequence[str], about: str, parent: QWidget) -> int:
    """Show the responsibility list as it will be printed."""
    return preview(desk, list_job(responsibility_paper(desk, ids, about)), parent)


def ledger_paper(desk: OpenDesk, ids: Sequence[str], about: str) -> ListPaper:
    """Lay out the ledger of pairings: who with whom, in which project, since when, how it stands. A child goes by alias."""
    world, station = read(desk)
    columns = (
        ListColumn(_("Name|column"), 24.0, "left", True, "name"),
        ListColumn(_("Group|column"), 18.0),
        ListColumn(_("Helper of the pairing|column"), 24.0),
        ListColumn(_("Kind of helper"), 22.0),
        ListColumn(_("Organisation"), 34.0),
        ListColumn(_("Phone"), 26.0, holds="phone"),
        ListColumn(_("Project"), 32.0),
        ListColumn(_("Since"), 22.0),
        ListColumn(_("Agreed|column"), 16.0),
        ListColumn(_("State"), 18.0),
    )
    seen = {row.id: row for row in board(world).rows}
    rows = [
        ListRow(_ledger_cells(world, row, pair), row.child)
        for row in (seen[one] for one in ids if one in seen)
        for pair in world.pairs_of(row.id)
        if pair.helps and (pair.holds(world.day) or pair.to_come(world.day))
    ]
    said = _("{pairs} pairs, as of {day}").format(pairs=len(rows), day=desk.today().isoformat())
    return ListPaper(_("Ledger of pairings"), columns, tuple(rows), "，".join(filter(None, (about, said))), station, wide=True)


def _ledger_cells(world: World, row: BoardRow, pair: Pair) -> tuple[str, ...]:
    hand = world.hands.get(pair.helper)
    kind = table("helper_type").label(hand.type) if hand and hand.type else ""
    state = (
        table("pairing_state").label(pair.state)
        if pair.state in ("proposed", "suspended") or not pair.end
        else _("until {day}").format(day=pair.end)
    )
    org, phone = (hand.org, phone_of(hand)) if hand else ("", "")
    return (row.name, row.group, world.name_of(pair), kind, org, phone, pair.project, pair.start, row.rhythm, state)


def print_ledger(desk: OpenDesk, ids: Sequence[str], about: str, parent: QWidget) -> int:
    """Show the ledger of pairings as it will be printed."""
    return preview(desk, list_job(ledger_paper(desk, ids, about)), parent)


def helper_paper(desk: OpenDesk, helper_id: str) -> ListPaper:
    """Lay out a helper's own sheet: his people with number and address, and nothing of category, illness or ID number."""
    world, station = read(desk)
    hand = world.hands[helper_id]
    columns = (
        ListColumn(_("Name|column"), 26.0, "left", True),
        ListColumn(_("Phone"), 34.0, holds="phone"),
        ListColumn(_("Address"), 60.0, holds="address"),
        ListColumn(_("For what|pairing"), 30.0),
        ListColumn(_("Agreed|column"), 20.0),
        ListColumn(_("Since"), 24.0),
    )
    rows = []
    rhythms = {row.id: row.rhythm for row in board(world).rows}
    with desk.reading() as session:
        for pair in running_of(world, helper_id):
            resident = subject_of(world, pair)
            if not resident or not pair.holds(world.day):
                continue
            one, child = own_resident(session, resident), world.subjects[resident].person.is_child(world.on)
            numbers = " ".join(phone.number for phone in one.phones[:2] if phone.usable is not False)
            role = (
                pair.level_label or _("answers for him|pairing") if pair.answers else pair.project or table("pairing_kind").label(pair.kind)
            )
            name = _("the family of {name}").format(name=world.shown(resident)) if not pair.resident else world.shown(resident)
            address = one.village_group or "" if child else one.shown_address() or one.village_group or ""
            cells = (name, "" if child else numbers, "" if child else address, role, rhythms.get(resident, ""), pair.start)
            rows.append(ListRow(cells, child))
    about = _("{name}, {count} people").format(name=hand.name, count=len({row.cells[0] for row in rows}))
    given = _("for {name} alone; take it back when the helper changes").format(name=hand.name)
    return ListPaper(_("Your people"), columns, tuple(rows), about, station, whole=frozenset({"phone"}), wide=False, given=given)


def print_helper(desk: OpenDesk, helper_id: str, parent: QWidget) -> int:
    """Show a helper's own sheet as it will be printed."""
    return preview(desk, list_job(helper_paper(desk, helper_id)), parent)


def export(desk: OpenDesk, ids: Sequence[str], about: str, parent: QWidget) -> None:
    """Ask where to, and write the list as a workbook in the background."""
    title = _("List of pairings")
    path = choose_new_file(
        parent, _("Where shall the list be written?"), f"{title} {desk.today():%Y-%m-%d}.xlsx", _("Excel workbook (*.xlsx)")
    )
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    on = desk.today()

    def work(report: Report) -> int:
        report(_("Reading the list"))
        world, _station = read(desk)
        heads = [_("Grade|column"), _("Name|column"), _("Group|column"), _("Helper of the pairing|column")]
        heads += [_("answers, {level}|column").format(level=one.label) for one in world.levels] + [
            _("Agreed|column"),
            _("Project"),
            _("Why nobody helps"),
        ]
        lines = [
            (
                row.grade_word,
                row.name,
                row.group,
                row.helper.text,
                *(cell.text for cell in row.levels),
                row.rhythm,
                "、".join(row.projects),
                row.why,
            )
            for row in rows_of(world, ids)
        ]
        return export_list(path, title, [SheetColumn(head) for head in heads], lines, _foot(desk, len(lines), on))

    def done(count: int) -> None:
        desk.log("exported", about=f"{title} {about}".strip(), people=count)
        desk.said(_("Exported {count} people to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)


def _foot(desk: OpenDesk, count: int, on: date) -> str:
    return _("Exported by {operator} on {day}, {count} people").format(operator=desk.operator.name, day=on.isoformat(), count=count)
