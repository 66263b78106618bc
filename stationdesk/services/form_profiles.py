"""The forms there are: those that ship, and those the station made; and when each went out last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.export_profile import ExportProfile, ExportProfileDraft
from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.settings import resource
from stationdesk.store.database import author_of

_GONE_OUT = "form_exported:"
_FILE = "form_file:"


class NoSuchForm(DeskError):
    """There is no form of that name."""


@dataclass(frozen=True)
class Form:
    """A form as it is offered: `code` names it, `own` says that the station made it."""

    code: str
    draft: ExportProfileDraft
    own: bool = False

    @property
    def countys(self) -> bool:
        """Whether it is a form of the county's, filled cell by cell."""
        return self.draft.layout is not None


@cache
def built_in() -> Mapping[str, Form]:
    """Return the forms that ship, in the order of their files' numbers."""
    found = {}
    for path in sorted(resource("forms").glob("*.json")):
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        code = path.stem.split("-", 1)[1]
        found[code] = Form(code, ExportProfileDraft.model_validate(said))
    return found


def forms(session: Session) -> list[Form]:
    """Return every form: the station's own first, then those that ship."""
    mine = select(ExportProfile).where(ExportProfile.author == author_of(session), col(ExportProfile.removed_at).is_(None))
    own = [Form(one.id, draft_of(one), own=True) for one in session.exec(mine.order_by(col(ExportProfile.key)))]
    return [*own, *built_in().values()]


def form(session: Session, name: str) -> Form:
    """Return a form by its code or its title. Raises NoSuchForm."""
    there = forms(session)
    found = next((one for one in there if one.code == name), None) or next((one for one in there if one.draft.title == name), None)
    if found is None:
        raise NoSuchForm(_("There is no form «{name}». «form list» shows those there are.").format(name=name))
    return found


def draft_of(kept: ExportProfile) -> ExportProfileDraft:
    """Return what is kept of a form as a draft."""
    return ExportProfileDraft.model_validate({name: getattr(kept, name) for name in ExportProfileDraft.model_fields})


def keep_form(session: Session, draft: ExportProfileDraft, code: str = "") -> str:
    """Keep a form under `code` if it is one of the station's own, else as a new one; returns its code."""
    kept = session.exec(select(ExportProfile).where(ExportProfile.id == code, ExportProfile.author == author_of(session))).first()
    if kept is None:
        kept = ExportProfile.model_validate(draft, update={"author": author_of(session)})
        session.add(kept)
    else:
        for name in ExportProfileDraft.model_fields:
            if getattr(kept, name) != getattr(draft, name):
                setattr(kept, name, getattr(draft, name))
    session.flush()
    return kept.id


def remove_form(session: Session, code: str) -> None:
    """Take one of the station's own forms away. Raises NoSuchForm for one that ships."""
    kept = session.exec(select(ExportProfile).where(ExportProfile.id == code, ExportProfile.author == author_of(session))).first()
    if kept is None:
        raise NoSuchForm(_("A form that ships stays. Only your own forms can be removed."))
    kept.removed_at = session.info["at"]
    session.flush()


def form_of_layout(session: Session, layout: str) -> Form | None:
    """Return the county's form with this fingerprint, if its columns were told before."""
    return next((one for one in forms(session) if one.own and one.draft.layout == layout), None)


@dataclass(frozen=True)
class GoneOut:
    """When a form went out last: the journal's last entry then, the day, and how many rows."""

    seq: int
    on: str
    rows: int


def last_export(session: Session, code: str) -> GoneOut | None:
    """Return when a form went out last, None if never."""
    kept = _kept_as(session, _GONE_OUT + code)
    said = kept.read() if kept else None
    return GoneOut(int(said["seq"]), str(said["on"]), int(said["rows"])) if isinstance(said, dict) else None


def note_export(session: Session, code: str, gone: GoneOut) -> None:
    """Keep that a form went out, in place of the time before."""
    _put(session, _GONE_OUT + code, json.dumps({"seq": gone.seq, "on": gone.on, "rows": gone.rows}))


def _put(session: Session, name: str, value: str) -> None:
    kept = _kept_as(session, name)
    if kept is None:
        session.add(Setting.model_validate(SettingDraft(name=name, value=value), update={"author": author_of(session)}))
    else:
        kept.value = value
    session.flush()


def _kept_as(session: Session, name: str) -> Setting | None:
    mine = select(Setting).where(Setting.author == author_of(session), Setting.name == name, col(Setting.removed_at).is_(None))
    return session.exec(mine).first()


def remembered_file(session: Session, layout: str) -> Path | None:
    """Return where the county's empty form with this fingerprint lay last."""
    kept = _kept_as(session, _FILE + layout)
    said = kept.read() if kept else None
    return Path(said) if isinstance(said, str) else None


def remember_file(session: Session, layout: str, path: Path) -> None:
    """Keep where a county's empty form lies."""
    _put(session, _FILE + layout, json.dumps(str(path), ensure_ascii=False))
