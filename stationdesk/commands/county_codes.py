"""`county codes`: the county's own words for categories, needs and the like, from a sheet and into one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin, table
from stationdesk.commands.session import open_county
from stationdesk.i18n import _


def codes(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help=_("A sheet of words (.xlsx, .csv); without one, what was said is listed."))] = None,
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE.xlsx", help=_("Write the words as a sheet."))] = None,
    lists: Annotated[list[str] | None, typer.Option("--list", help=_("A list, by name or title; may be given several times."))] = None,
    take_back: Annotated[str | None, typer.Option("--take-back", help=_("A word the county takes back; with --list."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Add words to the lists of the stations, call some otherwise, retire some; they go with the next answers."""
    run = begin(ctx, as_json)
    if sum(one is not None for one in (file, export, take_back)) > 1 or (take_back is not None and len(lists or []) != 1):
        raise typer.BadParameter(_("Name one thing: a file, --export, or --take-back with one --list."))
    with open_county(run) as (_county, desk):
        names = [called(one) for one in lists or []]
        if export is not None:
            from stationdesk.county.codes import listed
            from stationdesk.ledgers.code_list import write_code_list

            path = export if export.suffix.lower() == ".xlsx" else Path(f"{export}.xlsx")
            count = write_code_list(path, listed(names or None))
            said = _("{count} words are in {file}. Change, add or retire some there, and take it in with «county codes {file}».")
            run.answer({"file": path, "words": count}, said.format(count=count, file=path))
        elif file is not None:
            take_in(run, desk, file)
        elif take_back is not None:
            undo_word(run, desk, names[0], take_back)
        else:
            show(run, desk, names)


def called(written: str) -> str:
    """Return the name of a list."""
    from stationdesk.county.codes import table_called
    from stationdesk.registers.code import shipped, table_names

    name = table_called(written)
    if name is None:
        there = "、".join(shipped(one).title for one in table_names() if shipped(one).open)
        raise typer.BadParameter(_("There is no list «{name}». The county may add to: {lists}.").format(name=written, lists=there))
    return name


def take_in(run: Run, desk: Any, file: Path) -> None:
    """Take a sheet of words in."""
    from stationdesk.county.codes import import_codes
    from stationdesk.services.operators import must_change_settings

    must_change_settings(desk.operator)
    with desk.database.writing(desk.operator.name, _("Words of the county from {file}").format(file=file.name)) as session:
        done = import_codes(session, file, desk.today)
    said = _("{added} new words, {changed} changed, {retired} retired; {known} rows say what holds already. They go with the next answers.")
    counts = {name: len(getattr(done, name)) for name in ("added", "changed", "retired")}
    parts = ((_("new|codes"), done.added), (_("changed|codes"), done.changed), (_("retired|codes"), done.retired))
    lines = [f"{word}  {one}" for word, ones in parts for one in ones]
    run.answer(vars(done), said.format(**counts, known=done.known), *lines)


def undo_word(run: Run, desk: Any, name: str, written: str) -> None:
    """Take back what was said of a word."""
    from stationdesk.county.codes import take_back_code
    from stationdesk.services.operators import must_change_settings

    must_change_settings(desk.operator)
    with desk.database.writing(desk.operator.name, _("Take back the word {word}").format(word=written[:40])) as session:
        one = take_back_code(session, name, written)
    run.answer(
        {"table": name, "code": one.code}, _("Taken back: {title}. The stations see it with their next answers.").format(title=one.label)
    )


def show(run: Run, desk: Any, names: list[str]) -> None:
    """List what the county said of words, or the words of the lists that are named."""
    from stationdesk.county.codes import listed, own_codes
    from stationdesk.registers.code import shipped

    if names:
        rows = listed(names)
        shown = [[row["table"], row["label"], row["parent"], row["synonyms"][:30], row["valid_to"]] for row in rows]
        run.answer({"words": rows}, *table(shown))
        return
    with desk.database.reading() as session:
        own = [one.model_dump() for one in own_codes(session)]
    head = [_("List|codes"), _("Word|codes"), _("Code"), _("First day|codes"), _("Last day|codes")]
    lines = [
        [
            shipped(str(one["table_name"])).title,
            str(one["label"]),
            str(one["code"]),
            str(one["valid_from"] or ""),
            str(one["valid_to"] or ""),
        ]
        for one in own
    ]
    nothing = _("The county has no words of its own. «county codes --export FILE.xlsx» writes those there are, to be changed.")
    run.answer({"codes": own}, *(table([head, *lines]) if lines else [nothing]))


COMMANDS = (("codes", codes, _("Add, change and retire words of the lists.")),)
