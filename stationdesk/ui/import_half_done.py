"""What becomes of an import left half way: kept at a lock, offered again, put away only after asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services import drafts
from stationdesk.services.import_kept import FORM, HalfDone, half_done
from stationdesk.ui.import_work import ImportWork
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts import dialogs
from stationdesk.ui.parts.bars import AttentionBar
from stationdesk.ui.parts.buttons import Button


def keep_half_done(desk: OpenDesk, work: ImportWork) -> None:
    """Keep which files are open and what was said of them; where nothing is open, nothing is kept any more."""
    with desk.writing(_("Keep a half-done import")) as session:
        drafts.keep(session, desk.operator.name, FORM, work.half_done().as_json())


def offer_half_done(desk: OpenDesk, bar: AttentionBar, go_on: Callable[[], None]) -> HalfDone | None:
    """Offer to go on with what the operator left half done; returns it, or None."""
    with desk.reading() as session:
        said = drafts.take(session, desk.operator.name, FORM)
    if not said:
        return None
    found = half_done(said)
    if not found.files:
        return None
    button = Button(_("Go on with it"), desk.look, "plain", small=True)
    button.clicked.connect(go_on)
    bar.show_sentence("calm", _("Left half done:"), _(", ").join(Path(one).name for one in found.files), [button])
    return found


def may_drop(parent: QWidget, work: ImportWork) -> bool:
    """Tell whether the plan may be dropped; asks if the operator has answered or changed anything."""
    if not (work.said or work.answers):
        return True
    text = _("What you said of its columns and people would be lost. Nothing has been taken in yet.")
    dialog = dialogs.Dialog(parent, work.desk.look, _("Put this ledger away?"), text)
    dialog.add_button(_("Put it away"), "primary", "Enter", "yes")
    dialog.add_button(_("Stay with it"), "plain", "Esc")
    return dialog.ask() == "yes"
