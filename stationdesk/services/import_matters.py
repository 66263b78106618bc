"""What a sheet says beside its cells as questions an operator answers: a colour, a comment about a death, another village's name."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.mask import masked_child
from stationdesk.services.cards import NoStation
from stationdesk.services.import_plan import Matter, Plan
from stationdesk.services.import_questions import ColumnQuestion
from stationdesk.services.stations import own_station

ROWS = 6
"""Rows named at most in one question."""
COLOURS = {
    "red": N_("red"),
    "orange": N_("orange"),
    "yellow": N_("yellow"),
    "green": N_("green"),
    "blue": N_("blue"),
    "purple": N_("purple"),
    "grey": N_("grey"),
}
ANSWERS = {
    "died": N_("They have died"),
    "moved": N_("They have moved away"),
    "missed": N_("Not visited yet"),
    "nothing": N_("It says nothing"),
}
ONE = {"died": N_("Has died"), "moved": N_("Has moved away"), "nothing": N_("Neither")}
OF_VILLAGE = {"out": N_("Leave them out"), "take": N_("Take them in as well")}


class OtherVillage(DeskError):
    """A ledger says that it, or some of its rows, are another village's."""


def station_names(session: Session) -> tuple[str | None, ...]:
    """Return the names a station's own record gives its village, the plainest first."""
    try:
        station = own_station(session)
    except NoStation:
        return ()
    return station.village, station.name


def matter_questions(plan: Plan, *, may_see_children: bool = True) -> Iterator[ColumnQuestion]:
    """Yield what is asked of sheets: another village first, since that decides whether anything is taken in; each matter once."""
    open_ones: dict[tuple[str, int], list[tuple[str, Matter]]] = {}
    for file in plan.files:
        for sheet in file.sheets:
            for matter in sheet.matters:
                if not matter.answer:
                    open_ones.setdefault(matter.key, []).append((f"{file.file} · {sheet.sheet}", matter))
    for wanted in ("village", "colour", "comment"):
        for key, found in open_ones.items():
            if found[0][1].what == wanted:
                yield ColumnQuestion((key,), _sentence(found, may_see_children), _choices(found[0][1]), wanted)


def _sentence(found: list[tuple[str, Matter]], may_see_children: bool) -> str:
    where, matter = found[0]
    count = sum(len(one.rows) for _where, one in found)
    rows = _(", (list)").join(map(str, matter.rows[:ROWS])) + ("…" if count > min(len(matter.rows), ROWS) else "")
    if matter.what == "village":
        said = _("{count} rows of {where} are of another village: {village}. They wait for your answer.")
        return said.format(count=count, where=where, village=matter.said)
    if matter.what == "colour":
        said = _("{count} rows are marked {colour} in the sheet (rows {rows}). What does that mean?")
        return said.format(count=count, colour=_(COLOURS[matter.said]), rows=rows)
    name = matter.name if may_see_children else masked_child(matter.name, None)
    return _("Row {rows} {name}: a comment says “{text}”. What is it?").format(rows=rows, name=name, text=matter.said)


def _choices(matter: Matter) -> tuple[tuple[str, str], ...]:
    """Return the answers, what the sheet itself makes likely first."""
    words = {"village": OF_VILLAGE, "colour": ANSWERS}.get(matter.what, ONE)
    codes = sorted(words, key=lambda code: code != matter.likely)
    return tuple((code, _(words[code])) for code in codes)


def other_villages(plan: Plan) -> list[Matter]:
    """Return the matters of a plan that are about another village."""
    return [m for file in plan.files for sheet in file.sheets for m in sheet.matters if m.what == "village"]


def refuse_other_villages(plan: Plan) -> None:
    """Raise OtherVillage, naming village, sheet and rows, if a plan has rows of another village nobody has decided about."""
    for file in plan.files:
        for sheet in file.sheets:
            for matter in sheet.matters:
                if matter.what == "village" and not matter.answer:
                    rows = _(", (list)").join(map(str, matter.rows[:ROWS])) + ("…" if len(matter.rows) > ROWS else "")
                    raise OtherVillage(
                        _(
                            "{file}, sheet “{sheet}”: {count} rows are of another village, {village} (rows {rows}). Nothing was taken in. "
                            "Say «--other-village take» to take them in as well, or «--other-village leave» to leave them out."
                        ).format(file=file.file, sheet=sheet.sheet, count=len(matter.rows), village=matter.said, rows=rows)
                    )
