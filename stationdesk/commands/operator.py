"""`operator`: who may open the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, begin, table
from stationdesk.commands.session import new_passphrase, open_desk
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.registers.operator import Operator


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("Name of the operator."))],
    children: Annotated[bool, typer.Option("--children", help=_("May open children's records."))] = False,
    settings: Annotated[bool, typer.Option("--settings", help=_("May change settings and operators."))] = False,
    post: Annotated[str | None, typer.Option(help=_("Post of the operator."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Add an operator with a passphrase of his own."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.registers.operator import OperatorDraft
        from stationdesk.services.operators import add_operator, must_change_settings

        must_change_settings(desk.operator)
        draft = OperatorDraft(
            name=name,
            post=post,
            may_see_children=children,
            may_change_settings=settings,
            joined_on=desk.today.isoformat(),
            approved_by=desk.operator.name,
            approved_on=desk.today.isoformat(),
        )
        made = shown(add_operator(desk.database, desk.operator, draft, new_passphrase()))
    run.answer({"operator": made}, _("{name} may open the desk now.").format(name=name))


def list_(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show who may open the desk."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.operators import operators

        with desk.database.reading() as session:
            there = [shown(one) for one in operators(session)]
    head = [_("Name"), _("Post"), _("Children's records"), _("Settings")]
    yes = {True: _("yes"), False: _("no")}
    rows = [[one["name"], one["post"] or "", yes[one["may_see_children"]], yes[one["may_change_settings"]]] for one in there]
    run.answer({"operators": there}, *table([head, *rows]))


def remove(ctx: typer.Context, name: Annotated[str, typer.Argument(help=_("Name of the operator."))], as_json: JsonFlag = False) -> None:
    """Remove an operator and what his passphrase opens."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.operators import remove_operator

        gone = shown(remove_operator(desk.database, desk.operator, name))
    run.answer(
        {"removed": gone},
        _("{name} can no longer open the desk. Backups made before still open with the old passphrase: keep them locked away.").format(
            name=gone["name"]
        ),
    )


def passphrase(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Change your own passphrase."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.operators import change_passphrase

        change_passphrase(desk.database, desk.operator, new_passphrase())
        name = desk.operator.name
    run.answer({"operator": name}, _("The passphrase of {name} is changed.").format(name=name))


def shown(operator: Operator) -> dict[str, Any]:
    """Return what a list says of an operator."""
    return operator.model_dump(include={"id", "name", "post", "may_see_children", "may_change_settings", "joined_on"})


COMMANDS = (
    ("add", add, _("Add an operator with a passphrase of his own.")),
    ("list", list_, _("Show who may open the desk.")),
    ("remove", remove, _("Remove an operator and what his passphrase opens.")),
    ("passphrase", passphrase, _("Change your own passphrase.")),
)
