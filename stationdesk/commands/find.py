"""`find`: people by whatever one remembers of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, begin, table
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.services.finding import Found


def find(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(help=_("Name, part of a name, pinyin, initials, group, last digits of phone or ID number."))
    ],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=_("How many people at most."))] = 50,
    as_json: JsonFlag = False,
) -> None:
    """Find people."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.services.finding import find as look

        with desk.database.reading() as session:
            found = [person(one) for one in look(session, " ".join(words), limit)]
        if not desk.operator.may_see_children:
            found = [hidden(one, desk.today.isoformat()) for one in found]
    rows = [[one["name"], one["group"], one["born"], one["phone"], one["state"], one["why"], one["id"][-8:]] for one in found]
    lines = table(rows) if rows else [_("Nobody was found. Try fewer characters, the initials, or the last digits of the phone.")]
    run.answer({"found": found}, *lines)


def person(one: Found) -> dict[str, Any]:
    """Return what a list shows of a person."""
    from stationdesk.registers.code import table as codes

    return {
        "id": one.id,
        "name": one.name,
        "nickname": one.nickname,
        "sex": one.sex,
        "birth_date": one.birth_date,
        "birth_precision": one.birth_precision,
        "birth_calendar": one.birth_calendar,
        "born": one.birth_date or "",
        "group": one.village_group or "",
        "phone": one.phone,
        "residency_status": one.residency_status,
        "state": codes("residency_status").label(one.residency_status),
        "why": one.why.label,
    }


def hidden(one: dict[str, Any], on: str) -> dict[str, Any]:
    """Return what an operator without the right to children's records may see: of a child, hardly more than that he is there."""
    from stationdesk.registers.mask import masked_name
    from stationdesk.registers.resident import ResidentDraft

    born = {name: one[name] for name in ("birth_date", "birth_precision", "birth_calendar")}
    if not ResidentDraft(name=one["name"], **born).is_minor(on):
        return one
    return one | {"name": masked_name(one["name"]), "nickname": None, "birth_date": None, "born": "", "phone": ""}
