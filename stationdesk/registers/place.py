"""An entry of the directory of services near home (便民服务): doctor, meals, repairs, police."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import CodeText, Day, Draft, coded, coded_list, count, day, listed, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class PlaceDraft(Draft):
    """An entry before it is kept."""

    kind: CodeText | None = coded("place_kind", title=N_("Kind of service"))
    name: str = Field(title=N_("Service"), max_length=80)
    short_name: str | None = words(20, title=N_("Name on cards"))
    person: str | None = words(72, title=N_("Contact person"))
    phones: tuple[PhoneNumber, ...] = listed(PhoneNumber, title=N_("Phones"))
    hours: str | None = words(120, title=N_("Hours"))
    is_24h: bool | None = Field(default=None, title=N_("Day and night"))
    address: str | None = words(200, title=N_("Address"))
    org_unit_id: str | None = pointer(title=N_("Unit"))
    villages_served: tuple[str, ...] = listed(title=N_("Villages served"))
    groups_served: tuple[str, ...] = listed(title=N_("Village groups served"))
    serves: tuple[CodeText, ...] = coded_list("resident_category", title=N_("For whom"))
    services: tuple[CodeText, ...] = coded_list("need_kind", title=N_("Services"))
    price: str | None = words(120, title=N_("Price"))
    agreement: str | None = words(200, title=N_("Agreement"))
    wechat: str | None = words(80, title=N_("WeChat"))
    on_card: bool = Field(default=False, title=N_("On contact cards"))
    card_priority: int | None = count(title=N_("Order on cards"))
    instead_of: str | None = pointer(title=N_("Instead of the county's entry"))
    checked_on: Day | None = day(title=N_("Phone checked on"))
    valid_from: Day | None = day(title=N_("Valid from"))
    valid_to: Day | None = day(title=N_("Valid to"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    def serves_group(self, village_group: str | None) -> bool:
        """Tell whether the entry serves `village_group`; one without groups serves all."""
        return not self.groups_served or (village_group is not None and village_group in self.groups_served)


class Place(Record, PlaceDraft, table=True):
    """An entry as it is kept."""

    __tablename__ = "place"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
