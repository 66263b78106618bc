"""Opening the desk for a command: the passphrase, the operator, what must be said, the day's backup."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import typer

from stationdesk.commands.answer import Run
from stationdesk.errors import DeskError
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.county.desk import CountyDesk
    from stationdesk.registers.operator import Operator
    from stationdesk.store.database import Database
    from stationdesk.store.folder import DataFolder


class NoPassphrase(DeskError):
    """No passphrase was given and nobody is there to ask."""


class PassphrasesDiffer(DeskError):
    """A new passphrase was typed in two different ways."""


class WrongSide(DeskError):
    """A station's command was asked of a county's folder, or the other way round."""


@dataclass(frozen=True)
class Desk:
    """An open desk and who opened it."""

    database: Database
    operator: Operator

    @property
    def today(self) -> date:
        """The day it is in the village."""
        from stationdesk.store.clock import local_day

        return local_day(self.database.clock())


def folder_of(run: Run) -> DataFolder:
    """Return the data folder of the run."""
    from stationdesk.store.folder import DataFolder

    return DataFolder(run.settings.data, run.settings.state)


def ask(variable: str, question: str) -> str:
    """Return a secret from the environment, a keyboard that shows nothing, or a line of a script's input.

    Raises NoPassphrase.
    """
    given = os.environ.get(variable)
    if not given:
        given = typer.prompt(question, hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise NoPassphrase(
            _("A passphrase is needed: type it when asked, or give it in the variable {variable}.").format(variable=variable)
        )
    return str(given)


def passphrase() -> str:
    """Return the passphrase that opens the desk."""
    return ask("STATIONDESK_PASSPHRASE", _("Passphrase"))


def new_passphrase(variable: str = "STATIONDESK_NEW_PASSPHRASE") -> str:
    """Return a new passphrase, asked for twice where a person types it. Raises PassphrasesDiffer."""
    first = ask(variable, _("New passphrase (eight characters or more)"))
    if not os.environ.get(variable) and sys.stdin.isatty() and ask(variable, _("The same once more")) != first:
        raise PassphrasesDiffer(_("The two were not the same. Nothing was changed; please try again."))
    return first


@contextmanager
def open_desk(run: Run, side: str = "station") -> Iterator[Desk]:
    """Open the data folder; `side` is station, county, or empty for either.

    Raises WrongSide, NoOperator and what `unlock_desk` raises.
    """
    from stationdesk.services.operators import operator_of
    from stationdesk.store.desk import unlock_desk

    folder = folder_of(run)
    folder.must_exist()
    database, slot = unlock_desk(folder, passphrase())
    with database:
        refuse_other_side(database, side)
        operator = operator_of(database, slot.id)
        for notice in database.notices:
            run.warn(notice)
        daily_backup(run, database)
        desk = Desk(database, operator)
        with codes_of(desk):
            yield desk


@contextmanager
def codes_of(desk: Desk) -> Iterator[None]:
    """Let the county's words be used while a desk is open."""
    from stationdesk.registers.code import let_hold
    from stationdesk.services.county_codes import let_codes_hold

    with desk.database.reading() as session:
        let_codes_hold(session, desk.today)
    try:
        yield
    finally:
        let_hold((), "")


@contextmanager
def open_county(run: Run) -> Iterator[tuple[CountyDesk, Desk]]:
    """Open a county's data folder, its ledger included."""
    from stationdesk.county.desk import CountyDesk

    with open_desk(run, side="county") as desk, CountyDesk(desk.database) as county:
        yield county, desk


def refuse_other_side(database: Database, side: str) -> None:
    """Raise WrongSide where the folder belongs to the other side."""
    if side == "station" and database.about.side != side:
        raise WrongSide(_("This data folder is a county's, and this is a command for a station. Choose the station's folder with --data."))
    if side == "county" and database.about.side != side:
        raise WrongSide(_("This data folder is a station's. A county has its own: set it up with «county init», or choose it with --data."))


def daily_backup(run: Run, database: Database) -> None:
    """Make the backup of the day if there is none; that it fails is said and blocks nothing."""
    from stationdesk.store.desk import back_up_daily

    try:
        if database.about.side == "county":
            from stationdesk.county.desk import CountyDesk

            with CountyDesk(database) as county:
                county.back_up_daily()
        else:
            back_up_daily(database)
    except DeskError as error:
        run.warn(_("The backup of today was not made: {why}").format(why=error.message))
