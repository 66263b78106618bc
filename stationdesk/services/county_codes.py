"""The county's codes at a desk: which words hold, what changed of what ships, and that no word is ever lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import Code, CodeDraft, let_hold, shipped, table_names
from stationdesk.services.code_checks import troubles
from stationdesk.services.day_words import day_words, local
from stationdesk.services.desk_settings import put_value, value_of

SEEN = "county_codes_seen"
"""The setting that keeps every code the county ever sent, by the record's id: what it forgets is still on people's records."""
KEPT = ("table_name", "code", "label", "parent", "axis", "restricted", "is_group")
MOST = 2000
"""Codes kept so at most."""


@dataclass(frozen=True)
class Change:
    """What the county says of one code, in words."""

    table: str
    """The list's title."""
    sentence: str
    on: str
    """From when on; empty where it holds without a day."""


@dataclass(frozen=True)
class Passed:
    """A code of the county that cannot hold here, and why."""

    table: str
    word: str
    why: str


def said_codes(session: Session) -> list[CodeDraft]:
    """Return what the county says of codes; a code of its own that it took back is retired, not gone."""
    every = session.exec(select(Code).order_by(col(Code.id))).all()
    standing = {(one.table_name, one.code) for one in every if not one.removed_at}
    found = []
    for one in every:
        fields = one.model_dump(include=set(CodeDraft.model_fields))
        if one.removed_at:
            if is_shipped(one.table_name, one.code) or (one.table_name, one.code) in standing:
                continue
            standing.add((one.table_name, one.code))
            fields["valid_to"] = min(_before(local(one.removed_at).date()), fields["valid_to"] or "9999")
            fields["valid_from"] = None
        found.append(CodeDraft.model_validate(fields))
    return found


def holding(session: Session, on: date) -> tuple[list[CodeDraft], list[Passed]]:
    """Return the codes that hold beside those that ship, and those that cannot; forgotten ones are retired."""
    day, said = on.isoformat(), said_codes(session)
    here = {(one.table_name, one.code) for one in said}
    for one in forgotten_codes(session):
        if (one.table_name, one.code) not in here and not is_shipped(one.table_name, one.code):
            said.append(one.model_copy(update={"valid_from": None, "valid_to": _before(on)}))
    wrong = {id(one): (one, why) for one, why in troubles(said, day)}
    passed = [Passed(_title(one.table_name), one.label, why) for one, why in wrong.values()]
    return [one for one in said if id(one) not in wrong], passed


def let_codes_hold(session: Session, on: date) -> None:
    """Let the county's words be used from now on in this process, as of day `on`."""
    let_hold(holding(session, on)[0], on.isoformat())


def keep_words(session: Session, lines: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Keep what lines of the county say of codes, each the record's id and its fields, whatever becomes of the record."""
    seen: dict[str, dict[str, Any]] = value_of(session, SEEN) or {}
    moved = False
    for record, fields in lines:
        said = {name: fields[name] for name in KEPT if name in fields}
        if said and (record in seen or len(seen) < MOST):
            seen[record], moved = seen.get(record, {}) | said, True
    if moved:
        put_value(session, SEEN, seen)


def forgotten_codes(session: Session) -> list[CodeDraft]:
    """Return the codes the county sent once and does not send any more."""
    there = set(session.exec(select(Code.id)))
    found = []
    for record, fields in (value_of(session, SEEN) or {}).items():
        if record in there:
            continue
        try:
            found.append(CodeDraft.model_validate({name: value for name, value in fields.items() if value is not None}))
        except ValidationError:  # of a line that was set aside, and never counted here
            continue
    return found


def changes(session: Session, on: date) -> list[Change]:
    """Return in words what the county says of codes and holds here or will, by list."""
    day = on.isoformat()
    told = []
    for one in holding(session, on)[0]:
        before, title = shipped(one.table_name).row(one.code), _title(one.table_name)
        begins, ends = one.valid_from or "", one.valid_to or ""
        if ends and ends < day:
            text = _("«{word}» is not given any more; whoever has it keeps it").format(word=one.label)
        elif ends:
            last = day_words(date.fromisoformat(ends), on)
            text = _("«{word}» is given until {day}; whoever has it keeps it").format(word=one.label, day=last)
        elif before is None:
            text = _("new: «{word}»").format(word=one.label)
        elif before.label != one.label:
            text = _("«{old}» is called «{word}» now").format(old=before.label, word=one.label)
        else:
            text = _("«{word}» is understood in other spellings too: {spelled}").format(word=one.label, spelled="、".join(one.synonyms))
        if begins > day:
            text = _("{what}, from {day}").format(what=text, day=day_words(date.fromisoformat(begins), on))
        told.append(Change(title, text, ends or begins))
    return sorted(told, key=lambda one: one.table)


def is_shipped(name: str, code: str) -> bool:
    """Tell whether a code comes with the program."""
    return name in table_names() and code in shipped(name).by_code


def _before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat()


def _title(name: str) -> str:
    return shipped(name).title if name in table_names() else name
