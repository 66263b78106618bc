"""`recover`: a new passphrase with the printed recovery code."""

from __future__ import annotations

from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import ask, folder_of, new_passphrase
from stationdesk.i18n import _


def recover(
    ctx: typer.Context,
    operator: Annotated[str, typer.Option(help=_("Whose passphrase was forgotten; the only operator's if left out."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """Open the desk with the recovery code and choose a new passphrase."""
    from stationdesk.services.operators import recovered
    from stationdesk.store.desk import unlock_with_code

    run = begin(ctx, as_json)
    folder = folder_of(run)
    folder.must_exist()
    code = ask("STATIONDESK_RECOVERY_CODE", _("Recovery code"))
    wanted = new_passphrase()
    database, slot = unlock_with_code(folder, code, wanted)
    with database:
        who = recovered(database, operator, slot.id, wanted).name
    run.answer({"operator": who}, _("The passphrase of {name} is changed. Lock the recovery code away again.").format(name=who))
