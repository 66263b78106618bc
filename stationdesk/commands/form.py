"""`form`: the forms that go out as workbooks, and the county's own ones filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin, table
from stationdesk.commands.session import Desk, open_desk
from stationdesk.errors import DeskError
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.ledgers.form_writing import Written
    from stationdesk.services.form_out import Wanted
    from stationdesk.services.form_profiles import Form


class NoSuchDay(DeskError):
    """The cut-off is no day."""


def list_(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show the forms there are."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.services.form_out import Wanted, whom
        from stationdesk.services.form_profiles import forms, last_export

        with desk.database.reading() as session:
            there = [(one, last_export(session, one.code), whom(session, one, Wanted(desk.today), desk.operator)) for one in forms(session)]
    found = [
        {"form": one.code, "title": one.draft.title, "own": one.own, "rows": len(rows.lines), "last": gone.on if gone else None}
        for one, gone, rows in there
    ]
    lines = [[one.code, one.draft.title, str(len(rows.lines)), gone.on if gone else ""] for one, gone, rows in there]
    run.answer({"forms": found}, *table(lines))


def export(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("The form's name or title, as «form list» shows it."))],
    to: Annotated[Path, typer.Option(help=_("The workbook to write (.xlsx)."))],
    full: Annotated[bool, typer.Option("--full", help=_("Numbers in full, children by name; needs --reason."))] = False,
    reason: Annotated[str, typer.Option(help=_("Who asks for full numbers and what for; goes into the log."))] = "",
    template: Annotated[
        Path | None, typer.Option(help=_("The county's empty form (.xlsx) to fill; NAME then says who stands in it."))
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("Cut-off day; today, if left out."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write a form as a workbook."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.ledgers.form_writing import write_form
        from stationdesk.services.form_out import Wanted
        from stationdesk.services.form_profiles import form

        with desk.database.reading() as session:
            there = form(session, name)
        wanted = Wanted(_day(on, desk), full, reason)
        if template is None:
            made = write_form(desk.database, desk.operator, there, wanted, to, desk.today)
        else:
            made = _filled(desk, there, wanted, template, to)
    done = {"form": there.code, "file": made.path, "rows": made.rows, "full": full, "children_left_out": made.children_left_out}
    lines = [_("{form}: {rows} rows are in {file}.").format(form=there.draft.title, rows=made.rows, file=made.path.name)]
    if made.children_left_out:
        lines.append(_("{count} children were left out: they need the right to children's records.").format(count=made.children_left_out))
    run.answer(done, *lines)


def _filled(desk: Desk, form: Form, wanted: Wanted, template: Path, to: Path) -> Written:
    """Fill the county's form with who stands in `form`; its columns as they were told before, else as they are understood."""
    from stationdesk.ledgers.template_fill import fill_form, profile_of
    from stationdesk.ledgers.template_reading import read_template
    from stationdesk.services.form_profiles import Form, form_of_layout

    empty = read_template(template)
    with desk.database.reading() as session:
        told = form_of_layout(session, empty.layout)
    if told is not None:
        empty = empty.told({at: (column.path, column.style) for at, column in enumerate(told.draft.columns)})
    county = Form(told.code if told else form.code, profile_of(empty, form.draft))
    return fill_form(desk.database, desk.operator, county, empty, wanted, to, desk.today)


def _day(text: str | None, desk: Desk) -> date:
    if text is None:
        return desk.today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay(_("«{day}» is no day. Please write it as 2026-11-28.").format(day=text)) from None


COMMANDS = (("list", list_, _("The forms there are.")), ("export", export, _("Write a form as a workbook.")))
