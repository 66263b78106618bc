"""Half-filled forms: kept as one types, put back after a lock or a crash, gone when saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from stationdesk.registers.form_draft import FormDraft, FormDraftDraft
from stationdesk.store.database import author_of


def keep(session: Session, operator: str, form: str, typed: Mapping[str, Any], about: str = "") -> None:
    """Keep what `operator` has typed into `form` about the record `about`, in place of what was kept before.

    `typed` is anything JSON can say, field by field; nothing typed is nothing kept.
    """
    forget(session, operator, form, about)
    if typed:
        draft = FormDraftDraft(operator=operator, form=form, about=about or None, typed=dict(typed), at=session.info["at"])
        session.add(FormDraft.model_validate(draft, update={"author": author_of(session)}))
        session.flush()


def take(session: Session, operator: str, form: str, about: str = "") -> Mapping[str, Any] | None:
    """Return what was typed into a form and not saved, or None; it stays kept until it is saved or forgotten."""
    found = session.exec(select(FormDraft).where(*_this(operator, form, about))).first()
    return found.typed if found else None


def kept(session: Session, operator: str) -> Sequence[FormDraft]:
    """Return every form the operator left half filled, the one typed last first."""
    return session.exec(select(FormDraft).where(FormDraft.operator == operator).order_by(col(FormDraft.key).desc())).all()


def forget(session: Session, operator: str, form: str, about: str = "") -> None:
    """Drop what was typed into a form, since it is saved or thrown away; the page it stood on is wiped by the store."""
    session.connection().execute(delete(FormDraft).where(*_this(operator, form, about)))


def _this(operator: str, form: str, about: str) -> tuple[Any, ...]:
    same = col(FormDraft.about) == about if about else col(FormDraft.about).is_(None)
    return FormDraft.operator == operator, FormDraft.form == form, same
