"""The county's own words beside those that ship: taken in from a sheet whole or not at all, each trouble named with its row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError
from sqlmodel import Session, col, select

from stationdesk.county.word import ALL
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.code_list import CodeLine, is_yes, read_code_list
from stationdesk.registers.code import Code, CodeDraft, CodeRow, CodeTable, shipped, table, table_names
from stationdesk.registers.field import plain_key
from stationdesk.services.code_checks import LONGEST, troubles
from stationdesk.store.database import author_of

TOLD = 12
"""Troubles named at once at most."""


class CodesRefused(DeskError):
    """A list of words that cannot hold as it stands; nothing of it was taken in."""


class NoSuchCode(DeskError):
    """The county has said nothing of such a code."""


@dataclass
class TakenIn:
    """What came of a list."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    known: int = 0
    """Rows that say what holds already."""


def own_codes(session: Session) -> list[Code]:
    """Return what the county says of codes, by list and word."""
    mine = select(Code).where(Code.author == author_of(session), col(Code.removed_at).is_(None))
    return sorted(session.exec(mine), key=lambda one: (one.table_name, one.code))


def import_codes(session: Session, path: Path, on: date) -> TakenIn:
    """Take in a sheet of words, for every station. Raises FileRefused, NoCodeList, CodesRefused with nothing changed."""
    kept = {(one.table_name, one.code): one for one in own_codes(session)}
    drafts, rows, wrong = _drafts(read_code_list(path, on), on)
    after = {key: CodeDraft.model_validate(one.model_dump(include=set(CodeDraft.model_fields))) for key, one in kept.items()}
    after |= drafts
    rows_of = {key: row for key, row in rows.items() if key in drafts}
    for one, why in troubles(list(after.values()), on.isoformat()):
        where = rows_of.get((one.table_name, one.code))
        word = _("row {row}, «{word}»").format(row=where, word=one.label) if where else _("«{word}»|code").format(word=one.label)
        wrong.append(_("{what}: {why}").format(what=word, why=why))
    if wrong:
        raise CodesRefused(_refusal(path.name, wrong))
    done = TakenIn()
    for key, draft in drafts.items():
        _say(session, kept.get(key), draft, done, on)
    session.flush()
    return done


def _refusal(name: str, wrong: list[str]) -> str:
    said = _("{file} was not taken in; nothing has changed. Please mend these and try again: {wrong}")
    more = len(wrong) - TOLD
    told = _("; ").join(wrong[:TOLD]) + (_("; and {count} more").format(count=more) if more > 0 else "")
    return said.format(file=name, wrong=told)


def _say(session: Session, before: Code | None, draft: CodeDraft, done: TakenIn, on: date) -> None:
    """Say of a code what it is; saying it again changes the one record there is."""
    if before is not None:
        draft = draft.model_copy(update={"sort_order": before.sort_order})
    if before is not None and CodeDraft.model_validate(before.model_dump(include=set(CodeDraft.model_fields))) == draft:
        done.known += 1
        return
    title = f"{shipped(draft.table_name).title}：{draft.label}"
    ends = draft.valid_to is not None and draft.valid_to < on.isoformat()
    fresh = before is None and shipped(draft.table_name).row(draft.code) is None
    (done.retired if ends else done.added if fresh else done.changed).append(title)
    if before is None:
        session.add(Code.model_validate(draft, update={"author": author_of(session), "audience": ALL}))
        return
    for name in CodeDraft.model_fields:
        setattr(before, name, getattr(draft, name))
    session.add(before)


def _drafts(lines: list[CodeLine], on: date) -> tuple[dict[tuple[str, str], CodeDraft], dict[tuple[str, str], int], list[str]]:
    """Return what the rows say of each code that is to be otherwise than it is, the row of each, and what cannot be read."""
    drafts, rows, wrong = dict[tuple[str, str], CodeDraft](), dict[tuple[str, str], int](), list[str]()
    words = _new_words(lines)
    for line in lines:
        found = _draft(line, words, on)
        if isinstance(found, str):
            wrong.append(_("row {row}: {why}").format(row=line.row, why=found))
            continue
        draft, same = found
        key = (draft.table_name, draft.code)
        if key in rows:
            wrong.append(_("row {row}: «{word}» stands in row {other} already").format(row=line.row, word=draft.label, other=rows[key]))
            continue
        rows[key] = line.row
        if not same:
            drafts[key] = draft
    return drafts, rows, wrong


def _new_words(lines: list[CodeLine]) -> dict[tuple[str, str], str]:
    """Return the code that each new word of the sheet gets, that one row can stand below another."""
    found = {}
    for line in lines:
        name = table_called(line.said.get("table", ""))
        if name and line.said.get("label"):
            found[name, plain_key(line.said["label"])] = line.said.get("code") or code_of(name, line.said["label"])
    return found


def _draft(line: CodeLine, words: dict[tuple[str, str], str], on: date) -> tuple[CodeDraft, bool] | str:
    """Return what a row says of its code and whether that holds already, or why it cannot be read."""
    said = line.said
    name = table_called(said.get("table", ""))
    if name is None:
        return _("there is no list of words called «{name}»").format(name=said.get("table", "")[:LONGEST])
    if not said.get("label"):
        return _("the word is missing")
    if line.unread:
        return _("«{text}» is no day; please write it like 2026-12-31, and no formula").format(text=line.unread[:LONGEST])
    now = table(name)
    code = said.get("code") or now.code_for(said["label"]) or code_of(name, said["label"])
    before = now.row(code)
    above: str | None = before.parent if before else None
    if said.get("parent"):
        above = now.code_for(said["parent"]) or words.get((name, plain_key(said["parent"])))
        if above is None:
            return _("there is nothing called «{above}» to put it below").format(above=said["parent"][:LONGEST])
    try:
        draft = CodeDraft.model_validate(_fields(line, name, code, above, before, on))
    except ValidationError:
        return _("«{word}» or its code cannot be taken like this: it is too long, or the code is not in small letters").format(
            word=said["label"][:LONGEST]
        )
    return draft, before is not None and _same(before, draft, now)


def _fields(line: CodeLine, name: str, code: str, above: str | None, before: CodeRow | None, on: date) -> dict[str, object]:
    """Return the fields of a code; what the sheet has no column for stays as it was."""
    has, there = line.columns, before or CodeRow(code, "")
    yesterday = (on - timedelta(days=1)).isoformat()
    last = min(there.valid_to or yesterday, yesterday) if line.stopped else line.valid_to or None
    return {
        "table_name": name,
        "code": code,
        "label": line.said["label"],
        "parent": above,
        "national": there.national,
        "synonyms": line.synonyms if "synonyms" in has else there.synonyms,
        "restricted": is_yes(line.said.get("restricted", "")) if "restricted" in has else there.restricted,
        "axis": there.axis,
        "is_group": there.group,
        "sort_order": line.row,
        "valid_from": (line.valid_from or None) if "valid_from" in has else there.valid_from,
        "valid_to": last if "valid_to" in has else there.valid_to,
        "remark": (line.said.get("remark") or None) if "remark" in has else there.note,
    }


def _same(before: CodeRow, draft: CodeDraft, now: CodeTable) -> bool:
    """Tell whether a code is already what a row says of it."""
    spelled = set(draft.synonyms) - {draft.label} == set(before.synonyms) - {before.label}
    hidden = draft.restricted == before.restricted or now.is_restricted(before.code)
    days = (draft.valid_from, draft.valid_to) == (before.valid_from, before.valid_to)
    return before.label == draft.label and before.parent == draft.parent and spelled and hidden and days and draft.remark == before.note


def table_called(written: str) -> str | None:
    """Return the name of the list of words that somebody named by name or title, None where there is none."""
    word = plain_key(written)
    return next((name for name in table_names() if word in (name, plain_key(shipped(name).title))), None)


def code_of(name: str, label: str) -> str:
    """Return the code a new word gets: the same for the same word of the same list, so that a sheet read twice adds it once."""
    return f"county_{hashlib.sha256(f'{name}/{plain_key(label)}'.encode()).hexdigest()[:10]}"


def listed(names: list[str] | None = None) -> list[dict[str, str]]:
    """Return the words of lists as a sheet has them; without names those of every list the county may add to."""
    rows = []
    for name in names or [one for one in table_names() if shipped(one).open]:
        now = table(name)
        for row in now.rows:
            above = now.row(row.parent) if row.parent else None
            rows.append(
                {
                    "table": now.title,
                    "code": row.code,
                    "label": row.label,
                    "parent": above.label if above else "",
                    "synonyms": "、".join(row.synonyms),
                    "restricted": _("yes|cell") if row.restricted else "",
                    "valid_from": row.valid_from or "",
                    "valid_to": row.valid_to or "",
                    "remark": row.note or "",
                }
            )
    return rows


def take_back_code(session: Session, name: str, written: str) -> Code:
    """Take back what the county said of a code: a word of its own is retired, another is called as before. Raises NoSuchCode."""
    code = table(name).code_for(written)
    found = next((one for one in own_codes(session) if (one.table_name, one.code) == (name, code)), None)
    if found is None:
        said = _("The county has said nothing of «{word}» in the list «{table}». «county codes» shows what it has said.")
        raise NoSuchCode(said.format(word=written, table=shipped(name).title))
    if below := [one.label for one in own_codes(session) if (one.table_name, one.parent) == (name, found.code)]:
        said = _("«{word}» cannot be taken back: below it stand {words}. Take those back first; nothing has changed.")
        raise CodesRefused(said.format(word=found.label, words="、".join(below[:5])))
    found.removed_at = session.info["at"]
    session.add(found)
    return found
