"""What the county said that nobody has to answer: the words of its lists that hold here, told in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.county_codes import changes, holding

CODES = "codes"


@dataclass(frozen=True, slots=True)
class Told:
    """Something the county said, as a heading and its sentences."""

    kind: str
    id: str
    title: str
    word: str
    """What kind of thing it is, in words."""
    state: str
    lines: tuple[tuple[str, str], ...]
    """Sentences, each with how it is shown: strong, body, small, or amber for what cannot hold."""


def told(session: Session, on: date) -> list[Told]:
    """Return everything the county said that holds here or will."""
    return told_codes(session, on)


def told_codes(session: Session, on: date) -> list[Told]:
    """Return the words of the county by list, with what becomes of the old ones; nothing where it has none."""
    found, (_held, passed) = changes(session, on), holding(session, on)
    if not found and not passed:
        return []
    lines = [(_("Lists, forms and imports use these words. What was written before stays as it was."), "body")]
    for title, ones in groupby(found, key=lambda one: one.table):
        lines.append((title, "strong"))
        lines += [(one.sentence, "body") for one in ones]
    for one in passed:
        said = _("not used here: «{word}» of {table}, because {why}. Please tell the county.")
        lines.append((said.format(word=one.word, table=one.table, why=one.why), "amber"))
    title = _("{count} words of the county").format(count=len(found))
    state = _("in use|words") if not passed else _("{count} not used|words").format(count=len(passed))
    return [Told(CODES, CODES, title, _("Words|from county"), state, tuple(lines))]
