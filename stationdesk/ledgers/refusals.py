"""Why a file is not read: one sentence each, for the person who chose the file."""

from __future__ import annotations

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _


class FileRefused(DeskError):
    """A file the desk will not or cannot read; `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Refusal(Exception):
    """Raised while looking into a file, with the reason's code and, for a limit, its figure."""

    def __init__(self, code: str, figure: int = 0) -> None:
        super().__init__(code)
        self.code, self.figure = code, figure


REASONS = {
    "missing": N_("The file {file} is not there any more. Choose it again."),
    "unreadable": N_("The file {file} could not be opened. Close it in Excel or WPS, or copy it to this computer, and try again."),
    "empty": N_("The file {file} is empty. It is not a valid Excel file; ask for it again."),
    "not_a_sheet": N_("{file} is not a valid Excel file or text table. Save it as .xlsx (without a password) and try again."),
    "damaged": N_("{file} is not a valid Excel file: it is cut short or damaged. Copy it again from where it came from."),
    "password": N_("{file} is protected by a password. Open it in Excel or WPS, save it as .xlsx without a password, and try again."),
    "macros": N_("{file} contains macros (a program). It was not opened. Save it as .xlsx, which holds no macros, and try again."),
    "binary": N_("{file} is in a binary form of Excel the desk does not read. Save it as .xlsx and try again."),
    "document": N_("{file} is a text document, not a table. Copy the table into Excel, save it as .xlsx, and try again."),
    "file_too_big": N_("{file} is larger than {figure} MB. Take pictures and sheets you do not need out of it, or split it."),
    "unpacks_too_big": N_("{file} would become too large when unpacked, as no ledger does. It was not opened."),
    "too_many_parts": N_("{file} is made of more than {figure} parts, as no ledger is. It was not opened."),
    "bad_parts": N_("{file} contains parts with forbidden or repeated names. It was not opened."),
    "entities": N_("{file} contains instructions that have no place in a ledger. It was not opened."),
    "too_many_rows": N_("A sheet of {file} has {figure} rows or more. Split it by village group and read the parts one by one."),
    "too_many_columns": N_(
        "A sheet of {file} is used in too many columns (more than {figure}). "
        "Delete the empty columns on the right and stray marks far below, and try again."
    ),
    "too_many_cells": N_("A sheet of {file} has too many cells. Split it by village group and read the parts one by one."),
    "too_slow": N_("Reading {file} took longer than {figure} seconds and was stopped. Split it, or save it again as .xlsx."),
    "too_much_memory": N_("Reading {file} would need too much memory and was stopped. Split it, or save it again as .xlsx."),
}


def refused(code: str, file: str, figure: int = 0) -> FileRefused:
    """Return the error for reason `code` about the file called `file`."""
    return FileRefused(code, _(REASONS.get(code, REASONS["damaged"])).format(file=file, figure=figure))
