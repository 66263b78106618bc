"""What happens between unlocking and the window: the operator, his look, the door's file, the day's backup, what must be said."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services import access_log
from stationdesk.services.desk_settings import appearance_of
from stationdesk.services.front_door import read_front_door, renewed, write_front_door
from stationdesk.services.operators import operator_of, operators
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.store.keys import Slot
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize, Theme

if TYPE_CHECKING:
    from stationdesk.ui.desk_window import DeskWindow
    from stationdesk.ui.parts.composition import Composition


def entered(database: Database, slot: Slot, look: Look, settings: Settings) -> OpenDesk:
    """Return the open desk of the operator whose slot opened it, looking as he wants it.

    Raises NoOperator, and closes the store then.
    """
    try:
        operator = operator_of(database, slot.id)
    except DeskError:
        database.close()
        raise
    with suppress(NoSpace, NotWritable), database.writing(operator.name, _("Unlock")) as session:  # a full disk can still be read
        access_log.write(session, [access_log.entry(operator.name, "unlocked", clock=database.clock)])
    with database.reading() as session:
        wanted = appearance_of(session, operator.id)
    look.set(theme=Theme(wanted.theme), text_size=TextSize(wanted.text_size))
    if database.about.side == "county":
        from stationdesk.ui.clerk_desk import ClerkDesk

        desk: OpenDesk = ClerkDesk(database, operator, look, settings)
    else:
        desk = OpenDesk(database, operator, look, settings)
    hang_at_the_door(desk)
    return desk


def window_for(desk: OpenDesk, composition: Composition, *, demo: bool, county: bool) -> DeskWindow:
    """Return the desk's window: the station's, or the county clerk's."""
    from stationdesk.ui.desk_window import DeskWindow

    if not county:
        return DeskWindow(desk, composition, demo=demo)
    from stationdesk.ui.clerk_window import ClerkWindow

    return ClerkWindow(desk, composition, demo=demo)


def hang_at_the_door(desk: OpenDesk) -> None:
    """Renew the file the unlock window reads, when the desk is opened and again when it is left: slots and numbers may have changed.

    A folder that cannot be written to is passed over, the desk is open already.
    """
    with desk.reading() as session:
        door = renewed(session, read_front_door(desk.settings.data))
        door = replace(door, station=desk.named(session) or door.station)
        own = next((one.slot for one in operators(session) if one.id == desk.operator.id), None)
    door = replace(door, last_slot=own or "", text_size=str(desk.look.text_size), theme=str(desk.look.theme))
    with suppress(NoSpace, NotWritable):
        write_front_door(desk.settings.data, door)
