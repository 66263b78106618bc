"""What operators said of a ledger's columns, remembered by its headings, so that the next same ledger goes by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlmodel import Session, col, select

from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.store.database import author_of

Said = Mapping[str, Mapping[int, str]]
"""Fingerprint of the headings → place of a column → the field it holds."""
PREFIX = "ledger_columns:"


def remembered_columns(session: Session) -> dict[str, dict[int, str]]:
    """Return everything that was said of columns so far."""
    found: dict[str, dict[int, str]] = {}
    for one in _kept(session):
        said = one.read()
        if isinstance(said, dict):
            found[one.name.removeprefix(PREFIX)] = {int(at): str(code) for at, code in said.items() if at.isdigit()}
    return found


def remember_columns(session: Session, said: Said) -> None:
    """Keep what was said, in place of what was kept of the same headings."""
    kept = {one.name: one for one in _kept(session)}
    for layout, columns in said.items():
        value = json.dumps({str(at): code for at, code in sorted(columns.items())}, ensure_ascii=False)
        there = kept.get(PREFIX + layout)
        if there is None:
            draft = SettingDraft(name=PREFIX + layout, value=value)
            session.add(Setting.model_validate(draft, update={"author": author_of(session)}))
        elif there.value != value:
            there.value = value
    session.flush()


def _kept(session: Session) -> list[Setting]:
    own = select(Setting).where(Setting.author == author_of(session), col(Setting.removed_at).is_(None))
    return list(session.exec(own.where(col(Setting.name).startswith(PREFIX, autoescape=True))))
