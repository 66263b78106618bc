"""A question about something missing or doubtful, with the one field that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Fill(StrEnum):
    """With what a question is answered."""

    ID_NO = "id_no"
    PHONE = "phone"
    RELATIVE = "relative"
    """A relative out of the choices, and a phone number."""
    BIRTH = "birth"
    DAY = "day"
    WORDS = "words"
    CHOICE = "choice"
    LIST = "list"
    """One out of so many that they do not stand side by side."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question about one person."""

    gap: str
    resident_id: str
    fill: Fill
    label: str
    """What is to be filled in."""
    told: str = ""
    """What is doubtful, with the values as they stand."""
    value: str = ""
    """What stands in the field when it opens."""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    none: str = ""
    """What N says: there is none. Empty: that is no answer here."""
    kept: str = ""
    """What K says: it is right as it stands."""
    about: str | None = None
    """The note, relative, tag or letter that is meant."""
    seen: str | None = None
    sex: str | None = None
    birth: str | None = None


def question(fill: Fill, label: str, **more: Any) -> Ask:
    """Return a question whose kind and person are put in by whoever asked."""
    return Ask("", "", fill, label, **more)
