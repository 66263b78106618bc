"""The work behind the county's first run, done in a thread: the county's desk and its ledger, made in one go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stationdesk.i18n import _
from stationdesk.settings import Settings
from stationdesk.store.folder import DataFolder
from stationdesk.ui.setting_up import Answers, Secrets, made_with

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.store.keys import Slot

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{1,31}")
"""What a county's code may be: it stands in the names of packages."""


def sound(code: str) -> bool:
    """Tell whether a county can be called so in the names of its packages."""
    return CODE.fullmatch(code) is not None


def make_county(settings: Settings, answers: Answers, secrets: Secrets) -> tuple[Database, Slot]:
    """Make the county's desk, and open it. Raises DeskExists, WeakPassphrase, NoSpace, NotWritable; there is no desk then."""
    return made_with(_build, settings, answers, secrets)


def _build(aside: DataFolder, answers: Answers, secrets: Secrets) -> None:
    from stationdesk.county.desk import set_up_county
    from stationdesk.registers.operator import OperatorDraft
    from stationdesk.services.desk_settings import change_settings
    from stationdesk.services.operators import keep_first
    from stationdesk.store.clock import local_day

    made = set_up_county(aside, secrets.passphrase, code=answers.code, name=answers.village, recovery_code=secrets.code)
    with made.database as database:
        joined = local_day(database.clock()).isoformat()
        draft = OperatorDraft(
            name=answers.name, post=answers.post or None, may_see_children=True, may_change_settings=True, joined_on=joined
        )
        keep_first(database, draft, made.slot.id)
        with database.writing(answers.name, _("Set up the county's desk"), final=True) as session:
            change_settings(session, recovery_code_kept=secrets.code_kept)
