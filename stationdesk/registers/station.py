"""The station itself: who it is, how it is reached, what stands on its cards."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, RegionCode, count, day, listed, pointer, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class Grid(Value):
    """A grid (网格) of the village and who leads it."""

    code: str
    name: str = ""
    leader: str = ""
    leader_phone: str = ""
    helper_id: str = ""
    groups: tuple[str, ...] = ()
    """Village groups that belong to the grid."""


class CardPlace(Value):
    """An entry of the directory as this station prints it: its place in the order, and on which designs of the card it stands."""

    place_id: str
    number: bool = True
    """On the back of design 甲, the number first."""
    person: bool = True
    """On the back of design 乙, the person first."""


class StationDraft(Draft):
    """What is known of a station before it is kept."""

    code: str = Field(title=N_("Station code"), max_length=32, index=True)
    name: str = Field(title=N_("Station name"), max_length=80)
    org_unit_id: str | None = pointer(title=N_("Unit"))
    village: str | None = words(80, title=N_("Village"))
    town: str | None = words(80, title=N_("Town"))
    county: str | None = words(80, title=N_("County"))
    region_code: RegionCode | None = Field(default=None, max_length=12, title=N_("Division code"))
    address: str | None = words(200, title=N_("Address"))
    duty_phone: str | None = words(40, title=N_("24-hour phone"))
    office_phone: str | None = words(40, title=N_("Office phone"))
    complaint_phone: str | None = words(40, title=N_("Complaint phone"))
    office_hours: str | None = words(120, title=N_("Office hours"))
    leader_name: str | None = words(72, title=N_("Head of the station"))
    leader_phone: str | None = words(40, title=N_("Phone of the head"))
    grids: tuple[Grid, ...] = listed(Grid, title=N_("Grids"))
    village_groups: tuple[str, ...] = listed(title=N_("Village groups"))
    slogan: str | None = words(80, title=N_("Slogan"))
    card_title: str | None = words(40, title=N_("Card title"))
    card_greeting: str | None = words(120, title=N_("Card greeting"))
    card_footer: str | None = words(120, title=N_("Card footer"))
    card_places: tuple[CardPlace, ...] = listed(CardPlace, title=N_("Directory entries on cards"))
    """The order of the directory; entries that are not named come after, as they say themselves."""
    card_version: int | None = count(title=N_("Card version"))
    card_version_on: Day | None = day(title=N_("Card version of"))
    wechat: str | None = words(80, title=N_("WeChat"))
    opened_on: Day | None = day(title=N_("Opened on"))
    remark: str | None = words(2000, title=N_("Remark"))

    def grid_of(self, village_group: str | None) -> Grid | None:
        """Return the grid that `village_group` belongs to, or the only grid, or None."""
        named = [grid for grid in self.grids if village_group and village_group in grid.groups]
        if named:
            return named[0]
        return self.grids[0] if len(self.grids) == 1 else None


class Station(Record, StationDraft, table=True):
    """A station as it is kept."""

    __tablename__ = "station"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
