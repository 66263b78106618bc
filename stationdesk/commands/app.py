"""The command line put together: global options, every command, exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from stationdesk.commands import (
    backup,
    cards,
    carrier,
    check,
    county,
    county_claims,
    county_codes,
    county_copies,
    county_demo,
    county_helpers,
    county_key,
    county_photos,
    county_road,
    county_schemes,
    county_transfers,
    county_watch,
    county_word,
    demo,
    demo_day,
    enrol,
    exporting,
    figures,
    find,
    form,
    importing,
    new,
    operator,
    place,
    receive,
    recover,
    self_test,
    station,
    status,
    undo,
    unit,
    visit,
)
from stationdesk.commands.answer import BROKEN, WRONG_USE, Run, calm_report
from stationdesk.errors import DeskError
from stationdesk.i18n import LANGUAGES, _
from stationdesk.settings import Settings, read_settings

STYLE: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False, "no_args_is_help": True}


class DeskGroup(TyperGroup):
    """A group whose troubles become a sentence on stderr and exit code 3."""

    def invoke(self, ctx: Any) -> Any:
        """Carry out the command."""
        try:
            return super().invoke(ctx)
        except DeskError as error:
            raise typer.Exit(ctx.obj.refuse(error)) from None
        except Exception as error:
            unfit = unfit_field(error)
            if unfit is not None:
                raise typer.Exit(ctx.obj.refuse(unfit)) from None
            if getattr(error, "exit_code", None) == WRONG_USE:
                typer.echo(_("The command was not written as it should be. «--help» behind it shows how."), err=True)
            raise


class UnfitValue(DeskError):
    """A value does not fit into its field."""


def unfit_field(error: Exception) -> UnfitValue | None:
    """Return the sentence for a value that a draft refused, naming its field and not the value; None for any other error."""
    if type(error).__name__ != "ValidationError" or not hasattr(error, "errors"):
        return None
    from stationdesk.registers.catalogue import REGISTERS

    found = error.errors(include_url=False, include_input=False)[0]
    if not found["loc"]:
        return UnfitValue(_("Two of the values do not go together: a last day before the first one, say. Nothing was written."))
    name = str(found["loc"][0])
    titles = [register.model_fields[name].title for register in REGISTERS if name in register.model_fields]
    return UnfitValue(
        _("«{field}» cannot be taken like this: it is empty, too long or not of the right form.").format(
            field=_(titles[0]) if titles and titles[0] else name
        )
    )


def say_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from stationdesk.store.migrations import program_version

        typer.echo(f"stationdesk {program_version()}")
        raise typer.Exit


def start(
    ctx: typer.Context,
    data: Annotated[Path | None, typer.Option(help=_("Another data folder (also STATIONDESK_DATA)."))] = None,
    language: Annotated[str | None, typer.Option(help=_("Language of the sentences: zh_CN or en (also STATIONDESK_LANGUAGE)."))] = None,
    _version: Annotated[bool, typer.Option("--version", is_eager=True, callback=say_version, help=_("Print the version."))] = False,
) -> None:
    """Keep what the run is told before its command."""
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter(_("There are: {languages}.").format(languages=", ".join(LANGUAGES)), param_hint="--language")
    settings = read_settings(data)
    ctx.obj = Run(Settings(settings.data, settings.state, language or settings.language))


def build() -> typer.Typer:
    """Return the whole command line."""
    desk = typer.Typer(
        name="stationdesk",
        cls=DeskGroup,
        pretty_exceptions_enable=False,
        help=_("The desk of a village care station."),
        callback=start,
        **STYLE,
    )
    every: list[tuple[str, Callable[..., None], str]] = [
        ("new", new.new, _("Set a desk up; shows the recovery code, once.")),
        ("enrol", enrol.enrol, _("Enrol with the county, later or again.")),
        ("import", importing.import_, _("Take ledgers in: Excel, WPS or CSV.")),
        ("find", find.find, _("Find people: name, pinyin, initials, group, last digits.")),
        ("cards", cards.cards, _("Print contact cards to a PDF.")),
        ("export", exporting.export, _("Write the package for the county.")),
        ("receive", receive.receive, _("Read the county's package, and with it the receipt.")),
        ("sync", carrier.sync, _("Exchange with the county over the network, once.")),
        ("backup", backup.backup, _("Write a whole, checked backup.")),
        ("restore", backup.restore, _("Bring a desk back from a backup, never over another.")),
        ("undo", undo.undo, _("Take your last action back.")),
        ("check", check.check, _("Verify store, journal, keys and backups.")),
        ("status", status.status, _("Show how everything stands.")),
        ("figures", figures.figures, _("Count what was done in a time, each figure with its unit.")),
        ("recover", recover.recover, _("Choose a new passphrase with the printed recovery code.")),
        ("self-test", self_test.self_test, _("Try the whole program out, with invented people; touches no records.")),
        ("demo", demo.demo, _("Make an invented village to practise on.")),
        ("demo-day", demo_day.demo_day, _("Go through one day of an invented village, unattended.")),
    ]
    for name, command, said in every:
        desk.command(name, help=said)(command)
    add_groups(desk)
    return desk


def add_groups(desk: typer.Typer) -> None:
    """Add the commands that stand under a word of their own."""
    desk.add_typer(group(carrier.COMMANDS, _("The place on the network where packages are exchanged.")), name="carrier")
    desk.add_typer(group(operator.COMMANDS, _("Who may open the desk.")), name="operator")
    desk.add_typer(group(visit.COMMANDS, _("Visits and calls.")), name="visit")
    desk.add_typer(group(form.COMMANDS, _("Forms that go out as workbooks.")), name="form")
    desk.add_typer(group(place.COMMANDS, _("Whom the village can call: the directory on the cards.")), name="place")
    desk.add_typer(with_keys(group((*station.COMMANDS, place.GRID), _("This station.")), station.KEYS), name="station")
    desk.add_typer(group(unit.COMMANDS, _("Villages and communities of the town, and coverage.")), name="unit")
    at_county = (*county.COMMANDS, *county_road.COMMANDS, *county_watch.COMMANDS, *county_word.COMMANDS, *county_copies.COMMANDS)
    more = (*county_codes.COMMANDS, *county_schemes.COMMANDS, *county_transfers.COMMANDS, *county_demo.COMMANDS)
    side = with_keys(group((*at_county, *more), _("The county's side.")), county_key.KEYS)
    side.add_typer(group(county_claims.COMMANDS, _("Claims of wishes by departments.")), name="claims")
    side.add_typer(group(county_photos.COMMANDS, _("Photos the county asks for.")), name="photos")
    side.add_typer(group(county_helpers.HELPERS, _("Helpers the county sends to its stations.")), name="helper")
    side.add_typer(group(county_helpers.TEAMS, _("Teams the county sends to its stations.")), name="team")
    desk.add_typer(side, name="county")


def group(commands: tuple[tuple[str, Callable[..., None], str], ...], said: str) -> typer.Typer:
    """Return a group of commands under one word."""
    made = typer.Typer(help=said, **STYLE)
    for name, command, help_text in commands:
        made.command(name, help=help_text)(command)
    return made


def with_keys(made: typer.Typer, commands: tuple[tuple[str, Callable[..., None], str], ...]) -> typer.Typer:
    """Add the commands about keys to a group."""
    made.add_typer(group(commands, _("Keys.")), name="key")
    return made


def run(words: list[str]) -> int:
    """Carry out a command line and return its exit code: 0 done, 2 wrong usage, 3 refused with a sentence, 1 a bug."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    try:
        build()(args=words, prog_name="stationdesk")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a report without personal data
        typer.echo(calm_report(error), err=True)
        return BROKEN
    return 0
