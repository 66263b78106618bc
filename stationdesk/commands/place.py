"""`place` and `station grid`: whom the people of the village can call, as it stands on their cards."""

from __future__ import annotations

from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin, table
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def add(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_("Kind of service: village_doctor, meals, police… or the Chinese word."))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the service."))],
    phone: Annotated[str, typer.Argument(metavar="PHONE", help=_("Its phone number."))],
    person: Annotated[str | None, typer.Option(help=_("Who answers."))] = None,
    group: Annotated[list[str] | None, typer.Option(help=_("Village group served; may be given several times. All, if left out."))] = None,
    order: Annotated[int | None, typer.Option(min=0, help=_("Order on the cards; 1 comes first."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Add an entry to the directory of services."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.registers.contact import PhoneNumber
        from stationdesk.registers.place import PlaceDraft
        from stationdesk.services.directory import add_place, place_kind
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        draft = PlaceDraft(
            kind=place_kind(kind),
            name=name,
            person=person,
            phones=(PhoneNumber(number=phone),),
            groups_served=tuple(group or ()),
            on_card=True,
            card_priority=order,
        )
        with desk.database.writing(desk.operator.name, _("Add to the directory: {name}").format(name=draft.name)) as session:
            said = add_place(session, draft).model_dump(include={"id", "kind", "name", "card_priority"})
    run.answer({"place": said}, _("In the directory now: {name}. It stands on the cards printed from now on.").format(name=draft.name))


def list_(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show the directory in the order of the cards."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.services.directory import all_places

        with desk.database.reading() as session:
            there = all_places(session)
    rows = [
        [str(p.card_priority or ""), p.name, p.person or "", _(", ").join(phone.number for phone in p.phones), p.id[-8:]] for p in there
    ]
    fields = {"id", "author", "kind", "name", "person", "card_priority", "on_card"}
    found = [place.model_dump(include=fields) | {"phones": [phone.number for phone in place.phones]} for place in there]
    run.answer({"places": found}, *(table(rows) if rows else [_("The directory is empty. «place add» writes the first entry.")]))


def remove(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help=_("Number of the entry as «place list» shows it."))],
    as_json: JsonFlag = False,
) -> None:
    """Take an entry out of the directory."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.services.directory import remove_place
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        with desk.database.writing(desk.operator.name, _("Take an entry out of the directory")) as session:
            place = remove_place(session, number)
            said = {"id": place.id, "name": place.name}
    run.answer({"place": said}, _("Taken out of the directory: {name}.").format(name=said["name"]))


def grid(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("Number of the grid."))],
    leader: Annotated[str, typer.Argument(metavar="LEADER", help=_("Grid leader."))],
    phone: Annotated[str, typer.Argument(metavar="PHONE", help=_("Phone of the grid leader."))],
    group: Annotated[list[str] | None, typer.Option(help=_("Village group of the grid; may be given several times."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write down who leads a grid; it stands on the cards of its groups."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.registers.station import Grid
        from stationdesk.services.directory import put_grid
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        written = Grid(code=code, leader=leader, leader_phone=phone, groups=tuple(group or ()))
        with desk.database.writing(desk.operator.name, _("Write down the grid leader {name}").format(name=leader)) as session:
            put_grid(session, written)
    run.answer({"grid": written.model_dump(mode="json")}, _("Grid {code}: {leader}.").format(code=code, leader=leader))


COMMANDS = (
    ("add", add, _("Add an entry to the directory of services.")),
    ("list", list_, _("Show the directory in the order of the cards.")),
    ("remove", remove, _("Take an entry out of the directory.")),
)
GRID = ("grid", grid, _("Write down who leads a grid."))
